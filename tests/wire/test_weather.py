"""Bad weather: a full disk, too little free space, and a catalog that somebody else has locked."""

import concurrent.futures
import contextlib
import json
import os
import sqlite3
import subprocess
import threading
import time

import pytest

from feeds import Host
from instance import Instance
from publishing import Publishing, mp3_bytes, multipart
from test_hits import hits
from test_publishing_upload import chunked, incoming, raw_upload
from wire import Wire, serving

URL = "https://archive.tidepool.example/a.mp3"
SMALL = mp3_bytes(2)


def blobs(instance):
    return {p.name: p.stat().st_size for p in (instance.data / "media" / "blobs").rglob("*") if p.is_file()}


def create(publishing, show, title, key=None):
    headers = {"X-Idempotency-Key": key} if key else {}
    return publishing.call("POST", "/episodes", {"title": title, "show_id": show, "audio_url": URL}, headers=headers)


def assert_unavailable(answer):
    """The family's form for full storage and a locked catalog (publishing-v1.md, 3.3)."""
    assert answer.status == 503, answer
    assert list(answer.json) == ["message"] and answer.header("Content-Type").startswith("application/json")
    assert int(answer.header("Retry-After")) >= 1


def assert_delivers(host, path, data):
    answer = host.instance.get(path, User_Agent="listener")
    assert (answer.status, answer.body) == (200, data)
    assert host.instance.get(path, Range="bytes=10-19").body == data[10:20]
    feed = host.feed()
    assert feed.status == 200 and host.feed(If_None_Match=feed.header("ETag")).status == 304
    assert host.instance.get("/healthz").status == 200


# A full disk.

class SmallDisk:
    """A file system of 48 MB that a test can fill to the last byte."""

    def __init__(self, folder):
        self.folder, self.ballast = folder, folder / "ballast"

    def free_bytes(self):
        facts = os.statvfs(self.folder)
        return facts.f_bavail * facts.f_frsize

    def fill(self, leave=0):
        with open(self.ballast, "ab") as file:
            with contextlib.suppress(OSError):
                while (room := self.free_bytes() - leave) > 0:
                    file.write(bytes(min(room, 1 << 20)))
                    file.flush()
            with contextlib.suppress(OSError):
                file.flush()

    def clear(self):
        self.ballast.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def cramped(disk):
    """A server whose data folder lies on the small disk, with one stored episode."""
    one = Instance(data=disk.folder)
    try:
        one.start("--limits-enabled", "false", "--storage-disk-reserve-bytes", "0")
        host = Host(Publishing(one))
        host.path = host.media_path(host.upload(SMALL))
        yield host
    finally:
        one.close()


def await_no_incoming(instance):
    deadline = time.monotonic() + 10
    while incoming(instance):
        assert time.monotonic() < deadline, incoming(instance)
        time.sleep(0.01)


def test_an_upload_that_does_not_fit_is_503_and_leaves_nothing(cramped, disk):
    instance, publishing, show = cramped.instance, cramped.publishing, cramped.show["id"]
    disk.fill(leave=4 << 20)
    before = blobs(instance)
    assert_unavailable(publishing.upload(show, mp3_bytes(180)))  # 2.9 MB, declared: twice that is not free

    # Not declared, so that the disk runs full in the middle of the file.
    big = mp3_bytes(600)  # 9.6 MB
    body, _ = multipart([("title", "Big"), ("show_id", str(show))], [("file", "a.mp3", "audio/mpeg", big)], boundary="bnd")
    pieces = chunked(body[at:at + 65536] for at in range(0, len(body), 65536))
    received = raw_upload(instance, publishing.key, "Transfer-Encoding: chunked\r\n", pieces)
    # The answer may be cut off by our own late writes; when it is there it is the family's.
    assert received == b"" or (received.startswith(b"HTTP/1.1 503") and b"Retry-After:" in received and b'{"message":' in received)
    await_no_incoming(instance)
    assert blobs(instance) == before, "nothing half-written"
    assert_delivers(cramped, cramped.path, SMALL)

    disk.clear()
    answer = publishing.upload(show, mp3_bytes(180), title="Now it fits")
    assert answer.status == 201 and "Now it fits" in cramped.titles()
    assert "Big" not in cramped.titles()


def test_delivery_goes_on_with_not_a_byte_free_and_writes_come_back(cramped, disk):
    instance, publishing, show = cramped.instance, cramped.publishing, cramped.show["id"]
    disk.fill()
    created, refused = {}, None
    for n in range(400):  # what the catalog's files have room for is still taken
        answer = create(publishing, show, f"Full {n}", key=f"full-{n}")
        if answer.status != 201:
            refused = f"full-{n}", f"Full {n}"
            assert_unavailable(answer)
            break
        created[f"Full {n}"] = answer.json["id"]
    assert refused, "the disk never ran full"
    assert_unavailable(publishing.upload(show, SMALL + SMALL[:417]))
    for _ in range(3):
        assert_delivers(cramped, cramped.path, SMALL)
    assert publishing.call("GET", "/episodes?limit=100").status == 200
    assert incoming(instance) == []

    disk.clear()
    deadline = time.monotonic() + 15
    while (again := create(publishing, show, refused[1], key=refused[0])).status == 503:
        assert time.monotonic() < deadline, again
        time.sleep(0.1)
    assert again.status == 201 and again.header("X-Idempotency-Replayed") is None, "a refused write does not use its key up"
    created[refused[1]] = again.json["id"]
    assert publishing.upload(show, SMALL + SMALL[:417], title="Stored again").status == 201
    rows = {r["title"]: r["id"] for r in instance.admin("episode", "list", "--show", show)}
    assert {t: i for t, i in rows.items() if t.startswith("Full ")} == created
    hits(instance, 3, user_agent="listener", subject="media")  # they waited for the disk, and nobody for them

    assert instance.admin("doctor", "--storage-disk-reserve-bytes", "0") == []
    instance.restart()
    assert {r["title"] for r in instance.admin("episode", "list", "--show", show)} == set(rows)
    assert_delivers(cramped, cramped.path, SMALL)


