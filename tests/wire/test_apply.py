"""A show described by a folder, applied to a server (`mooring apply`)."""

import json
import shutil

import pytest
from instance import mooring
from publishing import mp3_bytes


class Folder:
    def __init__(self, path, publishing, key):
        self.path = path
        self.env = {"PATH": "/usr/bin:/bin", "MOORING_URL": publishing.instance.base_url + "/autopod/v1",
                    "MOORING_API_KEY": key}
        (path / "episodes").mkdir(parents=True)
        self.show('title = "Harbour"\ndescription = "*Tides*"\npublished = true\n')

    def show(self, text):
        (self.path / "show.toml").write_text(text)

    def episode(self, name, title, notes="Notes", date=None, seconds=2):
        (self.path / "episodes" / f"{name}.mp3").write_bytes(mp3_bytes(seconds))
        lines = [f'title = "{title}"', f'audio = "{name}.mp3"'] + ([f"date = {date}"] if date else [])
        (self.path / "episodes" / f"{name}.md").write_text("+++\n" + "\n".join(lines) + f"\n+++\n{notes}\n")

    def apply(self, *more, code=0):
        done = mooring("apply", self.path, "--json", *more, env=self.env)
        assert done.returncode == code, done.stdout + done.stderr
        return [(one["do"], one["what"], one["fields"]) for one in json.loads(done.stdout)["actions"]]


@pytest.fixture
def folder(tmp_path, publishing):
    one = Folder(tmp_path / "show", publishing, publishing.key)
    one.publishing = publishing
    return one


def episodes(folder):
    return {one["title"]: one for one in folder.publishing.call("GET", "/episodes").json["episodes"]}


def test_a_folder_becomes_a_show_and_then_there_is_nothing_to_do(folder):
    folder.episode("1", "One", "# Hello\n\nA [link](https://x.example).", "2025-03-01T08:00:00Z")
    folder.episode("2", "Two", date="2025-03-02T08:00:00Z", seconds=3)
    assert [do for do, _, _ in folder.apply()] == ["create show", "upload", "upload"]
    show = [one for one in folder.publishing.call("GET", "/shows").json if one["title"] == "Harbour"][0]
    assert (show["description"], show["published"]) == ("<p><em>Tides</em></p>", True)
    one = episodes(folder)["One"]
    assert "<h1>Hello</h1>" in one["description"] and one["datetime"] == 1740816000
    assert folder.apply() == []
    assert folder.apply("--check") == []


def test_what_differs_is_changed_and_only_that(folder):
    folder.episode("1", "One", date="2025-03-01T08:00:00Z")
    folder.apply()
    before = episodes(folder)["One"]["id"]
    folder.episode("1", "Renamed", date="2025-03-01T09:00:00Z")
    folder.show('title = "Harbour"\ndescription = "Other"\n')
    assert folder.apply("--check", code=1) == folder.apply("--plan") == [
        ("change show", "Harbour", ["description"]), ("change", "Renamed", ["title", "datetime"])]
    assert "One" in episodes(folder)
    folder.apply()
    assert episodes(folder)["Renamed"]["id"] == before
    assert folder.apply() == []


def test_a_scheduled_episode_is_not_uploaded_twice(folder):
    folder.episode("1", "Later", date="2099-03-01T08:00:00Z")
    assert [do for do, _, _ in folder.apply()] == ["create show", "upload"]
    assert "Later" not in episodes(folder)
    assert folder.apply() == []


def test_pruning_archives_what_the_folder_does_not_have(folder):
    folder.episode("1", "One")
    folder.episode("2", "Two")
    folder.apply()
    (folder.path / "episodes" / "2.md").unlink()
    assert folder.apply() == []
    assert folder.apply("--prune") == [("archive", "Two", [])]
    assert list(episodes(folder)) == ["One"]


def test_replaced_sound_is_told(folder):
    folder.episode("1", "One", seconds=2)
    folder.apply()
    folder.episode("1", "One", seconds=5)
    assert folder.apply(code=1)[0][:2] == ("cannot", "One")


def test_a_copy_without_ids_finds_episodes_by_title(folder, tmp_path):
    folder.episode("1", "One")
    folder.apply()
    (folder.path / "mooring-ids.json").unlink()
    assert folder.apply() == []


def test_a_broken_folder_is_refused_before_anything_is_sent(folder):
    folder.episode("1", "One")
    (folder.path / "episodes" / "2.md").write_text('+++\ntitle = "Two"\naudio = "../../x.mp3"\n+++\n')
    done = mooring("apply", folder.path, env=folder.env)
    assert done.returncode == 2 and "episodes/2.md:3" in done.stderr
    assert episodes(folder) == {}


def test_a_server_that_refuses_ends_it_with_1(folder):
    folder.episode("1", "One")
    done = mooring("apply", folder.path, env={**folder.env, "MOORING_API_KEY": "apk_wrong"})
    assert done.returncode == 1 and "apk_wrong" not in done.stderr + done.stdout
    done = mooring("apply", folder.path, env={"PATH": folder.env["PATH"]})
    assert done.returncode == 2 and "MOORING_URL" in done.stderr


def test_one_upload_that_fails_does_not_forget_those_before(folder):
    folder.episode("1", "One")
    folder.episode("2", "Two")
    (folder.path / "episodes" / "2.mp3").write_bytes(b"no sound at all" * 100)
    done = mooring("apply", folder.path, env=folder.env)
    assert done.returncode == 1 and "Two" in done.stderr
    assert json.loads((folder.path / "mooring-ids.json").read_text())[folder.env["MOORING_URL"]].keys() == {"1"}
    shutil.copy(folder.path / "episodes" / "1.mp3", folder.path / "episodes" / "2.mp3")
    assert [do for do, _, _ in folder.apply()] == ["upload"]
