"""A show that leaves in one archive and comes out the same elsewhere (`mooring export`, `mooring import`)."""

import json
import tarfile

import pytest
from instance import Instance, mooring
from pictures import png
from publishing import Publishing, mp3_bytes

PUBLIC = "http://127.0.0.1:8098"


@pytest.fixture
def here(tmp_path):
    one = Instance(tmp_path / "here")
    one.start("--limits-enabled", "false", "--base-url", PUBLIC)
    publishing = Publishing(one)
    show = publishing.show()
    for number in range(3):
        publishing.upload(show["id"], mp3_bytes(5 + number), title=f"Episode {number}", description="<p>Notes</p>")
    publishing.episode(show["id"], title="Elsewhere")
    one.show_id = show["id"]
    (tmp_path / "cover.png").write_bytes(png(1400, 1400))
    one.admin("show", "set", "--show", show["id"], "--image-file", tmp_path / "cover.png")
    yield one
    one.close()


def show_row(instance, show_id):
    return [one for one in instance.admin("show", "list") if one["id"] == show_id][0]


def test_the_same_show_comes_out_elsewhere(here, tmp_path):
    archive = tmp_path / "show.tar"
    done = mooring("export", "--show", here.show_id, "--out", archive, "--data", here.data, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["episodes"] == 4
    feed_path = here.path_of(show_row(here, here.show_id)["feed_url"])
    feed = here.get(feed_path)
    media = {row["media_url"]: here.get(here.path_of(row["media_url"])).body
             for row in here.admin("episode", "list", "--show", here.show_id)}

    there = Instance(tmp_path / "there")
    there.start("--limits-enabled", "false", "--base-url", PUBLIC)
    try:
        there.set_up()
        there.admin("workspace", "create", "--name", "Elsewhere")
        done = mooring("import", archive, "--data", there.data, "--json")
        assert done.returncode == 0, done.stderr
        brought = json.loads(done.stdout)
        assert there.get(feed_path).body == feed.body
        assert there.get(feed_path).header("ETag") == feed.header("ETag")
        for row in there.admin("episode", "list", "--show", brought["show"]):
            answer = there.get(there.path_of(row["media_url"]))
            assert answer.status == 302 if row["title"] == "Elsewhere" else answer.body == media[row["media_url"]]
        again = tmp_path / "again.tar"
        mooring("export", "--show", brought["show"], "--out", again, "--data", there.data)
        assert again.read_bytes() == archive.read_bytes()
        twice = mooring("import", archive, "--data", there.data)
        assert twice.returncode == 1 and "on this server" in twice.stderr
    finally:
        there.close()


def test_any_tar_unpacks_it(here, tmp_path):
    archive = tmp_path / "show.tar"
    mooring("export", "--show", here.show_id, "--out", archive, "--data", here.data)
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        assert names[:2] == ["mooring-archive.json", "show.json"]
        assert json.load(tar.extractfile("show.json"))["title"] == "Saltmarsh Stories"
        assert sum(name.startswith("episodes/") for name in names) == 4


def test_hostile_archives_are_refused(here, tmp_path):
    evil = tmp_path / "evil.tar"
    for make in (symlink, traversal, gzip_bomb):
        make(evil)
        done = mooring("import", evil, "--data", here.data)
        assert done.returncode == 1, make
        assert "archive cannot be" in done.stderr
        assert len(here.admin("show", "list")) == 1


def symlink(path):
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        link = tarfile.TarInfo("mooring-archive.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)


def traversal(path):
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        tar.addfile(tarfile.TarInfo("../../etc/cron.d/x"))


def gzip_bomb(path):
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("mooring-archive.json"))