def test_below_the_reserve_an_upload_is_refused_before_its_body():
    with serving("--storage-disk-reserve-bytes", str(1 << 50)) as one:
        publishing = Publishing(one)
        show = publishing.show()["id"]
        body, content_type = multipart([("title", "a"), ("show_id", str(show))], [("file", "a.mp3", "audio/mpeg", SMALL)])
        head = (f"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: {publishing.key}\r\n"
                f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n")
        with Wire(one, timeout=30) as wire:
            reply = wire.ask(head + "Expect: 100-continue\r\n\r\n")  # not a byte of the body is sent
            assert reply.status == 503 and int(reply.headers["Retry-After"]) >= 1
            assert list(json.loads(reply.body)) == ["message"]
        with Wire(one, timeout=30) as wire:
            assert wire.ask(head + "\r\n").status == 503
        assert incoming(one) == []
        assert create(publishing, show, "Needs no space").status == 201
        assert any("free" in row["what"] for row in one.admin("doctor", "--storage-disk-reserve-bytes", str(1 << 50)))


# A locked catalog.

@contextlib.contextmanager
def locked_catalog(instance):
    """Another process's write lock, as a careless backup holds it."""
    other = sqlite3.connect(instance.data / "catalog.sqlite", isolation_level=None, timeout=30)
    try:
        other.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        other.rollback()
        other.close()


def test_a_locked_catalog_refuses_writes_and_goes_on_reading(publishing):
    host = Host(publishing)
    path, show = host.media_path(host.upload(SMALL)), host.show["id"]
    episode = host.episode(title="Before")
    with locked_catalog(publishing.instance):
        refused = []
        writer = threading.Thread(target=lambda: refused.append(create(publishing, show, "Locked out", key="locked")))
        writer.start()  # it waits for the lock for a while; meanwhile:
        for _ in range(5):
            assert_delivers(host, path, SMALL)
            assert publishing.call("GET", f"/episodes/{episode['id']}").json["title"] == "Before"
            assert publishing.call("GET", "/episodes").status == 200
        assert publishing.instance.get("/readyz").status == 200
        writer.join()
        assert_unavailable(refused[0])
        before = blobs(publishing.instance)
        calls = [lambda: publishing.upload(show, SMALL + SMALL[:417], title="Locked out"),
                 lambda: publishing.call("PUT", f"/episodes/{episode['id']}", {"title": "After"}),
                 lambda: publishing.call("DELETE", f"/episodes/{episode['id']}")]
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:  # each waits for the lock
            for answer in pool.map(lambda call: call(), calls):
                assert_unavailable(answer)
        assert_delivers(host, path, SMALL)
    answer = create(publishing, show, "Locked out", key="locked")
    assert answer.status == 201 and answer.header("X-Idempotency-Replayed") is None
    assert publishing.call("PUT", f"/episodes/{episode['id']}", {"title": "After"}).status == 200
    assert sorted(host.titles()) == ["After", "Harbour lights", "Locked out"]
    assert set(before) <= set(blobs(publishing.instance)) and incoming(publishing.instance) == []
    assert publishing.instance.admin("doctor", "--storage-disk-reserve-bytes", "0") == []


def test_a_short_lock_is_waited_for(publishing):
    show = publishing.show()["id"]
    answers = []
    with locked_catalog(publishing.instance):
        writer = threading.Thread(target=lambda: answers.append(create(publishing, show, "Patient")))
        writer.start()
        writer.join(0.5)
        assert not answers
    writer.join()
    assert answers[0].status == 201


def test_a_backup_under_way_disturbs_nobody(publishing, tmp_path):
    show = publishing.show()["id"]
    for n in range(30):
        assert create(publishing, show, f"Early {n}").status == 201
    source = sqlite3.connect(publishing.instance.data / "catalog.sqlite", timeout=30)
    copy = sqlite3.connect(tmp_path / "copy.sqlite")
    pages = []

    def progress(_, remaining, total):
        pages.append(total - remaining)
        if len(pages) <= 5:  # in the middle of it
            assert create(publishing, show, f"Meanwhile {len(pages)}").status == 201

    source.backup(copy, pages=20, progress=progress)
    assert len(pages) > 2
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    source.close()
    copy.close()
    assert publishing.call("GET", "/episodes").json["total"] >= 33
