"""publishing-v1.md, section 18: upload."""

import os
import threading
import time

import pytest

from feeds import Host
from publishing import mp3_bytes, multipart

LIMIT = 209_715_200
FORM = 'Content-Disposition: form-data; name="{}"'


@pytest.fixture(scope="module")
def show(shared_publishing):
    return shared_publishing.show()["id"]


def raw_upload(instance, key, head_extra, chunks, content_length=None, boundary="bnd"):
    """Send an upload by hand; returns the status line and body as far as they come."""
    raw = instance.connect()
    head = (f"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\n{head_extra}")
    if content_length is not None:
        head += f"Content-Length: {content_length}\r\n"
    raw.sendall(head.encode() + b"\r\n")
    try:
        for chunk in chunks:
            raw.sendall(chunk)
    except (BrokenPipeError, ConnectionResetError):
        pass
    received = b""
    try:
        while block := raw.recv(65536):
            received += block
            if b"\r\n\r\n" in received and received.split(b"\r\n\r\n", 1)[1].endswith(b"}"):
                break
    except ConnectionResetError:
        pass
    raw.close()
    return received


def chunked(pieces):
    for piece in pieces:
        yield b"%x\r\n" % len(piece) + piece + b"\r\n"
    yield b"0\r\n\r\n"


def incoming(instance):
    return [p for p in (instance.data / "media" / "incoming").rglob("*") if p.is_file()]


def test_the_stored_file_is_the_uploaded_one(shared_publishing, show):
    data = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + mp3_bytes(3) + b"TAG" + bytes(125)
    episode = shared_publishing.upload(show, data, description="d", datetime=1700000000).json
    assert episode["audio_length"] == len(data) and episode["datetime"] == 1700000000
    path = shared_publishing.instance.path_of(episode["audio_url"])
    assert path.startswith("/media/") and path.endswith(".mp3") and len(path) == len("/media/.mp3") + 16
    answer = shared_publishing.instance.get(path)
    assert answer.body == data and answer.header("Content-Type") == "audio/mpeg"


def test_an_mp3_under_another_name_and_type_is_accepted(shared_publishing, show):
    body, content_type = multipart([("title", "t"), ("show_id", str(show))], [("file", "talk.wav", "audio/wav", mp3_bytes())])
    answer = shared_publishing.call("POST", "/episodes/upload", raw=body, headers={"Content-Type": content_type})
    assert answer.status == 201


@pytest.mark.parametrize("data,message", [
    (b"", "File is empty"), (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10), "File must be an MP3 file"),
    (b"RIFF" + mp3_bytes(), "File must be an MP3 file"), (b"OggS" + mp3_bytes(), "File must be an MP3 file"),
    (b"fLaC" + mp3_bytes(), "File must be an MP3 file"), (b"\0\0\0\x20ftypM4A " + mp3_bytes(), "File must be an MP3 file"),
    (b"\xff\xf1\x50\x80" * 500, "File must be an MP3 file"), (b"\xff\xd8\xff\xe0" + bytes(5000), "File must be an MP3 file"),
    (b"%PDF-1.7" + mp3_bytes(), "File must be an MP3 file"), (b"just text" * 100, "File must be an MP3 file"),
    (mp3_bytes()[:200], "File must be an MP3 file"),
], ids=["empty", "only-id3", "wav", "ogg", "flac", "m4a", "adts", "jpeg", "pdf", "text", "cut-frame"])
def test_what_is_not_an_mp3_is_refused_whatever_it_says(shared_publishing, show, data, message):
    answer = shared_publishing.upload(show, data, filename="x.mp3")
    assert (answer.status, answer.json) == (400, {"message": message})
    assert incoming(shared_publishing.instance) == []


def test_one_whole_frame_is_enough(shared_publishing, show):
    assert shared_publishing.upload(show, mp3_bytes()[:417]).status == 201


