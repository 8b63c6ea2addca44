"""Behind front proxies: the PROXY protocol, and the nginx and Caddy examples of deploy/ as they are shipped."""

import json
import os
import shutil
import socket
import struct
import subprocess
import time

import pytest

from feeds import Host
from instance import ROOT, mooring
from publishing import Publishing, mp3_bytes
from test_hits import hits
from wire import Wire, serving

DATA = mp3_bytes(30)
NAME = "pods.example"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


# The PROXY protocol.

def v1(address):
    return f"PROXY TCP4 {address} 192.0.2.1 50000 443\r\n".encode()


def v2(address):
    is_v6 = ":" in address
    family = socket.AF_INET6 if is_v6 else socket.AF_INET
    addresses = socket.inet_pton(family, address) + socket.inet_pton(family, "2001:db8::1" if is_v6 else "192.0.2.1")
    body = addresses + struct.pack(">HH", 50000, 443)
    return b"\r\n\r\n\0\r\nQUIT\n" + struct.pack(">BBH", 0x21, 0x21 if is_v6 else 0x11, len(body)) + body


V2_LOCAL = b"\r\n\r\n\0\r\nQUIT\n" + struct.pack(">BBH", 0x20, 0x00, 0)
PROXY_FLAGS = ("--limits-enabled", "false", "--http-proxy-protocol", "true")


@pytest.fixture(scope="module")
def behind():
    """A server that expects the PROXY protocol from 127.0.0.1; its content was made before."""
    with serving() as one:
        host = Host(Publishing(one))
        one.path = host.media_path(host.upload(DATA))
        one.restart(*PROXY_FLAGS, "--http-trusted-proxies", "127.0.0.1")
        yield one


def ask_through(instance, preamble, name, path):
    with Wire(instance, timeout=30) as wire:
        return wire.ask(preamble + f"GET {path}?pid={name} HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\n\r\n".encode())


def net_key(instance, name):
    """The listener of the one hit whose `pid` is `name`; made from the address and the user agent."""
    return hits(instance, 1, playback_id=name)[0]["net_key"]


def test_the_preambles_address_is_the_listeners(behind):
    asked = {"v1-a": v1("198.51.100.7"), "v1-b": v1("203.0.113.9"), "v2-a": v2("198.51.100.7"), "v2-six": v2("2001:db8:5::7"),
             "v2-local": V2_LOCAL, "v1-unknown": b"PROXY UNKNOWN\r\n"}
    for name, preamble in asked.items():
        reply = ask_through(behind, preamble, name, behind.path)
        assert (reply.status, reply.body) == (200, DATA), name
    keys = {name: net_key(behind, name) for name in asked}
    assert keys["v1-a"] == keys["v2-a"] and keys["v2-local"] == keys["v1-unknown"]
    assert len(set(keys.values())) == 4, keys


def test_a_preamble_may_come_in_pieces_and_with_the_request(behind):
    request = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    for preamble in (v1("198.51.100.7"), v2("198.51.100.7")):
        with Wire(behind, timeout=30) as wire:
            wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in preamble:
                wire.send(bytes([byte]))
            assert wire.ask(request + request).body == b"ok\n" and wire.read().body == b"ok\n"


@pytest.mark.parametrize("preamble", [
    b"", b"PROXY TCP4 256.1.1.1 192.0.2.1 1 2\r\n", b"PROXY TCP4 2001:db8::1 192.0.2.1 1 2\r\n", b"PROXY TCP9 1.1.1.1 1.1.1.1 1 2\r\n",
    b"PROXY " + b"a" * 200 + b"\r\n", b"\r\n\r\n\0\r\nQUIT\n\x31\x11\x00\x0c" + bytes(12), b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x02\x01\x01",
], ids=["none", "no-address", "another-family", "another-protocol", "too-long", "v2-version", "v2-short"])
def test_without_a_good_preamble_nothing_is_answered(behind, preamble):
    with Wire(behind, timeout=30) as wire:
        assert wire.ask(preamble + b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") is None


def test_a_stranger_cannot_speak_for_others(behind):
    behind.restart(*PROXY_FLAGS, "--http-trusted-proxies", "10.0.0.0/8")
    try:
        with Wire(behind, timeout=30) as wire:
            assert wire.ask(v1("198.51.100.7") + b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") is None
    finally:
        behind.restart(*PROXY_FLAGS, "--http-trusted-proxies", "127.0.0.1")


# Real proxies with HTTP/2, from the shipped files: only ports, names of files and what a shared machine needs is replaced.

def adapted(path, replacements):
    """The text of a shipped file with some parts replaced; each must be there exactly once."""
    text = (ROOT / path).read_text()
    for old, new in replacements.items():
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        text = text.replace(old, new)
    return text


def start_nginx(folder, port, backend, tls):
    (folder / "mooring.conf").write_text(adapted("deploy/nginx/mooring.conf", {
        "server 127.0.0.1:8080;": f"server 127.0.0.1:{backend};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "/etc/ssl/pods.example/fullchain.pem": str(tls / "certificate.pem"),
        "/etc/ssl/pods.example/privkey.pem": str(tls / "key.pem"),
    }))
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not enter the test's folder
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{user}\ndaemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}include {folder}/mooring.conf;\n}}\n")
    log = open(folder / "log", "wb")
    return subprocess.Popen(["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")],
                            stdout=log, stderr=log)


