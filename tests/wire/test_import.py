"""Shows that move in, by `mooring import` against an old host that is a server of the test (delivery.md, 10.2)."""

import gzip
import hashlib
import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from dashboard import Dashboard, refused
from publishing import mp3_bytes
from instance import BINARY, mooring

NAMESPACES = ('xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
              'xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:x="https://x.example/ns"')


class OldHost:
    """An origin with files; it serves ranges, counts requests, and may redirect, cut a connection or be packed."""

    def __init__(self):
        self.files, self.redirects, self.headers, self.requests = {}, {}, {}, []
        self.cut_after = {}
        self.gate = None
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                host.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        path = request.path
        self.requests.append((path, dict(request.headers)))
        if path in self.redirects:
            request.send_response(302)
            request.send_header("Location", self.redirects[path])
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        if path not in self.files:
            request.send_error(404)
            return
        if self.gate:
            self.gate(path)
        body = self.files[path]
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        begin, status = 0, 200
        wanted = request.headers.get("Range")
        if wanted and request.headers.get("If-Range") == tag:
            begin, status = int(wanted.removeprefix("bytes=").removesuffix("-")), 206
        request.send_response(status)
        request.send_header("ETag", tag)
        request.send_header("Content-Length", str(len(body) - begin))
        if status == 206:
            request.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
        for name, value in self.headers.get(path, {}).items():
            request.send_header(name, value)
        request.end_headers()
        sent = body[begin:]
        if path in self.cut_after:
            request.wfile.write(sent[:self.cut_after.pop(path)])
            request.wfile.flush()
            request.close_connection = True
            request.connection.close()
            return
        try:
            request.wfile.write(sent)
        except OSError:
            pass

    def asked(self, path):
        return [headers for asked, headers in self.requests if asked == path]

    def feed(self, items, channel=""):
        self.files["/feed.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES}><channel><title>The Harbour</title>'
            f'<language>en</language><x:mood>calm</x:mood>{channel}{items}</channel></rss>').encode()
        return self.url + "/feed.xml"


def item(number, more=""):
    return (f'<item><title>Episode {number}</title><guid isPermaLink="false">old-{number}</guid>'
            f'<pubDate>{number % 28 + 1:02} Mar 2025 08:00:00 GMT</pubDate>'
            f'<enclosure url="/{number}.mp3" length="1" type="audio/mpeg"/>{more}</item>')


@pytest.fixture
def old_host():
    host = OldHost()
    yield host
    host.close()


@pytest.fixture
def place(tmp_path):
    """A data folder with a workspace, and no server."""
    return Place(tmp_path / "data")


class Place:
    def __init__(self, data):
        self.data = data
        made = mooring("admin", "workspace", "create", "--name", "Harbour", "--data", data, "--json")
        assert made.returncode == 0, made.stderr

    def run(self, source, *more, allowed="127.0.0.0/8"):
        done = mooring("import", source, "--data", self.data, "--outbound-allow-addresses", allowed, "--json", *more)
        return done, (json.loads(done.stdout) if done.stdout.strip() else None)


def test_moves_a_show_in_and_serves_it(old_host, instance):
    instance.restart("--limits-enabled", "false", "--outbound-allow-addresses", "127.0.0.0/8")
    instance.set_up()
    instance.admin("workspace", "create", "--name", "Harbour")
    old_host.files = {f"/{n}.mp3": mp3_bytes(n + 1) for n in range(3)}
    url = old_host.feed("".join(item(n, "<x:note>kept</x:note>") for n in reversed(range(3))))
    done = mooring("import", url, "--go-live", "--json", "--data", instance.data, "--outbound-allow-addresses",
                   "127.0.0.0/8", "--testing-clock-offset-file", instance.clock_file)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert (record["state"], record["done"], record["failed"]) == ("finished", 3, 0)
    show = [one for one in instance.admin("show", "list") if one["id"] == record["show"]][0]
    feed = instance.get(instance.path_of(show["feed_url"])).text
    assert feed.index("old-2") < feed.index("old-1") < feed.index("old-0")
    assert '<guid isPermaLink="false">old-0</guid>' in feed
    assert "<pubDate>Sat, 01 Mar 2025 08:00:00 GMT</pubDate>" in feed
    assert "<x:mood>calm</x:mood>" in feed.replace(' xmlns:x="https://x.example/ns"', "")
    assert feed.count("kept</x:note>") == 3
    assert f"<itunes:new-feed-url>{show['feed_url']}</itunes:new-feed-url>" in feed
    for episode in instance.admin("episode", "list", "--show", record["show"]):
        number = episode["guid"].removeprefix("old-")
        assert instance.get(instance.path_of(episode["media_url"])).body == old_host.files[f"/{number}.mp3"]
    agent = old_host.asked("/0.mp3")[0]["User-Agent"]
    assert "bot" in agent and "http" in agent


