"""What operators need: certificates that change, systemd, readiness, metrics and logs."""

import contextlib
import fcntl
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

import pytest

from feeds import Host
from instance import BINARY, Instance, mooring, sanitized
from publishing import Publishing, mp3_bytes
from wire import Wire, serving


def until(condition, what, seconds=15):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
    return value


# TLS.

def issue(folder):
    done = mooring("admin", "tls-issue", "--out", folder, "--base-url", "https://pods.example", "--json")
    assert done.returncode == 0, done.stderr
    return folder


def install(source, target, names=("key.pem", "certificate.pem")):
    """Put new files into place as a certificate client does: one after the other, each whole."""
    for name in names:
        shutil.copy(source / name, target / (name + ".new"))
        os.replace(target / (name + ".new"), target / name)


class Tls:
    """A server with a certificate of its own in `folder`, and two authorities to tell certificates apart."""

    def __init__(self, folder):
        self.first, self.second, self.used = issue(folder / "first"), issue(folder / "second"), folder / "used"
        self.used.mkdir()
        install(self.first, self.used)
        self.flags = ("--tls-certificate", self.used / "certificate.pem", "--tls-key", self.used / "key.pem")

    def connect(self, instance, authority):
        context = ssl.create_default_context(cafile=str(authority / "authority.pem"))
        connection = http.client.HTTPSConnection("127.0.0.1", instance.port, timeout=30, context=context)
        connection.connect()
        return connection

    def shows(self, instance, authority):
        try:
            self.connect(instance, authority).close()
            return True
        except ssl.SSLCertVerificationError:
            return False


def ask(connection, path="/healthz"):
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


@pytest.mark.parametrize("order", [("key.pem", "certificate.pem"), ("certificate.pem", "key.pem")], ids=["key-first", "key-last"])
def test_a_new_certificate_is_taken_up_and_old_connections_go_on(tmp_path, order):
    tls = Tls(tmp_path)
    with serving(*map(str, tls.flags)) as one:
        old = tls.connect(one, tls.first)
        assert ask(old) == (200, b"ok\n") and old.sock.version() in ("TLSv1.2", "TLSv1.3")
        assert not tls.shows(one, tls.second)
        install(tls.second, tls.used, order[:1])
        time.sleep(1.5)  # the files are looked at every second: half of the pair must not spoil it
        assert tls.shows(one, tls.first)
        install(tls.second, tls.used, order[1:])
        until(lambda: tls.shows(one, tls.second), "the new certificate was not taken up")
        assert not tls.shows(one, tls.first)
        assert ask(old) == (200, b"ok\n")


def test_sighup_reads_the_certificate_again_and_a_broken_one_changes_nothing(tmp_path):
    tls = Tls(tmp_path)
    with serving(*map(str, tls.flags)) as one:
        (tls.used / "certificate.pem").write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
        one.process.send_signal(signal.SIGHUP)
        until(lambda: "certificates stay as they were" in one.log_text(), "no word about the broken file")
        assert tls.shows(one, tls.first)
        install(tls.second, tls.used)
        one.process.send_signal(signal.SIGHUP)
        until(lambda: tls.shows(one, tls.second), "the new certificate was not taken up")
        assert "PRIVATE KEY" not in one.log_text()


def test_media_goes_through_tls_whole(tmp_path):
    tls = Tls(tmp_path)
    with serving() as one:
        host, data = Host(Publishing(one)), mp3_bytes(300)
        path = host.media_path(host.upload(data))
        one.restart("--limits-enabled", "false", *map(str, tls.flags))
        connection = tls.connect(one, tls.first)
        assert ask(connection, path) == (200, data)
        connection.request("GET", path, headers={"Range": "bytes=1000-99999"})
        response = connection.getresponse()
        assert (response.status, response.read()) == (206, data[1000:100000])
        raw = one.connect()  # plain HTTP on the TLS port
        raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while block := raw.recv(4096):
                answer += block
        assert not answer.startswith(b"HTTP/")


def test_a_missing_certificate_is_told_at_start(tmp_path):
    done = mooring("serve", "--data", tmp_path / "d", "--listen", "127.0.0.1:0", "--tls-certificate", tmp_path / "none.pem",
                   "--tls-key", tmp_path / "none.key")
    assert done.returncode != 0 and "none.pem" in done.stderr


# systemd.

class Systemd:
    """Holds the listening socket and the notification socket, as systemd does, and starts the program with them."""

    def __init__(self, folder, data):
        self.data = data
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(str(folder / "notify"))
        self.notify.settimeout(60)
        self.log = open(folder / "log", "ab")
        self.environment = {**os.environ, "NOTIFY_SOCKET": str(folder / "notify")}

    def start(self):
        descriptor = self.listener.fileno()
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{descriptor}; export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@"', "bash", str(BINARY), "serve",
             "--data", str(self.data), "--listen", "127.0.0.1:1"],
            pass_fds=(descriptor,), stdout=self.log, stderr=self.log, env=self.environment)

    def message(self):
        return self.notify.recv(4096).decode().split("\n")

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for thing in (self.listener, self.notify, self.log):
            thing.close()


def test_systemd_hands_the_socket_over_and_is_told(tmp_path):
    systemd = Systemd(tmp_path, tmp_path / "data")
    try:
        for _ in range(2):  # the socket outlives the program: a second start serves the same port
            systemd.start()
            assert systemd.get("/healthz") == (200, b"ok\n")  # asked before it was ready: the queue is systemd's
            assert "READY=1" in systemd.message()
            systemd.process.send_signal(signal.SIGTERM)
            assert "STOPPING=1" in systemd.message()
            assert systemd.process.wait(60) == 0
    finally:
        systemd.close()


