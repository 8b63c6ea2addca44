"""Probes, artwork by URL and publish hooks against a server that stands for the outside (delivery.md 5.8, 7, 9, 10.3)."""

import hashlib
import hmac
import json
import subprocess
import time
import urllib.parse

import pytest

from feeds import NAMESPACES, Host
from instance import Instance
from outside import Outside
from publishing import Publishing, mp3_bytes

NAME = "archive.tidepool.example"


@pytest.fixture
def outside():
    server = Outside()
    yield server
    server.close()


def start(outside, *extra):
    one = Instance()
    # The name passes the check of given URLs; the address behind it is let through for these tests alone.
    one.start("--limits-enabled", "false", "--testing-hosts", f"{NAME}=127.0.0.1", "--outbound-allow-addresses", "127.0.0.1", *extra)
    return one


def public_name(outside, path):
    return f"http://{NAME}:{outside.port}{path}"


def until(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)
    return value


def test_a_probe_fills_in_length_and_duration(outside):
    data = mp3_bytes(125)
    outside.pages["/a.mp3"] = (200, {"Content-Type": "audio/mpeg"}, data)
    one = start(outside)
    try:
        host = Host(Publishing(one))
        episode = host.episode(audio_url=public_name(outside, "/a.mp3"))
        outside.await_request(lambda r: r[0] == "HEAD")
        asked = outside.await_request(lambda r: r[0] == "GET")
        assert asked[2].get("Range") == "bytes=0-65535" and "Cookie" not in asked[2] and "Referer" not in asked[2]
        until(lambda: host.publishing.call("GET", f"/episodes/{episode['id']}").json["audio_length"] == len(data))
        item = host.items()[0]
        assert item.find("enclosure").get("length") == str(len(data))
        assert item.findtext("itunes:duration", namespaces=NAMESPACES) == "125"
        head = one.request("HEAD", host.media_path(episode))
        assert head.header("Content-Length") == str(len(data)) and head.header("Content-Type") == "audio/mpeg"
    finally:
        one.close()


def test_without_the_allowance_nothing_is_connected_to(outside):
    one = Instance()
    one.start("--limits-enabled", "false", "--testing-hosts", f"{NAME}=127.0.0.1")
    try:
        host = Host(Publishing(one))
        host.episode(audio_url=public_name(outside, "/a.mp3"), image_url=public_name(outside, "/a.png"))
        def tried(kind):
            return any(kind in line for line in one.get("/metrics").text.splitlines() if line.startswith("mooring_jobs_total"))
        until(lambda: tried("probe_audio") and tried("fetch_episode_image"))
        assert outside.requests == []
    finally:
        one.close()


def test_artwork_by_url_is_kept_in_all_sizes(outside, tmp_path):
    picture = tmp_path / "art.png"
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=1500x1500", "-frames:v", "1", str(picture)], check=True)
    outside.pages["/art.png"] = (200, {"Content-Type": "image/png"}, picture.read_bytes())
    one = start(outside)
    try:
        host = Host(Publishing(one), title="Pictured", image_url=public_name(outside, "/art.png"))
        image = until(lambda: (e := host.channel().find("itunes:image", NAMESPACES)) is not None and "/img/" in e.get("href") and
                      one.get(one.path_of(e.get("href"))).status == 200 and e.get("href"))
        base = one.path_of(image).rsplit("/", 1)[0]
        for size, edge in (("64", 64), ("300", 300), ("400", 400), ("640", 640)):
            for extension, mime in (("jpg", "image/jpeg"), ("webp", "image/webp")):
                answer = one.get(f"{base}/{size}.{extension}")
                assert answer.status == 200 and answer.header("Content-Type") == mime, (size, extension)
                file = tmp_path / f"{size}.{extension}"
                file.write_bytes(answer.body)
                probe = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", str(file)],
                                       capture_output=True, text=True).stdout.strip()
                assert probe == f"{edge},{edge}"
        answer = one.get(one.path_of(image))
        assert answer.header("Cache-Control") == "public, max-age=31536000, immutable"
        assert answer.header("Access-Control-Allow-Origin") == "*" and answer.header("ETag")
        head = one.request("HEAD", one.path_of(image))
        assert head.header("Content-Length") == str(len(answer.body))
        assert one.get(f"{base}/65.jpg").status == 404 and one.get("/img/AAAAAAAAAAAAAAAAAAAAAA/64.jpg").status == 404
    finally:
        one.close()


