"""What goes with an episode's media, set and read by those who have a role on its show; sound measured (delivery.md, 5.7, 6)."""

import re
import subprocess

import pytest

from creators import Creators
from dashboard import Dashboard, refused
from documents import tone
from publishing import Publishing
from test_companions import CHAPTERS, VTT
from test_delivery_feed import wait_for


class Station:
    """An episode of ten seconds; Ed edits its show, Ann reads its numbers, Nobody has no role."""

    def __init__(self, instance):
        self.instance = instance
        self.publishing = Publishing(instance, "Companions")
        self.show = self.publishing.show(title="Foghorn")["id"]
        self.audio = tone(10)
        self.episode = self.publishing.upload(self.show, self.audio).json["id"]
        self.creators = Creators(instance)
        accounts = self.creators.accounts
        self.ada = Dashboard.of(accounts)
        for name, role in (("ed", "editor"), ("ann", "analyst"), ("nobody", None)):
            accounts.person(name)
            if role:
                assert self.ada.post(f"/shows/{self.show}/members", email=f"{name}@harbour.example", role=role).status == 201
            setattr(self, name, Dashboard.of(accounts, name))

    def path(self, rest):
        return f"/episodes/{self.episode}/{rest}"


@pytest.fixture(scope="module")
def station(shared):
    return Station(shared)


def loudness_by_ffmpeg(tmp_path, data):
    path = tmp_path / "sound"
    path.write_bytes(data)
    done = subprocess.run(["ffmpeg", "-nostdin", "-hide_banner", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
                          capture_output=True, text=True, check=True)
    summary = done.stderr[done.stderr.rindex("Summary:"):]
    return [float(re.search(pattern, summary)[1]) for pattern in (r"I: +(\S+) LUFS", r"Peak: +(\S+) dBFS")]


def test_sound_is_measured_in_the_background(station, tmp_path):
    wait_for(lambda: station.ann.get(station.path("companions")).json["loudness"], seconds=60)
    loudness = station.ann.get(station.path("companions")).json["loudness"]
    assert set(loudness) == {"integrated_lufs", "range_lu", "true_peak_dbtp"}
    integrated, peak = loudness_by_ffmpeg(tmp_path, station.audio)
    assert abs(loudness["integrated_lufs"] - integrated) < 0.3
    assert abs(loudness["true_peak_dbtp"] - peak) < 0.5
    waveform = station.ann.get(station.path("waveform")).json
    assert (waveform["version"], waveform["channels"], waveform["bits"]) == (2, 1, 8)
    assert len(waveform["data"]) == 2 * waveform["length"] > 200
    seconds = waveform["length"] * waveform["samples_per_pixel"] / waveform["sample_rate"]
    assert abs(seconds - 10) < 0.2
    assert max(waveform["data"]) > 10 > -10 > min(waveform["data"])


def test_sound_from_the_creators_api_is_measured_while_it_is_prepared(station):
    api = station.creators
    episode = api.draft(title="Measured")
    given = api.begin(episode, "talk.mp3", "audio/mpeg")
    api.stored(given["url"], tone(4))
    api.submit(given["uploadId"])
    assert api.poll(given["uploadId"])["status"] == "completed"
    assert station.ada.get(f"/episodes/{episode}/companions").json["loudness"]["integrated_lufs"] < 0


def test_audio_that_lies_elsewhere_has_no_outline(station):
    episode = station.publishing.episode(station.show)["id"]
    assert station.ada.get(f"/episodes/{episode}/companions").json["loudness"] is None
    assert refused(station.ada.get(f"/episodes/{episode}/waveform"), 404, "not_found", "waveform")


def test_editors_set_chapters_and_everybody_reads_them(station):
    assert station.ed.call("PUT", station.path("chapters"), CHAPTERS).status == 204
    about = station.ann.get(station.path("companions")).json
    published = station.instance.request("GET", about["chapters_url"].removeprefix(station.instance.base_url)).json
    assert [one["title"] for one in published["chapters"]] == ["Tide", "Fog"]
    assert any(action == "episode.chapters" for action, _, _ in station.ada.audit())
    assert station.ed.delete(station.path("chapters")).status == 204
    assert station.ann.get(station.path("companions")).json["chapters_url"] is None


def test_editors_set_transcripts_in_any_form(station):
    path = station.path("transcripts/en")
    assert station.ed.call("PUT", path, VTT, {"Content-Type": "text/vtt; charset=utf-8"}).status == 204
    assert station.ed.call("PUT", path, "Good morning from the harbour.", {"Content-Type": "text/plain"}).status == 204
    listed = station.ann.get(station.path("companions")).json["transcripts"]
    assert sorted((one["language"], one["timed"]) for one in listed) == [("en", False), ("en", True)]
    timed = next(one for one in listed if one["timed"])
    assert "and good fog" in station.instance.request("GET", timed["url"].removeprefix(station.instance.base_url)).text.lower()
    assert station.ed.delete(path).status == 204
    assert refused(station.ed.delete(path), 404, "not_found", "language")
    assert station.ann.get(station.path("companions")).json["transcripts"] == []


def test_bad_files_are_refused_in_words(station):
    put = lambda rest, body, kind="application/json": station.ed.call("PUT", station.path(rest), body, {"Content-Type": kind})  # noqa: E731
    for body in ("", "{", "[]", '{"chapters": 7}', b"\xff"):
        answer = put("chapters", body)
        assert answer.status == 400 and answer.json["error"]["message"], body
    assert refused(put("chapters", {"version": "1.2.0", "chapters": [{"startTime": -1, "title": "x"}]}), 400, "invalid_argument", "chapters")
    assert put("transcripts/en", "WEBVTT\n\n00:99.000 --> x\nHi\n", "text/vtt").status == 400
    assert refused(put("transcripts/nonsense!", VTT, "text/vtt"), 400, "invalid_argument", "language")
    assert put("transcripts/en", "", "text/plain").status == 400
    assert refused(put("transcripts/en", "x" * (10 * 2**20 + 1), "text/plain"), 413, "too_large")
    assert refused(station.ed.call("PUT", "/episodes/999999/chapters", CHAPTERS), 404, "not_found")


def test_roles_decide(station):
    for method, rest, body in (("PUT", "chapters", CHAPTERS), ("DELETE", "chapters", None),
                               ("PUT", "transcripts/en", "Words."), ("DELETE", "transcripts/en", None)):
        assert refused(station.ann.call(method, station.path(rest), body), 403, "forbidden")
        assert refused(station.nobody.call(method, station.path(rest), body), 404, "not_found")
    for rest in ("companions", "waveform"):
        assert refused(station.nobody.get(station.path(rest)), 404, "not_found")