# Readiness and metrics.

SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? (\S+)$')


def metrics(text):
    """Prometheus text, checked: every sample has a type told before it, no series stands twice."""
    types, samples = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert kind in ("counter", "gauge", "histogram") and name not in types, line
            types[name] = kind
        elif line.startswith("# HELP "):
            assert len(line.split(" ", 3)[3]) > 0, line
        else:
            found = SAMPLE.match(line)
            assert found, line
            name, labels, value = found.groups()
            family = next((f for f in (name, re.sub("_(bucket|sum|count)$", "", name)) if f in types), None)
            assert family, f"no type for {line}"
            assert (name, labels) not in samples, f"twice: {line}"
            samples[name, labels or ""] = float(value)
    assert text.endswith("\n")
    return types, samples


def counted(samples, name, **labels):
    wanted = {f'{k}="{v}"' for k, v in labels.items()}
    return sum(v for (n, text), v in samples.items() if n == name and wanted <= set(text.split(",")))


def test_metrics_are_prometheus_text_and_count_by_family(instance):
    publishing = Publishing(instance)
    host = Host(publishing)
    path = host.media_path(host.upload(mp3_bytes(10)))
    before = metrics(instance.get("/metrics").text)[1]
    for _ in range(3):
        assert publishing.call("GET", "/episodes").status == 200
    assert publishing.call("GET", "/episodes/999999").status == 404
    for _ in range(2):
        assert instance.get(path).status == 200
    answer = instance.get("/metrics")
    assert answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8"
    types, after = metrics(answer.text)

    def rise(name, **labels):
        return counted(after, name, **labels) - counted(before, name, **labels)

    assert rise("mooring_http_requests_total", family="publishing", method="GET", status="2xx") == 3
    assert rise("mooring_http_requests_total", family="publishing", method="GET", status="4xx") == 1
    assert rise("mooring_http_requests_total", family="pages", status="2xx") == 3  # two media, one /metrics
    assert rise("mooring_http_request_seconds_count", family="publishing") == 4
    assert rise("mooring_http_sent_bytes_total") > 2 * len(mp3_bytes(10))
    assert counted(after, "mooring_build_info") == 1 and counted(after, "mooring_http_connections_open") >= 1
    assert types["mooring_http_request_seconds"] == "histogram"
    buckets = [v for (n, text), v in after.items() if n == "mooring_http_request_seconds_bucket" and 'family="publishing"' in text]
    assert buckets == sorted(buckets) and buckets[-1] == counted(after, "mooring_http_request_seconds_count", family="publishing")
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", answer.text), "no addresses in labels"


def test_health_and_readiness(instance):
    for path, body in (("/healthz", b"ok\n"), ("/readyz", b"ready\n")):
        answer = instance.get(path)
        assert (answer.status, answer.body, answer.header("Cache-Control")) == (200, body, "no-store")
        assert instance.request("POST", path).status == 405
        assert instance.request("HEAD", path).status == 200


def test_metrics_may_have_a_listener_of_their_own():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving("--metrics-listen", f"127.0.0.1:{port}") as one:
        assert [one.get(p).status for p in ("/metrics", "/readyz", "/healthz")] == [404, 404, 404]
        with Wire(socket.create_connection(("127.0.0.1", port), timeout=30)) as wire:
            def own(path):
                return wire.ask(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n")
            assert own("/healthz").body == b"ok\n" and own("/readyz").body == b"ready\n"
            assert counted(metrics(own("/metrics").body.decode())[1], "mooring_build_info") == 1
            assert own("/").status == 404 and own("/autopod/v1/shows").status == 404


# Logs.

def test_json_logs_are_one_object_a_line_and_hold_no_secret():
    with serving("--log-format", "json", "--log-level", "trace") as one:
        publishing = Publishing(one)
        host = Host(publishing)
        path = host.media_path(host.upload(mp3_bytes(2)))
        one.get(path + "?token=query-secret", Authorization="Bearer header-secret")
        one.get("/%0a%1b[31mforged")
        publishing.call("GET", "/episodes", key="wrong-key-secret")
        one.stop()
        lines = [json.loads(line) for line in one.log_text().splitlines()]
        assert {"ready", "stopping"} <= {line["event"] for line in lines}
        for line in lines:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
            assert line["level"] in ("trace", "debug", "info", "warning", "error")
        for secret in ("query-secret", "header-secret", "wrong-key-secret", publishing.key):
            assert secret not in one.log_text()


def test_the_log_level_is_kept():
    with serving("--log-level", "error") as one:
        one.stop()
        assert one.log_text() == ""


def test_a_crash_says_where():
    if sanitized():
        pytest.skip("a sanitizer reports crashes itself")
    one = Instance()
    try:
        one.start()
        one.process.send_signal(signal.SIGFPE)
        assert one.process.wait(timeout=30) == -signal.SIGFPE
        text = one.log_text()
        assert "mooring: ended by SIGFPE; the call stack:\n" in text
        assert text.count("[0x") >= 2
        one.process = None
    finally:
        one.close()


def test_a_start_waits_for_locks_that_a_dead_server_leaves_for_a_moment():
    one = Instance()
    try:
        one.start()
        one.stop()
        lock = os.open(one.data / "spool", os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)  # as a child of a killed server has it, until it begins its own program
        threading.Timer(0.3, os.close, (lock,)).start()
        one.start()
        assert one.get("/readyz").status == 200
    finally:
        one.close()