def test_hubs_podping_and_webhooks_are_told_after_the_feed_changed(outside):
    seen = []

    def hub(request):
        seen.append(feed_title(one, host))
        return 204, {}, b""

    outside.pages.update({"/hub": hub, "/podping/": (200, {}, b"ok"), "/hook": (200, {}, b"ok")})
    one = start(outside, "--hooks-websub", outside.url + "/hub", "--hooks-podping-url", outside.url + "/podping",
                "--hooks-podping-token", "podping-secret", "--hooks-webhook-url", outside.url + "/hook",
                "--hooks-webhook-secret", "webhook-secret")
    try:
        host = Host(Publishing(one))
        outside.await_request(lambda r: r[1] == "/hub")
        episode = host.episode(title="Told")
        one.set_clock_offset(20)  # past the ten seconds in which pings of a show are put together
        request = outside.await_request(lambda r: r[1] == "/hub" and len([1 for q in outside.requests if q[1] == "/hub"]) >= 2)
        form = urllib.parse.parse_qs(request[3].decode())
        assert form["hub.mode"] == ["publish"] and form["hub.url"] == [host.row["feed_url"]]
        until(lambda: "Told" in seen)
        ping = outside.await_request(lambda r: r[1].startswith("/podping/"))
        query = urllib.parse.parse_qs(ping[1].split("?")[1])
        assert query == {"url": [host.row["feed_url"]], "reason": ["update"], "medium": ["podcast"]}
        assert ping[2]["Authorization"] == "podping-secret" and ping[2]["User-Agent"]
        hook = outside.await_request(lambda r: r[1] == "/hook" and b"episode.published" in r[3])
        assert json.loads(hook[3])
        signature = hook[2]["X-Mooring-Signature"]
        assert signature.startswith("sha256=") and len(signature) == 7 + 64
        assert f'rel="hub"' in host.feed().header("Link") and b'rel="hub"' in host.feed().body
        for secret in ("podping-secret", "webhook-secret"):
            assert secret not in one.log_text()
        assert episode and hmac and hashlib
    finally:
        one.close()


def test_feeds_say_that_podping_is_told_only_while_it_is(outside):
    outside.pages.update({"/podping/": (200, {}, b"ok")})
    one = start(outside, "--hooks-podping-url", outside.url + "/podping", "--hooks-podping-token", "podping-secret")
    try:
        host = Host(Publishing(one))
        says_so = lambda: b'usesPodping="true"' in host.feed().body
        assert says_so()
        outside.await_request(lambda r: r[1].startswith("/podping/"))
        outside.pages.update({"/podping/": (500, {}, b"not today")})
        host.episode(title="Untold")
        one.set_clock_offset(20)  # past the ten seconds in which pings of a show are put together
        until(lambda: not says_so())
        outside.pages.update({"/podping/": (200, {}, b"ok")})
        one.set_clock_offset(600)  # past the first waits
        until(says_so)
    finally:
        one.close()


def feed_title(instance, host):
    answer = instance.get(host.feed_path)
    return "Told" if b"<title>Told</title>" in answer.body else ""


def test_a_hook_survives_kill_minus_nine(outside):
    state = {"up": False}
    outside.pages["/hub"] = lambda _: (204, {}, b"") if state["up"] else (503, {}, b"")
    one = start(outside, "--hooks-websub", outside.url + "/hub")
    try:
        host = Host(Publishing(one))
        host.episode(title="Told later")
        outside.await_request(lambda r: r[1] == "/hub")
        one.kill()
        state["up"], count = True, len(outside.requests)
        one.start(*one.extra)
        one.set_clock_offset(120)  # the first retry is due after a minute
        until(lambda: len(outside.requests) > count)
    finally:
        one.close()