def start_caddy(folder, port, backend, tls):
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + adapted("deploy/caddy/Caddyfile", {
        "\npods.example {": f"\nhttps://pods.example:{port} {{\n\ttls {tls / 'certificate.pem'} {tls / 'key.pem'}",
        "reverse_proxy 127.0.0.1:8080 {": f"reverse_proxy 127.0.0.1:{backend} {{",
    }))
    log = open(folder / "log", "wb")
    return subprocess.Popen(["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"], stdout=log, stderr=log,
                            env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)})


class Front:
    """A server behind a real proxy, and curl to ask both."""

    def __init__(self, kind, folder, port, instance):
        self.kind, self.folder, self.port, self.instance = kind, folder, port, instance
        self.calls = 0

    def curl(self, path, *arguments, direct=False, source="127.0.0.1"):
        """status, headers and body by curl; through the proxy the protocol must be HTTP/2."""
        self.calls += 1
        head, body = self.folder / f"head{self.calls}", self.folder / f"body{self.calls}"
        body.write_bytes(b"")
        if direct:
            where = ["-H", f"Host: {NAME}:{self.port}", "-H", "X-Forwarded-Proto: https", f"{self.instance.base_url}{path}"]
        else:
            where = ["--http2", "--cacert", str(self.folder / "tls" / "authority.pem"), "--resolve", f"{NAME}:{self.port}:127.0.0.1",
                     f"https://{NAME}:{self.port}{path}"]
        done = subprocess.run(
            ["curl", "-sS", "-q", "--interface", source, "-D", str(head), "-o", str(body), "-w", "%{http_version} %{http_code}",
             *arguments, *where], capture_output=True, text=True, timeout=120)
        version, status = done.stdout.split()
        assert direct or version == "2", done
        last = [block for block in head.read_text().replace("\r", "").split("\n\n") if block.strip()][-1]
        headers = dict((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in last.split("\n")[1:]))
        return int(status), headers, body.read_bytes()


OF_THE_CONNECTION = {"date", "server", "via", "alt-svc", "connection", "keep-alive", "transfer-encoding"}
OF_THE_MOMENT = {"x-ratelimit-reset", "x-ratelimit-remaining"}


def same_answer(front, path, *arguments, status):
    """Ask directly and through the proxy; the answers are equal but for what belongs to the connection or
    the moment."""
    plain, proxied = (front.curl(path, *arguments, direct=direct) for direct in (True, False))
    headers, headers_proxied = (
        {k: v for k, v in headers.items() if k not in OF_THE_CONNECTION | OF_THE_MOMENT} for _, headers, _ in (plain, proxied))
    assert headers == headers_proxied, {k: (headers.get(k), headers_proxied.get(k)) for k in {*headers, *headers_proxied}
                                        if headers.get(k) != headers_proxied.get(k)}
    assert plain[0] == proxied[0] == status, (path, plain[0], proxied[0])
    assert "-I" in arguments or plain[2] == proxied[2], path
    return proxied


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(request, tmp_path_factory):
    for program in (request.param, "curl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: tools/setup does it")
    folder = tmp_path_factory.mktemp(request.param)
    port = free_port()
    base = f"https://{NAME}:{port}"
    done = mooring("admin", "tls-issue", "--out", folder / "tls", "--base-url", base)
    assert done.returncode == 0, done.stderr
    with serving("--http-trusted-proxies", "127.0.0.1", "--base-url", base) as one:
        start = {"nginx": start_nginx, "caddy": start_caddy}[request.param]
        proxy = start(folder, port, one.port, folder / "tls")
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=5).close()
                    break
                except OSError:
                    assert proxy.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()[-3000:]
                    time.sleep(0.02)
            own = Front(request.param, folder, port, one)
            own.host = Host(Publishing(one))
            own.path = own.host.media_path(own.host.upload(DATA))
            yield own
        finally:
            proxy.terminate()
            proxy.wait(30)


