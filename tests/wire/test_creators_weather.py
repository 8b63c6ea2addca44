"""Bad weather for uploads of the creators API: the server or its worker dies in each state, parts come twice and out of
order, and the disk is full while a file is processed."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from creators import Creators
from instance import Instance
from test_weather import disk  # noqa: F401


def ffmpeg(path, *arguments):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *map(str, arguments), str(path)], check=True)
    return path.read_bytes()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    # Long enough that a worker is met at work: noise does not compress.
    noise = ["-f", "lavfi", "-i", "anoisesrc=d=600:r=44100:a=0.3"]
    return {"short": ffmpeg(folder / "tide.mp3", "-f", "lavfi", "-i", "sine=duration=3", "-b:a", "64k"),
            "long": ffmpeg(folder / "long.flac", *noise, "-ac", "1", "-compression_level", "0")}


def revive(api):
    api.instance.start(*api.instance.extra, listen=f"127.0.0.1:{api.instance.port}")


def workers(instance):
    """The processes of the server's FFmpeg workers, their launchers left out."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
            parents, pid = [], int(folder.name)
            while pid > 1 and len(parents) < 8:
                pid = int((Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[1])
                parents.append(pid)
        except (OSError, ValueError, IndexError):
            continue
        if b"ffmpeg" in command.split(b"\0")[0] and instance.process.pid in parents:
            found.append(int(folder.name))
    return found


def at_work(api, seconds=60):
    """Wait until a worker works; its process."""
    deadline = time.monotonic() + seconds
    while not (found := workers(api.instance)):
        assert time.monotonic() < deadline, "no worker was ever seen"
        time.sleep(0.005)
    return found


def assert_done(api, episode, upload):
    done = api.poll(upload)
    assert done["status"] == "completed", done
    api.update(episode, title="Survivor", isPublished=True)
    answer = api.instance.get(api.instance.path_of(done["data"]["url"]))
    assert answer.status == 200 and answer.body
    assert list((api.instance.data / "work").iterdir()) == [], "no work is left lying about"


@pytest.fixture
def api(instance):
    return Creators(instance)


def test_killed_before_any_byte(api, files):
    episode = api.draft()
    given = api.begin(episode)
    api.instance.kill()
    revive(api)
    api.stored(given["url"], files["short"])
    api.submit(given["uploadId"])
    assert_done(api, episode, given["uploadId"])


def test_killed_in_the_middle_of_a_part(api, files):
    episode = api.draft()
    given = api.begin(episode)
    path = api.instance.path_of(given["url"])
    with api.instance.connect() as wire:
        half = files["short"][:len(files["short"]) // 2]
        wire.sendall(f"PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(files['short'])}\r\n\r\n".encode() + half)
        api.instance.kill()
    revive(api)
    api.refused(400, "upload_incomplete", "POST", f"/v3/upload/{given['uploadId']}/process_upload", {"uploadType": "default"})
    api.stored(given["url"], files["short"])
    api.submit(given["uploadId"])
    assert_done(api, episode, given["uploadId"])


def test_killed_between_two_parts(api, files):
    episode = api.draft()
    given = api.begin(episode, isMultipartUpload="true", numParts=2)
    half = len(files["short"]) // 2
    pieces = files["short"][:half], files["short"][half:]
    urls = [part["url"] for part in given["signedUrlParts"]]
    second = api.stored(urls[1], pieces[1])
    api.instance.kill()
    revive(api)
    api.stored(urls[0], pieces[1])  # the wrong bytes, then the right ones: the last one holds
    first = api.stored(urls[0], pieces[0])
    parts = [{"partNumber": 2, "etag": second}, {"partNumber": 1, "etag": first}]
    api.submit(given["uploadId"], isMultipartUpload=True, parts=parts)
    assert_done(api, episode, given["uploadId"])


def submit_long(api, files):
    episode = api.draft()
    given = api.begin(episode, "long.flac", "audio/flac")
    api.stored(given["url"], files["long"])
    api.submit(given["uploadId"])
    return episode, given["uploadId"]


def test_killed_as_soon_as_it_was_submitted(api, files):
    episode, upload = submit_long(api, files)
    api.instance.kill()
    revive(api)
    assert_done(api, episode, upload)


def test_killed_while_its_worker_works(api, files):
    episode, upload = submit_long(api, files)
    orphans = at_work(api)
    api.instance.kill()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in orphans):
        assert time.monotonic() < deadline, "a worker outlives its server"
        time.sleep(0.02)
    revive(api)
    assert_done(api, episode, upload)


def test_a_killed_worker_is_begun_again(api, files):
    episode, upload = submit_long(api, files)
    for pid in at_work(api):
        os.kill(pid, signal.SIGKILL)
    assert_done(api, episode, upload)


def test_killed_when_all_is_done(api, files):
    episode = api.draft()
    given = api.begin(episode)
    api.stored(given["url"], files["short"])
    api.submit(given["uploadId"])
    assert api.poll(given["uploadId"])["status"] == "completed"
    api.instance.kill()
    revive(api)
    assert_done(api, episode, given["uploadId"])


def test_two_tools_edit_one_episode(api, files):
    """Whoever writes last has the last word in each field; nothing of the other's is torn."""
    import concurrent.futures
    episode = api.draft()
    assert api.upload(episode, files["short"])["status"] == "completed"

    def edit(number):
        return api.call("POST", f"/v3/episodes/{episode}/update", {"title": f"Title {number}", "description": f"<p>Notes {number}</p>"}).status

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(edit, range(40))) == {200}
    it = api.overview(episode)
    assert it["title"].split()[1] == it["description"].removeprefix("<p>").removesuffix("</p>").split()[1]


def test_a_disk_that_is_full_while_a_file_is_processed(tmp_path, disk):  # noqa: F811
    one = Instance(data=disk.folder)
    try:
        one.start("--limits-enabled", "false", "--storage-disk-reserve-bytes", "0")
        api = Creators(one)
        episode = api.draft()
        given = api.begin(episode, "tide.wav", "audio/wav")
        wav = ffmpeg(tmp_path / "tide.wav", "-f", "lavfi", "-i", "anoisesrc=d=120:r=44100:a=0.3", "-ac", "1")
        api.stored(given["url"], wav)
        disk.fill(leave=1 << 20)
        answer = api.call("POST", f"/v3/upload/{given['uploadId']}/process_upload", {"uploadType": "default"})
        assert answer.status in (200, 503), answer
        if answer.status == 200:
            deadline = time.monotonic() + 15
            while "an upload waits to be processed" not in one.log_text():
                assert time.monotonic() < deadline, one.log_text()
                time.sleep(0.05)
        assert one.get("/healthz").status == 200
        disk.clear()
        if answer.status == 503:
            api.submit(given["uploadId"])
        one.set_clock_offset(60)  # past the wait before the next attempt
        assert_done(api, episode, given["uploadId"])
    finally:
        one.close()
