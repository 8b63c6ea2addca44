"""An instance that is saved while it runs and brought back (`mooring backup`, `mooring restore`)."""

import json
import signal
import subprocess
from pathlib import Path

import pytest
from instance import BINARY, Instance, mooring
from pictures import png
from publishing import Publishing, mp3_bytes

PUBLIC = "http://127.0.0.1:8099"


@pytest.fixture
def running(tmp_path):
    """A server with a show of three episodes, of which one was listened to."""
    one = Instance(tmp_path / "data")
    one.start("--limits-enabled", "false", "--base-url", PUBLIC)
    publishing = Publishing(one)
    show = publishing.show()
    for number in range(3):
        assert publishing.upload(show["id"], mp3_bytes(60 + number), title=f"Episode {number}").status == 201
    one.show_id = show["id"]
    (tmp_path / "cover.png").write_bytes(png(1400, 1400))
    one.admin("show", "set", "--show", show["id"], "--image-file", tmp_path / "cover.png")
    yield one
    one.close()


def rows(instance):
    return instance.admin("episode", "list", "--show", instance.show_id)


def feed_of(instance):
    show = [one for one in instance.admin("show", "list") if one["id"] == instance.show_id][0]
    return instance.get(instance.path_of(show["feed_url"])).body


def listen(instance):
    path = instance.path_of(rows(instance)[0]["media_url"])
    assert instance.get(path, User_Agent="AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)").status == 200


def downloads(instance):
    return instance.admin("measure", "downloads", "--from", "2020-01-01", "--to", "2039-12-31")


def backup(instance, folder, *more):
    done = mooring("backup", folder, "--data", instance.data, "--json", *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def snapshots(folder):
    return [one["snapshot"] for one in json.loads(mooring("backup", folder, "--list", "--json").stdout)]


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def test_what_is_restored_is_what_was_saved(running, tmp_path):
    listen(running)
    running.admin("settle")
    before = (feed_of(running), rows(running), downloads(running))
    media = [running.get(running.path_of(row["media_url"])).body for row in before[1]]
    saved = backup(running, tmp_path / "backups")
    # Whatever happens afterwards is no part of it.
    running.admin("show", "set", "--show", running.show_id, "--author", "Somebody else")
    there = tmp_path / "there"
    done = mooring("restore", tmp_path / "backups", "--data", there, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["snapshot"] == saved["snapshot"]
    again = Instance(there)
    again.show_id = running.show_id
    again.start("--limits-enabled", "false", "--base-url", PUBLIC)
    try:
        assert feed_of(again) == before[0]
        assert rows(again) == before[1]
        assert [again.get(again.path_of(row["media_url"])).body for row in before[1]] == media
        again.admin("settle")
        assert downloads(again) == before[2] and before[2]
        # And it goes on: what is heard from now on counts.
        listen(again)
        again.admin("settle")
        assert downloads(again)[0]["value"] >= before[2][0]["value"]
    finally:
        again.close()


def test_of_media_only_what_is_new_is_copied(running, tmp_path):
    first = backup(running, tmp_path / "backups")
    assert first["new_blobs"] == first["blobs"] > 0
    second = backup(running, tmp_path / "backups")
    # A picture may have been made in between.
    assert second["new_blobs"] == second["blobs"] - first["blobs"] < first["blobs"]
    assert snapshots(tmp_path / "backups") == sorted([first["snapshot"], second["snapshot"]])


def test_old_ones_go_and_the_rest_stays_sound(running, tmp_path):
    folder = tmp_path / "backups"
    backup(running, folder)
    backup(running, folder)
    last = backup(running, folder, "--keep", "1")
    assert snapshots(folder) == [last["snapshot"]]
    assert mooring("backup", folder, "--verify").returncode == 0


def test_damage_is_found_and_nothing_of_it_restored(running, tmp_path):
    folder = tmp_path / "backups"
    backup(running, folder)
    victim = max((folder / "objects").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    damaged = bytearray(victim.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    victim.write_bytes(damaged)
    verified = mooring("backup", folder, "--verify")
    assert verified.returncode == 1 and "damaged" in verified.stderr
    restored = mooring("restore", folder, "--data", tmp_path / "there")
    assert restored.returncode == 1
    assert not (tmp_path / "there").exists() and not (tmp_path / "there.restoring").exists()


def test_a_folder_in_use_is_left_alone(running, tmp_path):
    backup(running, tmp_path / "backups")
    before = contents(running.data / "media")
    done = mooring("restore", tmp_path / "backups", "--data", running.data)
    assert done.returncode == 1 and "new folder" in done.stderr
    assert contents(running.data / "media") == before
    assert mooring("restore", tmp_path / "nothing", "--data", tmp_path / "there").returncode == 1


def test_ended_at_any_point_the_old_backup_stays_good(running, tmp_path):
    """-9 at 12 points: after so many contents have come in. Whatever is listed afterwards can be read to its end."""
    folder = tmp_path / "backups"
    first = backup(running, folder)["snapshot"]
    publishing = Publishing(running, name="More")
    for point in range(12):
        show = publishing.show(title=f"Show {point}")
        publishing.upload(show["id"], mp3_bytes(90 + point), title="New")
        known = sum(1 for _ in (folder / "objects").rglob("*"))
        process = subprocess.Popen([str(BINARY), "backup", str(folder), "--data", str(running.data)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and sum(1 for _ in (folder / "objects").rglob("*")) < known + point % 4 + 1:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        listed = snapshots(folder)
        assert first in listed
        for name in listed[-2:]:
            assert mooring("backup", folder, "--verify", "--snapshot", name).returncode == 0
    backup(running, folder)
    assert mooring("backup", folder, "--verify").returncode == 0


def test_secrets_are_not_for_others(running, tmp_path):
    backup(running, tmp_path / "backups")
    for path in (tmp_path / "backups").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0 or path.is_dir() and path.parent.stat().st_mode & 0o077 == 0, path