def test_feeds_pages_and_media_are_the_same_through_the_proxy(front):
    _, headers, body = same_answer(front, front.host.feed_path, status=200)
    assert f"https://{NAME}:{front.port}{front.path}".encode() in body and b"127.0.0.1" not in body
    same_answer(front, front.host.feed_path, "-H", f"If-None-Match: {headers['etag']}", status=304)
    same_answer(front, front.host.feed_path, "-H", f"If-Modified-Since: {headers['last-modified']}", status=304)
    status, zipped, _ = same_answer(front, front.host.feed_path, "-H", "Accept-Encoding: gzip", status=200)
    assert zipped["content-encoding"] == "gzip"
    same_answer(front, front.instance.path_of(front.host.row["page_url"]), status=200)
    same_answer(front, "/not/there", status=404)

    _, headers, body = same_answer(front, front.path, status=200)
    assert body == DATA and headers["content-length"] == str(len(DATA))
    _, headers, body = same_answer(front, front.path, "-H", "Range: bytes=1000-1999", status=206)
    assert (body, headers["content-range"]) == (DATA[1000:2000], f"bytes 1000-1999/{len(DATA)}")
    same_answer(front, front.path, "-H", "Range: bytes=-500", status=206)
    same_answer(front, front.path, "-H", f"Range: bytes={len(DATA)}-", status=416)
    same_answer(front, front.path, "-H", f"If-None-Match: {headers['etag']}", status=304)
    same_answer(front, front.path, "-I", status=200)
    status, headers, body = front.curl(front.path, "-H", "Range: bytes=0-1,10-11")
    assert status == 206 and headers["content-type"].startswith("multipart/byteranges")


def test_uploads_go_through_the_proxy(front):
    publishing, show = front.host.publishing, front.host.show["id"]
    file = front.folder / "talk.mp3"
    file.write_bytes(mp3_bytes(400))  # 6.4 MB: more than a proxy's own limits of old
    form = ["-H", f"X-API-Key: {publishing.key}", "-F", f"show_id={show}", "-F", f"file=@{file};type=audio/mpeg"]
    status, headers, body = front.curl("/autopod/v1/episodes/upload", *form, "-F", "title=Through", "-H", "X-Idempotency-Key: p1")
    assert status == 201, body
    episode = json.loads(body)
    assert front.curl(front.instance.path_of(episode["audio_url"]))[2] == file.read_bytes()
    assert set(episode) == set(publishing.upload(show, DATA).json)
    status, headers, again = front.curl("/autopod/v1/episodes/upload", *form, "-F", "title=Through", "-H", "X-Idempotency-Key: p1")
    assert (status, again, headers["x-idempotency-replayed"]) == (201, body, "true")
    file.write_bytes(b"not audio" * 1000)
    same_answer(front, "/autopod/v1/episodes/upload", *form, "-F", "title=No", status=400)
    same_answer(front, "/autopod/v1/episodes", "-H", "X-API-Key: nobody", status=403)


def test_the_listener_behind_the_proxy_is_on_record(front):
    asked = {"a": "127.0.0.2", "a-again": "127.0.0.2", "b": "127.44.0.9"}
    for name, source in asked.items():
        assert front.curl(f"{front.path}?pid={name}", source=source)[0] == 200
    # What a listener claims for himself is not believed.
    assert front.curl(front.path + "?pid=forged", "-H", "X-Forwarded-For: 203.0.113.5", source="127.0.0.2")[0] == 200
    keys = {name: net_key(front.instance, name) for name in (*asked, "forged")}
    assert keys["a"] == keys["a-again"] == keys["forged"] != keys["b"]
    assert not any("bad_forward" in h["flags"] for h in front.instance.admin("hits"))


def test_what_the_client_left_behind_the_proxy_is_not_counted(front):
    """The examples switch the proxies' buffering off, so that Mooring sees how much a listener took."""
    data = mp3_bytes(3600)  # 58 MB: more than all kernels' buffers in between
    path = front.host.media_path(front.host.upload(data))
    front.curl(path + "?pid=leaver", "--limit-rate", "200k", "--max-time", "3")
    row = hits(front.instance, 1, playback_id="leaver")[0]
    assert "aborted" in row["flags"] and row["sent"] < len(data) * 3 // 4, row