def test_a_second_run_adds_nothing(old_host, place):
    old_host.files = {f"/{n}.mp3": mp3_bytes(n + 1) for n in range(3)}
    url = old_host.feed("".join(item(n) for n in range(3)))
    _, first = place.run(url)
    _, second = place.run(url)
    assert (second["show"], second["done"], second["present"]) == (first["show"], 0, 3)
    assert len(old_host.asked("/1.mp3")) == 1


def test_a_cut_connection_is_gone_on_with(old_host, place):
    old_host.files = {"/0.mp3": mp3_bytes(60)}
    old_host.cut_after["/0.mp3"] = 100_000
    done, record = place.run(old_host.feed(item(0)))
    assert done.returncode == 0, record
    first, second = old_host.asked("/0.mp3")
    assert "Range" not in first
    assert second["Range"].startswith("bytes=") and second["Range"] != "bytes=0-"
    assert record["bytes"] == len(old_host.files["/0.mp3"])


@pytest.mark.parametrize("point", range(1, 11))
def test_killed_at_any_point_it_ends_as_one_clean_run(old_host, tmp_path, point):
    """-9 while the old host answers the request number `point`: the feed, then media, then transcripts among them."""
    count = 6
    old_host.files = {f"/{n}.mp3": mp3_bytes(n + 2) for n in range(count)}
    old_host.files["/t.vtt"] = b"WEBVTT\n\n00:00:00.500 --> 00:00:01.000\nAhoy.\n"
    url = old_host.feed("".join(item(n, '<podcast:transcript url="/t.vtt" type="text/vtt"/>') for n in range(count)))
    place, asked = Place(tmp_path / "data"), []
    reached, release = threading.Event(), threading.Event()

    def gate(path):
        asked.append(path)
        if len(asked) == point:
            reached.set()
            release.wait(60)
    old_host.gate = gate
    process = subprocess.Popen([str(BINARY), "import", url, "--data", str(place.data), "--outbound-allow-addresses",
                                "127.0.0.0/8"], stdout=subprocess.DEVNULL)
    assert reached.wait(60)
    process.kill()
    process.wait()
    old_host.gate = None
    release.set()
    done, record = place.run(url)
    assert (record["state"], record["failed"]) == ("finished", 0), done.stderr
    assert record["present"] + record["done"] == count
    rows = json.loads(mooring("admin", "episode", "list", "--show", record["show"], "--data", place.data, "--json").stdout)
    assert sorted(row["guid"] for row in rows) == [f"old-{n}" for n in range(count)]
    assert {row["state"] for row in rows} == {"published"}
    assert len(json.loads(mooring("admin", "show", "list", "--data", place.data, "--json").stdout)) == 1
    finished_before = {f"/{row['guid'].removeprefix('old-')}.mp3" for row in rows}
    assert all(len(old_host.asked(path)) <= 2 for path in finished_before)


def test_killed_it_goes_on_where_it_was(old_host, place):
    """The process is ended with -9 while a download is under way; a later one does the rest, and nothing twice."""
    old_host.files = {f"/{n}.mp3": mp3_bytes(n + 1) for n in range(4)}
    url = old_host.feed("".join(item(n) for n in range(4)))
    reached, release = threading.Event(), threading.Event()

    def gate(path):
        if path == "/0.mp3":
            reached.set()
            release.wait(60)
    old_host.gate = gate
    process = subprocess.Popen([str(BINARY), "import", url, "--data", str(place.data), "--outbound-allow-addresses",
                                "127.0.0.0/8", "--parallel", "1"], stdout=subprocess.DEVNULL)
    assert reached.wait(60)
    process.kill()
    process.wait()
    old_host.gate = None
    release.set()
    _, record = place.run(url)
    assert record["state"] == "finished"
    assert record["present"] == 3 and record["done"] == 1
    assert len(old_host.asked("/3.mp3")) == 1


@pytest.mark.parametrize("body, code", [
    (b"<!DOCTYPE html><html><body>Sign in</body></html>", "not_a_feed"),
    (b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>',
     "not_a_feed"),
    (b"<rss><channel><title>cut off", "not_a_feed"),
    (b"<rss><channel>" + b"<x>" * 100 + b"</x>" * 100 + b"</channel></rss>", "too_large"),
])
def test_what_is_no_feed_fails_clearly(old_host, place, body, code):
    old_host.files["/feed.xml"] = body
    done, record = place.run(old_host.url + "/feed.xml")
    assert done.returncode == 1
    assert (record["state"], record["code"]) == ("failed", code)
    assert record["message"]