@pytest.mark.parametrize("size,declared,status", [(LIMIT, True, 201), (LIMIT, False, 201), (LIMIT + 1, True, 400), (LIMIT + 1, False, 400)])
def test_the_size_limit_to_the_byte(publishing, size, declared, status):
    show = publishing.show()["id"]
    data = mp3_bytes(1)
    prefix = b"".join(b"--bnd\r\n" + FORM.format(n).encode() + b"\r\n\r\n" + v + b"\r\n"
                      for n, v in ((("title"), b"Big"), ("show_id", str(show).encode())))
    prefix += b"--bnd\r\n" + FORM.format('file"; filename="big.mp3').encode() + b"\r\n\r\n"
    suffix = b"\r\n--bnd--\r\n"

    def pieces():
        yield prefix
        left = size
        block = data * ((1 << 20) // len(data))
        while left:
            piece = block[:left]
            yield piece
            left -= len(piece)
        yield suffix

    before = publishing.instance.resident_kib()
    if declared:
        received = raw_upload(publishing.instance, publishing.key, "", pieces(), len(prefix) + size + len(suffix))
    else:
        received = raw_upload(publishing.instance, publishing.key, "Transfer-Encoding: chunked\r\n", chunked(pieces()))
    assert received.startswith(b"HTTP/1.1 %d" % status), received[:300]
    if status == 400:
        assert b"File exceeds the 200 MB limit" in received
        assert incoming(publishing.instance) == []
    assert publishing.instance.resident_kib() - before < publishing.instance.within(64 * 1024)


def test_a_length_that_cannot_fit_is_refused_at_once_and_closed(shared_publishing):
    received = raw_upload(shared_publishing.instance, shared_publishing.key, "", [b"--bnd\r\n"], 300_000_000)
    assert received.startswith(b"HTTP/1.1 400")
    assert b"File exceeds the 200 MB limit" in received
    assert b"connection: close" in received.lower()


def test_a_bad_key_is_answered_before_the_body(shared_publishing):
    raw = shared_publishing.instance.connect(timeout=10)
    raw.sendall(b"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: apk_bad\r\nExpect: 100-continue\r\n"
                b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n")
    assert raw.recv(4096).startswith(b"HTTP/1.1 403")
    raw.close()


def test_a_good_key_gets_100_continue(shared_publishing):
    raw = shared_publishing.instance.connect(timeout=10)
    raw.sendall(b"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: " + shared_publishing.key.encode() +
                b"\r\nExpect: 100-continue\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n")
    assert raw.recv(4096).startswith(b"HTTP/1.1 100")
    raw.close()


def test_the_file_may_come_first(shared_publishing, show):
    body, content_type = multipart([("title", "Last"), ("show_id", str(show)), ("other", "ignored")],
                                   [("file", "../../etc/passwd", "x/y", mp3_bytes())], file_first=True)
    answer = shared_publishing.call("POST", "/episodes/upload", raw=body, headers={"Content-Type": content_type})
    assert answer.status == 201 and answer.json["title"] == "Last"


@pytest.mark.parametrize("fields,files,boundary,message", [
    ([("title", "a"), ("title", "b"), ("show_id", "1")], 1, "b", None),
    ([("title", "a"), ("show_id", "1")], 2, "b", None),
    ([("title", "a"), ("show_id", "1")], 0, "b", "file is required"),
    ([("show_id", "1")], 1, "b", "title is required"),
    ([("title", "a")], 1, "b", "show_id is required"),
    ([("title", "a"), ("show_id", "x")], 1, "b", "show_id must be an integer"),
    ([("title", "a"), ("show_id", "1"), ("datetime", "soon")], 1, "b", "datetime must be an integer"),
    ([("title", "a"), ("show_id", "1")] + [(f"f{n}", "x") for n in range(30)], 1, "b", "Malformed multipart body"),
    ([("title", "a"), ("show_id", "1")], 1, "b" * 71, None),
], ids=["twice", "two-files", "no-file", "no-title", "no-show", "bad-show", "bad-date", "33-parts", "71-boundary"])
def test_forms_that_are_refused(shared_publishing, fields, files, boundary, message):
    body, content_type = multipart(fields, [("file", "a.mp3", "audio/mpeg", mp3_bytes())] * files, boundary=boundary)
    answer = shared_publishing.call("POST", "/episodes/upload", raw=body, headers={"Content-Type": content_type})
    assert answer.status == 400 and list(answer.json) == ["message"]
    if message:
        assert answer.json["message"] == message
    assert incoming(shared_publishing.instance) == []


def test_a_quoted_boundary_of_seventy_characters_works(shared_publishing, show):
    body, _ = multipart([("title", "a"), ("show_id", str(show))], [("file", "a", "x/y", mp3_bytes())], boundary="b" * 70)
    answer = shared_publishing.call("POST", "/episodes/upload", raw=body,
                                    headers={"Content-Type": f'multipart/form-data; boundary="{"b" * 70}"'})
    assert answer.status == 201


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data", "text/plain", ""])
def test_another_content_type_is_400(shared_publishing, content_type):
    answer = shared_publishing.call("POST", "/episodes/upload", raw=b"x", headers={"Content-Type": content_type})
    assert answer.status == 400


def test_a_missing_closing_boundary_is_400_and_keeps_nothing(shared_publishing, show):
    body, content_type = multipart([("title", "a"), ("show_id", str(show))], [("file", "a.mp3", "x/y", mp3_bytes())])
    answer = shared_publishing.call("POST", "/episodes/upload", raw=body[:-8], headers={"Content-Type": content_type})
    assert (answer.status, answer.json) == (400, {"message": "Malformed multipart body"})
    assert incoming(shared_publishing.instance) == []


def test_too_much_text_is_413(shared_publishing, show):
    body, content_type = multipart([("title", "a"), ("show_id", str(show)), ("extra", "x" * 1_100_000)],
                                   [("file", "a.mp3", "x/y", mp3_bytes())])
    answer = shared_publishing.call("POST", "/episodes/upload", raw=body, headers={"Content-Type": content_type})
    assert answer.status == 413


def test_an_unknown_show_is_404_and_keeps_nothing(shared_publishing):
    answer = shared_publishing.upload(999999, mp3_bytes(7))
    assert (answer.status, answer.json) == (404, {"message": "Show not found"})
    assert incoming(shared_publishing.instance) == []


@pytest.mark.parametrize("stage", range(6))
def test_a_client_that_goes_leaves_nothing(publishing, stage):
    show = publishing.show()["id"]
    body, content_type = multipart([("title", "a"), ("show_id", str(show))], [("file", "a.mp3", "x/y", mp3_bytes(60))])
    head = (f"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: {publishing.key}\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    whole = head + body
    cut = [10, len(head) - 2, len(head), len(head) + 100, len(head) + len(body) // 2, len(whole) - 3][stage]
    raw = publishing.instance.connect()
    raw.sendall(whole[:cut])
    raw.close()
    deadline = time.monotonic() + 5
    while incoming(publishing.instance):
        assert time.monotonic() < deadline, incoming(publishing.instance)
    assert publishing.call("GET", "/episodes").json["total"] == 0


def test_a_kill_in_the_middle_leaves_nothing_after_a_day(publishing):
    show = publishing.show()["id"]
    body, content_type = multipart([("title", "a"), ("show_id", str(show))], [("file", "a.mp3", "x/y", mp3_bytes(60))])
    head = (f"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: {publishing.key}\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    raw = publishing.instance.connect()
    raw.sendall(head + body[:300_000])
    deadline = time.monotonic() + 5
    while not incoming(publishing.instance):
        assert time.monotonic() < deadline
    publishing.instance.kill()
    raw.close()
    for path in incoming(publishing.instance):
        old = time.time() - 25 * 3600
        os.utime(path, (old, old))
    publishing.instance.start(*publishing.instance.extra)
    assert incoming(publishing.instance) == []
    assert publishing.call("GET", "/episodes").json["total"] == 0


def test_two_episodes_may_share_one_file(publishing):
    show, data = publishing.show()["id"], mp3_bytes(5)
    one, two = publishing.upload(show, data).json, publishing.upload(show, data).json
    assert one["id"] != two["id"] and one["audio_url"] != two["audio_url"]
    stored = [p for p in (publishing.instance.data / "media" / "blobs").rglob("*") if p.is_file() and p.stat().st_size == len(data)]
    assert len(stored) == 1
    publishing.instance.admin("episode", "delete", "--episode", one["id"])
    assert publishing.instance.get(publishing.instance.path_of(two["audio_url"])).body == data


def test_memory_during_ten_uploads(publishing):
    show = Host(publishing).show["id"]  # its artwork is made: what that took is not what uploads take
    data = mp3_bytes(1)
    block = data * ((1 << 20) // len(data))
    publishing.upload(show, data)
    before = publishing.instance.resident_kib()
    peak, stop = [before], threading.Event()

    def watch():
        while not stop.wait(0.02):
            peak.append(publishing.instance.resident_kib())

    def upload(n):
        prefix = (b'--bnd\r\nContent-Disposition: form-data; name="title"\r\n\r\nBig\r\n--bnd\r\nContent-Disposition: form-data; '
                  b'name="show_id"\r\n\r\n' + str(show).encode() +
                  b'\r\n--bnd\r\nContent-Disposition: form-data; name="file"; filename="b.mp3"\r\n\r\n')
        suffix = b"\r\n--bnd--\r\n"
        size = len(block) * 40
        received = raw_upload(publishing.instance, publishing.key, "", [prefix, *[block] * 40, suffix],
                              len(prefix) + size + len(suffix))
        assert received.startswith(b"HTTP/1.1 201"), received[:200]

    watcher = threading.Thread(target=watch)
    watcher.start()
    threads = [threading.Thread(target=upload, args=(n,)) for n in range(10)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    stop.set()
    watcher.join()
    assert max(peak) - before <= publishing.instance.within(32 * 1024), f"{max(peak) - before} KiB more at the peak"
    deadline = time.monotonic() + 15  # a job may just be storing the show's default artwork
    while incoming(publishing.instance):
        assert time.monotonic() < deadline, incoming(publishing.instance)
        time.sleep(0.01)
