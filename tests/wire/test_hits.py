"""Issue of record: every media and feed request is a raw hit (measurement.md, 3), without an address."""

import json
import socket
import struct
import time

import pytest

from feeds import Host
from publishing import Publishing, mp3_bytes

DATA = mp3_bytes(10)


def hits(instance, expected, **filters):
    """The hits on disk in the order of their requests, once there are as many as expected (within a second).

    They lie there in the order in which they ended, and each connection's end is its own thread's affair.
    """
    deadline = time.monotonic() + 5
    while True:
        rows = [h for h in instance.admin("hits") if all(h[k] == v for k, v in filters.items())]
        if len(rows) >= expected or time.monotonic() > deadline:
            assert len(rows) == expected, rows
            return sorted(rows, key=lambda row: row["hit_id"])


@pytest.fixture
def host(publishing):
    host = Host(publishing)
    host.stored = host.upload(DATA)
    host.path = host.media_path(host.stored)
    return host


def test_each_kind_of_request_is_one_record(host):
    agent = {"User-Agent": "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)"}
    ask = host.instance.request
    etag = ask("GET", host.path, headers=agent).header("ETag")
    ask("HEAD", host.path, headers=agent)
    ask("GET", host.path, headers={**agent, "Range": "bytes=0-1"})
    ask("GET", host.path, headers={**agent, "Range": "bytes=100-199,300-399"})
    ask("GET", host.path, headers={**agent, "If-None-Match": etag})
    ask("GET", host.path, headers={**agent, "Range": f"bytes={len(DATA)}-"})
    ask("GET", host.path + "?pid=0195a0c2-0000-4000-8000-000000000001", headers={**agent, "Sec-Purpose": "prefetch"})
    rows = hits(host.instance, 7, subject="media")
    assert [(r["method"], r["status"]) for r in rows] == [("GET", 200), ("HEAD", 200), ("GET", 206), ("GET", 206), ("GET", 304),
                                                          ("GET", 416), ("GET", 200)]
    assert [r["sent"] for r in rows] == [len(DATA), 0, 2, rows[3]["sent"], 0, rows[5]["sent"], len(DATA)]
    assert rows[2]["ranges"] == [[0, 1]] and rows[2]["range_raw"] == "bytes=0-1"
    assert rows[3]["ranges"] == [[100, 199], [300, 399]]
    assert rows[6]["flags"] == ["prefetch"] and rows[6]["playback_id"].startswith("0195a0c2")
    assert {r["episode"] for r in rows} == {host.stored["id"]} and {r["show"] for r in rows} == {host.show["id"]}
    assert len({r["hit_id"] for r in rows}) == 7 and len({r["net_key"] for r in rows}) == 1
    assert {r["user_agent"] for r in rows} == {agent["User-Agent"]}


def test_feeds_are_on_record_too(host):
    host.feed(User_Agent="FeedBot/1.0")
    row = hits(host.instance, 1, subject="feed", user_agent="FeedBot/1.0")[0]
    assert (row["method"], row["status"], row["show"], row["episode"]) == ("GET", 200, host.show["id"], 0)


def test_an_aborted_transfer_says_what_was_delivered(publishing):
    host = Host(publishing)
    data = mp3_bytes(600)  # 9.6 MB
    path = host.media_path(host.upload(data))
    raw = host.instance.connect(receive_buffer=8192)
    raw.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\n\r\n".encode())
    taken = 0
    while taken < 1_000_000:
        taken += len(raw.recv(8192))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()
    row = hits(host.instance, 1, subject="media")[0]
    assert row["status"] == 200 and "aborted" in row["flags"]
    assert abs(row["sent"] - taken) <= 65536 + 0.01 * taken, (row["sent"], taken)


def test_external_audio_is_a_redirect_hit(publishing):
    host = Host(publishing)
    path = host.media_path(host.episode())
    host.instance.request("GET", path, headers={"User-Agent": "x"})
    row = hits(host.instance, 1, subject="media")[0]
    assert (row["source"], row["status"]) == ("redirect", 302) and "estimated" in row["flags"]


def test_records_survive_kill_minus_nine(host):
    host.instance.request("GET", host.path, headers={"User-Agent": "x"})
    hits(host.instance, 1, subject="media")
    host.instance.kill()
    host.instance.start(*host.instance.extra)
    host.instance.request("GET", host.path, headers={"User-Agent": "y"})
    assert [h["user_agent"] for h in hits(host.instance, 2, subject="media")] == ["x", "y"]


def test_opting_out_hides_who_asked(host):
    for _ in range(2):
        host.instance.request("GET", host.path, headers={"User-Agent": "Private/1", "Sec-GPC": "1", "Referer": "https://a.example/x"})
    host.instance.request("GET", host.path, headers={"User-Agent": "Private/1"})
    opted, again, plain = hits(host.instance, 3, subject="media")
    assert opted["user_agent"] == "" and opted["referrer"] == "" and "opt_out" in opted["flags"]
    assert opted["net_key"] == again["net_key"] != plain["net_key"]


def test_no_address_is_at_rest_anywhere():
    """Listeners behind a trusted proxy; their addresses in text, hex and binary are in no file and no log."""
    from instance import Instance
    one = Instance()
    one.start("--http-trusted-proxies", "127.0.0.1", "--log-level", "trace")
    try:
        host = Host(Publishing(one))
        path = host.media_path(host.upload(DATA))
        v4, v6 = "203.0.113.77", "2001:db8:77:66:55:44:33:22"
        for address in (v4, v6, v4 + ", garbage"):
            one.request("GET", path, headers={"X-Forwarded-For": address, "User-Agent": "x", "Referer": f"http://{v4}/page"})
            one.request("GET", host.feed_path, headers={"X-Forwarded-For": address, "User-Agent": "feed reader"})
        hits(one, 3, subject="media")
        hits(one, 3, user_agent="feed reader")
        one.stop()
        needles = [v4.encode(), v6.encode(), socket.inet_aton(v4), socket.inet_pton(socket.AF_INET6, v6),
                   socket.inet_aton(v4).hex().encode(), socket.inet_pton(socket.AF_INET6, v6).hex().encode()]
        files = [p for p in one.data.rglob("*") if p.is_file()] + [one.log_path]
        for file in files:
            content = file.read_bytes()
            for needle in needles:
                assert needle not in content, (file, needle)
    finally:
        one.close()


def test_an_owners_preview_is_marked(publishing):
    host = Host(publishing)
    episode = host.upload(DATA, datetime=int(host.instance.now()) + 86400 * 3)
    grant = host.instance.admin("episode", "preview", "--episode", episode["id"])
    host.instance.request("GET", host.instance.path_of(grant["media_url"]), headers={"User-Agent": "x"})
    assert hits(host.instance, 1, subject="media")[0]["flags"] == ["preview"]
    assert json.dumps(grant["media_url"].split("=")[1])[1:-1] not in host.instance.log_text()
