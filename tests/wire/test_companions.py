"""delivery.md, sections 6 and 11: chapters and transcripts of episodes, and films as streams that players play."""

import base64
import functools
import http.server
import json
import re
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from browser import Browser
from creators import Creators
from test_measurement import total

CLIENTS = Path(__file__).resolve().parents[1] / "clients"
FILM_SECONDS = 14
VTT = """WEBVTT

00:00:00.500 --> 00:00:04.000
<v Mara>Good morning from the harbour.

00:00:05.000 --> 00:00:09.250
<v Jon>And good fog.
"""
CHAPTERS = {"version": "1.2.0", "chapters": [
    {"startTime": 0, "title": "Tide"},
    {"startTime": 6.5, "title": "Fog", "url": "https://water.example/fog", "toc": False, "endTime": 9}]}


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *map(str, arguments)], check=True)


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    folder = tmp_path_factory.mktemp("films")
    path = folder / "walk.mp4"
    ffmpeg("-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=25:duration={FILM_SECONDS}", "-f", "lavfi", "-i",
           f"sine=frequency=440:duration={FILM_SECONDS}", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
           "-c:a", "aac", "-shortest", path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


def publish_film(api, data, title="Harbour walk"):
    episode = api.draft(title=title)
    given = api.begin(episode, "walk.mp4", "video/mp4", uploadType="video")
    api.stored(given["url"], data)
    api.submit(given["uploadId"], uploadType="video")
    assert api.poll(given["uploadId"])["status"] == "completed"
    api.update(episode, title=title, isPublished=True)
    return episode


def publish_sound(api, data, title, filename="tide.mp3", type="audio/mp3"):
    episode = api.draft(title=title)
    assert api.upload(episode, data, filename, type)["status"] == "completed"
    api.update(episode, title=title, isPublished=True)
    return episode


def companions(api, episode, *arguments, noun="chapters"):
    return api.instance.admin("episode", noun, "--episode", episode, *arguments)


def until(ask, seconds=180):
    """What `ask` gives, once it gives anything: a running server sees what a command wrote within a second."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.1)
    return found


def item(api, title):
    """An item of the feed as text."""
    feed = next(s for s in api.instance.admin("show", "list") if s["id"] == api.station)["feed_url"]
    text = api.instance.get(api.instance.path_of(feed)).text
    return next(one for one in re.findall(r"<item>.*?</item>", text, re.S) if f"<title>{title}</title>" in one)


@pytest.fixture(scope="module")
def film(api, films):
    """A published film whose stream is whole."""
    episode = publish_film(api, films)
    url = until(lambda: companions(api, episode)["stream_url"])
    return {"episode": episode, "master": url}


def get(api, url, **headers):
    answer = api.instance.get(api.instance.path_of(url), **headers)
    assert answer.status == 200, (url, answer)
    return answer


def addresses(url, text):
    """What a playlist names, absolute."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [urljoin(url, name) for name in lines + re.findall(r'URI="([^"]+)"', text)]


def test_hls_playlists_pass_a_validator_and_all_segments_are_there(api, film):
    master = get(api, film["master"])
    assert master.header("Content-Type") == "application/vnd.apple.mpegurl"
    assert master.header("Cache-Control") == "public, max-age=60"
    assert master.header("Access-Control-Allow-Origin") == "*"
    assert master.text.startswith("#EXTM3U\n") and "#EXT-X-INDEPENDENT-SEGMENTS" in master.text
    choices = re.findall(r"#EXT-X-STREAM-INF:(.*)\n", master.text)
    assert len(choices) >= 3, "two sizes and the sound alone"
    for choice in choices:
        assert re.search(r"BANDWIDTH=\d+", choice) and "AVERAGE-BANDWIDTH=" in choice and "CODECS=" in choice
    assert sum("RESOLUTION=" in choice and "FRAME-RATE=" in choice for choice in choices) == len(choices) - 1
    playlists = addresses(film["master"], master.text)
    for playlist in playlists:
        text = get(api, playlist).text
        assert text.startswith("#EXTM3U\n") and text.rstrip().endswith("#EXT-X-ENDLIST"), playlist
        lengths = [float(s) for s in re.findall(r"#EXTINF:([\d.]+)", text)]
        target = int(re.search(r"#EXT-X-TARGETDURATION:(\d+)", text)[1])
        assert all(round(length) <= target for length in lengths)
        assert abs(sum(lengths) - FILM_SECONDS) < 0.5
        if "iframes" in playlist:
            continue
        for segment in addresses(playlist, text):
            answer = get(api, segment)
            assert answer.header("Content-Type") in ("video/mp4", "audio/mp4") and answer.body
            assert answer.header("Cache-Control").startswith("private")


def test_the_feed_offers_the_stream_when_it_is_whole(api, film):
    text = item(api, "Harbour walk")
    kinds = re.findall(r'<podcast:alternateEnclosure type="([^"]+)" length="(\d+)"', text)
    assert kinds[0] == ("application/x-mpegURL", "0")
    assert kinds[1][0] == "video/mp4" and int(kinds[1][1]) > 1000
    assert f'<podcast:source uri="{film["master"]}"' in text
    integrity = re.search(r'<podcast:integrity type="sri" value="sha384-([^"]+)"/>', text)[1]
    url = re.search(r'<podcast:source uri="([^"]+video\.mp4)"', text)[1]
    done = subprocess.run(["openssl", "dgst", "-sha384", "-binary"], input=get(api, url).body, capture_output=True, check=True)
    assert base64.b64encode(done.stdout).decode() == integrity


def test_a_stream_counts_by_the_time_that_was_fetched(api, films):
    """14 s are shorter than a minute: all of them are one download, half of them are none."""
    episode = publish_film(api, films, "Counted walk")
    master = until(lambda: companions(api, episode)["stream_url"])
    sound = next(url for url in addresses(master, get(api, master).text) if "/audio/" in url)
    segments = [url for url in addresses(sound, get(api, sound).text) if url.endswith(".m4s")]
    assert len(segments) > 1

    before = total(api.instance)
    for segment in segments[:-1]:
        get(api, segment, user_agent="AppleCoreMedia/1.0.0 (iPhone)")
    assert total(api.instance) == before
    get(api, segments[-1], user_agent="AppleCoreMedia/1.0.0 (iPhone)")
    assert total(api.instance) == before + 1


def test_a_new_film_gets_new_addresses(api, films, film, tmp_path):
    other = tmp_path / "other.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=3", "-f", "lavfi", "-i", "sine=frequency=220:duration=3",
           "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", other)
    episode = publish_film(api, films, "Replaced walk")
    master = until(lambda: companions(api, episode)["stream_url"])
    before = addresses(master, get(api, master).text)
    api.ok("POST", f"/v3/episodes/{episode}/reorder", {"audioIdsInOrder": []})
    assert companions(api, episode)["stream_url"] is None
    assert api.instance.get(api.instance.path_of(master)).status == 404
    given = api.begin(episode, "other.mp4", "video/mp4", uploadType="video")
    api.stored(given["url"], other.read_bytes())
    api.submit(given["uploadId"], uploadType="video")
    assert api.poll(given["uploadId"])["status"] == "completed"
    api.update(episode, title="Replaced walk", isPublished=True)
    until(lambda: companions(api, episode)["stream_url"])
    after = addresses(master, get(api, master).text)
    assert not set(before) & set(after)
    assert api.instance.get(api.instance.path_of(before[0])).status == 404


def test_a_killed_server_makes_the_stream_after_its_next_start(instance, films):
    api = Creators(instance)
    episode = publish_film(api, films)
    instance.kill()
    instance.start(*instance.extra, listen=f"127.0.0.1:{instance.port}")
    # The dead process holds its lease for half a minute.
    assert until(lambda: companions(api, episode)["stream_url"])


def test_a_browser_plays_the_stream(api, film, tmp_path):
    library = CLIENTS / "node_modules" / "hls.js" / "dist" / "hls.min.js"
    if not library.exists():
        pytest.skip("hls.js is not installed: npm was out of reach")
    companions(api, film["episode"], "--language", "en", "--file", _write(tmp_path / "walk.vtt", VTT), noun="transcript")
    until(lambda: "TYPE=SUBTITLES" in get(api, film["master"]).text)
    (tmp_path / "hls.js").write_bytes(library.read_bytes())
    (tmp_path / "index.html").write_text(f"""<!doctype html><meta charset="utf-8"><video muted width="640"></video>
        <script src="hls.js"></script><script>
        const video = document.querySelector('video');
        window.failures = []; window.levels = 0;
        const hls = new Hls({{renderTextTracksNatively: true}});
        hls.on(Hls.Events.ERROR, (_, what) => {{ if (what.fatal) failures.push(what.type + ' ' + what.details); }});
        hls.on(Hls.Events.MANIFEST_PARSED, (_, what) => {{ levels = what.levels.length; video.play(); }});
        hls.loadSource({json.dumps(film["master"])}); hls.attachMedia(video);</script>""")
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        browser = Browser()
        try:
            page = browser.page()
            page.go(f"http://127.0.0.1:{site.server_address[1]}/index.html")
            page.wait_for("failures.length > 0 || video.currentTime > 1")
            assert page.evaluate("failures") == []
            assert page.evaluate("levels") >= 2
            assert page.evaluate("video.videoWidth") > 0
            assert abs(page.evaluate("video.duration") - FILM_SECONDS) < 0.5
            page.wait_for("video.textTracks.length > 0")
            page.evaluate("video.textTracks[0].mode = 'showing'")  # as who turns subtitles on
            page.wait_for("video.textTracks[0].cues && video.textTracks[0].cues.length == 2")
            assert "Good morning" in page.evaluate("video.textTracks[0].cues[0].text")
            page.evaluate("video.currentTime = 9")
            page.wait_for("failures.length > 0 || (video.currentTime > 9.5 && video.readyState >= 2)")
            assert page.evaluate("failures") == [] and page.errors == []
        finally:
            browser.close()
            site.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def _write(path, text):
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "tide.mp3"
    ffmpeg("-f", "lavfi", "-i", "sine=frequency=440:duration=12", "-b:a", "64k", path)
    return path.read_bytes()


def test_chapters_come_from_the_file_and_give_way_to_a_persons(api, sound, tmp_path):
    marks = _write(tmp_path / "marks.txt", ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=5000\ntitle=First\n"
                                           "[CHAPTER]\nTIMEBASE=1/1000\nSTART=5000\nEND=12000\ntitle=Second\n")
    plain = tmp_path / "plain.mp3"
    plain.write_bytes(sound)
    rows = {}
    for extension, codec in (("mp3", "copy"), ("m4a", "aac")):
        path = tmp_path / f"marked.{extension}"
        ffmpeg("-i", plain, "-i", marks, "-map_metadata", "1", "-c:a", codec, path)
        title = f"Marked {extension}"
        episode = publish_sound(api, path.read_bytes(), title, f"marked.{extension}", "audio/" + ("mp3" if extension == "mp3" else "m4a"))
        url = companions(api, episode)["chapters_url"]
        answer = get(api, url)
        assert answer.header("Content-Type") == "application/json+chapters" and answer.header("Access-Control-Allow-Origin") == "*"
        rows[extension] = [(one["startTime"], one["title"]) for one in answer.json["chapters"]]
        assert f'<podcast:chapters url="{url}" type="application/json+chapters"/>' in item(api, title)
    assert rows["mp3"] == rows["m4a"] == [(0, "First"), (5, "Second")], "ID3 CHAP and MP4 chapters are the same rows"

    companions(api, episode, "--file", _write(tmp_path / "mine.json", json.dumps(CHAPTERS)))
    until(lambda: get(api, url).json == CHAPTERS)
    assert api.upload(episode, sound)["status"] == "completed"
    assert get(api, url).json == CHAPTERS, "a new file does not take a person's chapters away"
    companions(api, episode, "--remove")
    until(lambda: api.instance.get(api.instance.path_of(url)).status == 404)


def test_a_transcript_is_offered_in_every_form(api, sound, tmp_path):
    episode = publish_sound(api, sound, "Spoken")
    shown = companions(api, episode, "--language", "en", "--file", _write(tmp_path / "a.vtt", VTT), noun="transcript")
    assert shown["transcripts"][0]["timed"] is True
    until(lambda: "<podcast:transcript" in item(api, "Spoken"))
    links = re.findall(r'<podcast:transcript url="([^"]+)" type="([^"]+)" language="en"( rel="captions")?/>', item(api, "Spoken"))
    assert [kind for _, kind, _ in links] == ["text/vtt", "application/x-subrip", "application/json", "text/plain", "text/html"]
    assert [bool(rel) for *_, rel in links] == [True, True, True, False, False]
    for url, kind, _ in links:
        answer = get(api, url)
        assert answer.header("Content-Type").split(";")[0] == kind and "Good morning from the" in answer.text
    srt = get(api, links[1][0]).text
    # What was converted comes in again, and is the same.
    companions(api, episode, "--language", "de", "--file", _write(tmp_path / "b.srt", srt), noun="transcript")
    german = api.instance.path_of(links[0][0].replace(".en.", ".de."))
    until(lambda: api.instance.get(german).status == 200)
    assert api.instance.get(german).text == get(api, links[0][0]).text
    companions(api, episode, "--language", "en", "--remove", noun="transcript")
    until(lambda: api.instance.get(api.instance.path_of(links[0][0])).status == 404)


@pytest.mark.parametrize("text,said", [
    ("WEBVTT\n\n00:00:01.000 -> 00:00:02.000\nNo.\n", "line 4"),
    ("WEBVTT\n\n01:00:01.000 --> 01:00:02.000\nAfter the end.\n", "end")])
def test_malformed_transcripts_are_refused_with_the_line(api, sound, tmp_path, text, said):
    episode = publish_sound(api, sound, "Refused " + said)
    done = api.instance.admin("episode", "transcript", "--episode", episode, "--language", "en", "--format", "vtt", "--file",
                              _write(tmp_path / "bad.vtt", text), check=False)
    assert done.returncode != 0 and said in done.stderr, done
    assert companions(api, episode)["transcripts"] == []


def test_nothing_of_it_is_there_before_publication(api, sound, tmp_path):
    episode = api.draft(title="Later")
    assert api.upload(episode, sound)["status"] == "completed"
    companions(api, episode, "--file", _write(tmp_path / "c.json", json.dumps(CHAPTERS)))
    companions(api, episode, "--language", "en", "--file", _write(tmp_path / "c.vtt", VTT), noun="transcript")
    key = next(e for e in api.instance.admin("episode", "list", "--show", api.station) if e["id"] == episode)["key"]
    for path in (f"/chapters/{key}.json", f"/transcripts/{key}.en.vtt", f"/media/{key}/hls/master.m3u8"):
        answer = api.instance.get(path)
        assert answer.status == 404 and urlsplit(path).path not in answer.text
