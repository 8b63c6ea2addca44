"""delivery.md, section 13: media, over the wire."""

import email
import random
import time

import pytest

from feeds import Host
from publishing import mp3_bytes

DATA = mp3_bytes(4)
N = len(DATA)


@pytest.fixture(scope="module")
def media(shared_publishing):
    """A host with one stored episode, shared by the tests of this file that only read it."""
    host = Host(shared_publishing)
    host.stored = host.upload(DATA, title='Ep "one"\u2028/two\\: Ünïcode')
    host.path = host.media_path(host.stored)
    return host


def test_headers_of_a_whole_file(media):
    answer = media.instance.get(media.path)
    assert (answer.status, answer.body) == (200, DATA)
    assert answer.header("Accept-Ranges") == "bytes"
    assert answer.header("ETag").startswith('"') and len(answer.header("ETag")) == 34
    assert answer.header("Content-Type") == "audio/mpeg"
    assert answer.header("Cache-Control") == "private, max-age=3600, no-transform"
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert "Content-Range" in answer.header("Access-Control-Expose-Headers")
    assert answer.header("Cross-Origin-Resource-Policy") == "cross-origin"
    assert answer.header("X-Content-Type-Options") == "nosniff"
    assert answer.header("X-Robots-Tag") == "noindex"
    assert answer.header("Content-Encoding") is None and answer.header("Set-Cookie") is None
    assert answer.header("Content-Disposition").startswith("inline")
    head = media.instance.request("HEAD", media.path)
    assert (head.status, head.header("Content-Length"), head.body) == (200, str(N), b"")


@pytest.mark.parametrize("header,status,first,last", [
    ("bytes=0-", 206, 0, N - 1), ("bytes=0-0", 206, 0, 0), ("bytes=0-1", 206, 0, 1), ("bytes=500-999", 206, 500, 999),
    ("bytes=-500", 206, N - 500, N - 1), (f"bytes=-{N + 5}", 206, 0, N - 1), ("bytes=0-99999999999999999999", 206, 0, N - 1),
    ("bytes=0-99,50-149", 206, 0, 149), ("bytes=0-99,100-199", 206, 0, 199), (f"bytes=0-99,{N}-", 206, 0, 99),
    ("bytes=-0", 416, None, None), (f"bytes={N}-", 416, None, None), ("bytes=99999999999999999999-", 416, None, None),
    ("bytes=9-5", 200, None, None), ("bytes=abc", 200, None, None), ("bytes=", 200, None, None), ("chunks=0-5", 200, None, None),
    ("bytes=" + ",".join(f"{n * 10}-{n * 10 + 1}" for n in range(17)), 200, None, None),
    ("bytes=0-5" + " " * 1100, None, None, None),
])
def test_the_range_table(media, header, status, first, last):
    answer = media.instance.get(media.path, Range=header)
    if status is None:
        assert answer.status in (200, 206)
        return
    assert answer.status == status
    if status == 206:
        assert answer.body == DATA[first:last + 1]
        assert answer.header("Content-Range") == f"bytes {first}-{last}/{N}"
    elif status == 416:
        assert answer.header("Content-Range") == f"bytes */{N}"
    else:
        assert answer.body == DATA


def test_several_ranges_parse_with_a_strict_parser(media):
    answer = media.instance.get(media.path, Range="bytes=0-99,200-299,1000-1000")
    assert answer.status == 206
    assert int(answer.header("Content-Length")) == len(answer.body)
    message = email.message_from_bytes(b"Content-Type: " + answer.header("Content-Type").encode() + b"\r\n\r\n" + answer.body)
    parts = message.get_payload()
    assert [p["Content-Range"] for p in parts] == [f"bytes 0-99/{N}", f"bytes 200-299/{N}", f"bytes 1000-1000/{N}"]
    assert {p.get_content_type() for p in parts} == {"audio/mpeg"}
    boundary = message.get_boundary().encode()
    for raw, (first, last) in zip(answer.body.split(b"--" + boundary)[1:], [(0, 99), (200, 299), (1000, 1000)]):
        assert raw.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n") == DATA[first:last + 1]


def test_parts_out_of_order_are_served_in_the_order_asked(media):
    answer = media.instance.get(media.path, Range="bytes=200-299,0-99")
    assert answer.body.index(b"bytes 200-299/") < answer.body.index(b"bytes 0-99/")


def test_a_range_on_head_is_ignored(media):
    answer = media.instance.request("HEAD", media.path, headers={"Range": "bytes=0-9"})
    assert (answer.status, answer.header("Content-Length")) == (200, str(N))


def test_any_satisfiable_range_equals_the_slice_of_the_file(media):
    chance = random.Random(5)
    for _ in range(150):
        first = chance.randrange(N)
        last = chance.randrange(first, N + 100)
        answer = media.instance.get(media.path, Range=f"bytes={first}-{last}")
        assert (answer.status, answer.body) == (206, DATA[first:last + 1])