def test_a_packed_bomb_is_refused(old_host, place):
    old_host.files["/feed.xml"] = gzip.compress(b"<rss>" + b" " * (70 << 20))
    old_host.headers["/feed.xml"] = {"Content-Encoding": "gzip"}
    _, record = place.run(old_host.url + "/feed.xml")
    assert (record["state"], record["code"]) == ("failed", "too_large")


def test_private_addresses_and_loops_are_refused(old_host, place):
    url = old_host.feed(item(0))
    done, record = place.run(url, allowed="192.0.2.0/24")
    assert done.returncode == 1
    assert record["code"] == "forbidden"
    assert not old_host.requests
    old_host.redirects["/feed.xml"] = "http://169.254.169.254/latest/meta-data"
    _, record = place.run(url)
    assert record["code"] == "forbidden"
    old_host.redirects["/feed.xml"] = "/feed.xml"
    done, record = place.run(url)
    assert "redirects too often" in record["message"]
    assert len(old_host.requests) == 1 + 11


def test_hostile_names_stay_names(old_host, place):
    evil = ('<item><title>../../etc/passwd</title><guid>../../../tmp/x</guid>'
            '<enclosure url="/%2e%2e/%2e%2e/x.mp3" length="1" type="audio/mpeg"/></item>')
    old_host.feed(evil)
    # Dots in a path are the client's to resolve, or not; both are one and the same file here.
    old_host.files["/%2e%2e/%2e%2e/x.mp3"] = old_host.files["/x.mp3"] = mp3_bytes(1)
    _, record = place.run(old_host.url + "/feed.xml")
    assert record["done"] == 1
    inside = {path.name for path in place.data.iterdir()}
    assert not (place.data.parent / "x.mp3").exists() and "x.mp3" not in inside


def test_a_lock_is_honoured_and_status_is_told(old_host, place):
    url = old_host.feed(item(0), '<podcast:locked owner="ada@old.example">yes</podcast:locked>')
    old_host.files["/0.mp3"] = mp3_bytes(1)
    done, record = place.run(url)
    assert done.returncode == 1 and record["code"] == "feed_locked" and "ada@old.example" in record["message"]
    told = mooring("import", "--status", record["id"], "--data", place.data)
    assert told.returncode == 1 and "ada@old.example" in told.stdout
    done, record = place.run(url, "--ignore-lock")
    assert done.returncode == 0 and record["state"] == "finished"
    listed = mooring("import", "--list", "--data", place.data, "--json").stdout.splitlines()
    assert [json.loads(line)["state"] for line in listed] == ["finished", "failed"]


def test_a_thousand_items_are_here_at_once(old_host, place):
    """1,000 items with one sound among them all: one blob, and everything by its own GUID."""
    sound = mp3_bytes(1)
    old_host.files = {f"/{n}.mp3": sound for n in range(1000)}
    _, record = place.run(old_host.feed("".join(item(n) for n in range(1000))), "--parallel", "8")
    assert (record["total"], record["done"], record["failed"]) == (1000, 1000, 0)
    blobs = [path for path in (place.data / "media").rglob("*") if path.is_file() and path.stat().st_size == len(sound)]
    assert len(blobs) == 1


def test_people_order_imports_by_their_rights(old_host, accounts):
    """The same by the dashboard's operations; the server's own job does the work."""
    instance = accounts.instance
    instance.restart("--limits-enabled", "false", "--outbound-allow-addresses", "127.0.0.0/8")
    workspace = instance.admin("workspace", "create", "--name", "Harbour")["id"]
    ada = Dashboard.of(accounts)
    old_host.files["/0.mp3"] = mp3_bytes(1)
    url = old_host.feed(item(0))
    path = f"/workspaces/{workspace}/imports"
    for body, field in (({"url": "ftp://x.example/f"}, "url"), ({"url": url, "parallel": 9}, "parallel"), ({}, "url")):
        assert refused(ada.post(path, **body), 400, "invalid_argument", field)
    assert refused(ada.post(path, url=url, show_id=999), 404, "not_found")
    ordered = ada.post(path, url=url, go_live=True)
    assert ordered.status == 202 and ordered.json["state"] == "waiting"
    done = mooring("import", "--wait", ordered.json["id"], "--data", instance.data, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    record = ada.get(path).json["imports"][0]
    assert (record["id"], record["state"], record["done"]) == (ordered.json["id"], "finished", 1)