def test_conditional_requests_and_ranges(media):
    full = media.instance.get(media.path)
    etag, modified = full.header("ETag"), full.header("Last-Modified")

    def get(**headers):
        return media.instance.request("GET", media.path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    assert get(If_None_Match=etag).status == 304
    assert get(If_None_Match=etag, Range="bytes=0-9").status == 304
    assert get(If_None_Match='"other"', Range="bytes=0-9").status == 206
    assert get(If_Modified_Since=modified).status == 304
    assert get(If_Match='"other"').status == 412
    assert get(If_Match=etag, Range="bytes=0-9").status == 206
    assert get(If_Match="*").status == 200
    assert get(If_Unmodified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status == 412
    assert get(If_Range=etag, Range="bytes=0-9").status == 206
    assert get(If_Range="W/" + etag, Range="bytes=0-9").status == 200
    assert get(If_Range='"other"', Range="bytes=0-9").status == 200
    assert get(If_Range=modified, Range="bytes=0-9").status == 206
    assert get(If_Range="Mon, 01 Jan 2001 00:00:00 GMT", Range="bytes=0-9").status == 200


def test_the_address_forgives_what_apps_add(media):
    key = media.path.split("/")[-1].removesuffix(".mp3")
    assert media.instance.get(media.path + "?_from=x&fbclid=y&source=z").status == 200
    assert media.instance.get(media.path + "/;").status == 200
    answer = media.instance.get(f"/media/{key}.m4a")
    assert (answer.status, media.instance.path_of(answer.header("Location"))) == (301, media.path)
    for bad in (media.path + "/", f"/media//{key}.mp3", f"/media/{key}.mp3//", "/media/AAAAAAAAAAAAAAAA.mp3", f"/media/{key.swapcase()}.mp3"):
        assert media.instance.get(bad).status == 404, bad


def test_file_names_in_the_disposition(media):
    value = media.instance.get(media.path + "?download=1").header("Content-Disposition")
    assert value.startswith("attachment; filename=") and "filename*=UTF-8''" in value
    plain = value.split('filename="')[1].split('"')[0]
    assert plain.isascii() and not set(plain) & set('/\\"\r\n') and plain.endswith(".mp3")
    assert len(value.split("filename*=UTF-8''")[1]) <= 600
    assert "%C3%9C" in value


def test_preflight_and_simple_requests_from_a_page(media):
    answer = media.instance.request("OPTIONS", media.path, headers={
        "Origin": "https://player.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range"})
    assert answer.status == 204 and answer.header("Access-Control-Max-Age") == "86400"
    assert "range" in answer.header("Access-Control-Allow-Headers").lower()
    assert {"GET", "HEAD"} <= {m.strip() for m in answer.header("Access-Control-Allow-Methods").split(",")}
    assert media.instance.request("POST", media.path).status == 405


def test_old_and_new_ways_to_keep_a_connection(media):
    raw = media.instance.connect()
    raw.sendall(f"GET {media.path} HTTP/1.0\r\nRange: bytes=0-9\r\n\r\n".encode())
    received = b""
    while block := raw.recv(65536):
        received += block
    assert received.startswith(b"HTTP/1.1 206") and received.endswith(DATA[:10])
    raw = media.instance.connect()
    requests = b"".join(f"GET {media.path} HTTP/1.1\r\nHost: a\r\nRange: bytes={n}-{n + 9}\r\n\r\n".encode() for n in range(5))
    raw.sendall(requests)
    received = b""
    while received.count(b"HTTP/1.1 206") < 5 or not received.endswith(DATA[4:14]):
        received += raw.recv(65536)
    for n in range(5):
        assert DATA[n:n + 10] in received


def test_statuses_of_unpublish_republish_and_delete(publishing):
    host = Host(publishing)
    episode = host.upload(DATA)
    path = host.media_path(episode)
    assert host.instance.get(path).status == 200
    publishing.call("PUT", f"/shows/{host.show['id']}", {"published": False})
    assert host.instance.get(path).status == 404
    publishing.call("PUT", f"/shows/{host.show['id']}", {"published": True})
    assert host.instance.get(path).status == 200
    host.instance.admin("episode", "delete", "--episode", episode["id"])
    deadline = time.monotonic() + 2
    while host.instance.get(path).status != 410:
        assert time.monotonic() < deadline


def test_a_preview_reaches_a_scheduled_episode_for_a_day(publishing):
    host = Host(publishing)
    episode = host.upload(DATA, datetime=int(host.instance.now()) + 7 * 86400)
    grant = host.instance.admin("episode", "preview", "--episode", episode["id"])
    media = host.instance.path_of(grant["media_url"])
    assert host.instance.get(media).body == DATA
    assert host.instance.get(host.instance.path_of(grant["page_url"])).status == 200
    assert host.instance.get(media[:-2] + ("AA" if not media.endswith("AA") else "BB")).status == 404
    host.instance.set_clock_offset(25 * 3600)
    assert host.instance.get(media).status == 404


def test_audio_by_url_before_its_probe(publishing):
    host = Host(publishing)
    url = "https://archive.tidepool.example/2025/forger.MP3?x=1"
    episode = host.episode(audio_url=url)
    path = host.media_path(episode)
    assert path.endswith(".mp3")
    answer = host.instance.get(path)
    assert (answer.status, answer.header("Location"), answer.body) == (302, url, b"")
    assert answer.header("Cache-Control") == "private, no-store" and answer.header("Access-Control-Allow-Origin") == "*"
    assert host.instance.get(path, Range="bytes=0-1").status == 302
    head = host.instance.request("HEAD", path)
    assert head.status == 200 and head.header("Content-Length") is None
    item = host.items()[0]
    assert item.find("enclosure").get("length") == "0"
    assert item.find("enclosure").get("url").endswith(path)
    assert item.find("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration") is None
