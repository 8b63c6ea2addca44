"""What all benchmarks share: the servers under measurement, the load generator, and rows of the result."""

import contextlib
import dataclasses
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BINARY = Path(os.environ.get("MOORING_BINARY", ROOT / "build" / "release" / "mooring"))
MIB = 1024 * 1024


@dataclasses.dataclass
class Row:
    """One line of the result. `peer` and `ratio` stay empty where a figure stands alone."""

    name: str
    bar: str
    measured: str
    peer: str = ""
    ratio: float | None = None
    met: bool | None = None  # None: for information, without a bar


@dataclasses.dataclass
class Run:
    """How much to measure, and the folder for everything that is written."""

    folder: Path
    quick: bool = False
    seconds: float = 5
    rounds: int = 5
    demos: Path | None = None  # where filled demo folders are kept; in `folder` if None

    def scaled(self, full, quick):
        return quick if self.quick else full

    def new_folder(self, name):
        return Path(tempfile.mkdtemp(prefix=name + "-", dir=self.folder))

    def demo(self, shows, episodes):
        """A folder filled by `mooring demo`, and its credentials. Made once; a copy for whoever asks."""
        kept = (self.demos or self.folder) / f"demo-{shows}-{episodes}"
        if not kept.exists():
            made = self.new_folder("making")
            server = Mooring(made / "data", "demo", "--credentials", made / "credentials.json",
                             "--shows", shows, "--episodes", episodes, patience=1800)
            with server:
                await_true(lambda: (made / "credentials.json").exists(), 60, "the demo's credentials")
            shutil.move(made, kept)
        copy = self.new_folder("data") / "data"
        shutil.copytree(kept / "data", copy)
        return copy, json.loads((kept / "credentials.json").read_text())


# Servers.


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_true(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.005)


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A program that listens on a port of loopback while the `with` block runs."""

    def __init__(self, arguments, port, log, environment=None, patience=60):
        self.arguments, self.port, self.log_path = [str(a) for a in arguments], port, Path(log)
        self.environment = {**os.environ, **(environment or {})}
        self.patience = patience

    def __enter__(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=self.environment)
        try:
            await_true(self.is_up, self.patience, self.arguments[0])
        except BaseException:
            self.stop()
            raise
        return self

    def is_up(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.arguments[0]} ended:\n{self.log_path.read_text(errors='replace')[-2000:]}")
        return accepts(self.port)

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def url(self, target):
        return f"http://127.0.0.1:{self.port}{target}"

    def status(self, field):
        """A size of /proc/PID/status in bytes: VmRSS, or VmHWM since the last reset_peak."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
        raise RuntimeError(f"no {field}")

    def settled_rss(self):
        """Resident bytes once background work has ended: about the same twice, two seconds apart."""
        last = 0
        for _ in range(10):
            now = self.status("VmRSS")
            if abs(now - last) < MIB // 4:
                break
            last = now
            time.sleep(2)
        return now

    def reset_peak(self):
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")


class Mooring(Server):
    def __init__(self, data, command="serve", *more, patience=60):
        port = free_port()
        Path(data).parent.mkdir(parents=True, exist_ok=True)
        limits = ["--limits-enabled", "false"] if command == "serve" else []
        super().__init__([BINARY, command, "--data", data, "--listen", f"127.0.0.1:{port}", *limits, *more], port,
                         Path(str(data) + ".log"), patience=patience)

    def is_up(self):
        return super().is_up() and get(self.port, "/readyz").status == 200

    def admin(self, *arguments, stdin=None):
        data = self.arguments[self.arguments.index("--data") + 1]
        done = subprocess.run([str(BINARY), "admin", *map(str, arguments), "--data", data, "--json"], input=stdin,
                              capture_output=True, text=True, check=True, timeout=120)
        return json.loads(done.stdout)

    def request_seconds(self, family):
        """(sum, count) of the server's own time for requests, from /metrics."""
        found = {}
        for line in get(self.port, "/metrics").body.decode().splitlines():
            name, _, value = line.rpartition(" ")
            found[name] = value
        base = "mooring_http_request_seconds_"
        return (float(found[f'{base}sum{{family="{family}"}}']), int(found[f'{base}count{{family="{family}"}}']))


class Nginx(Server):
    """nginx as a file server tuned for it: sendfile, open files cached, no access log.

    `tcp_nopush` stays off: on loopback, whose segments are about 64 KiB, it makes ranges of that size wait for a
    delayed acknowledgement and costs nginx 95 % of its rate.
    """

    CONFIG = """
worker_processes auto;
worker_rlimit_nofile 16384;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
    include /etc/nginx/mime.types;
    types {{ application/rss+xml xml; }}
    access_log off;
    sendfile on;
    keepalive_requests 100000000;
    open_file_cache max=100;
    client_max_body_size 4g;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} reuseport;
        root {folder}/files;
        gzip_static on;
        location /put/ {{ dav_methods PUT; create_full_put_path on; }}
    }}
}}
"""

    def __init__(self, folder, files):
        """`files`: name and content of each file it serves."""
        port = free_port()
        folder.chmod(0o755)
        served = folder / "files"
        served.mkdir()
        for name, content in files.items():
            (served / name).write_bytes(content)
        (folder / "nginx.conf").write_text(self.CONFIG.format(folder=folder, port=port))
        user = ["-g", "daemon off; user root;" if os.geteuid() == 0 else "daemon off;"]
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        super().__init__([program, "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf", *user], port,
                         folder / "nginx.log")


# Clients.


@dataclasses.dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(connection, method, target, body=None, headers=None, expect=None):
    connection.request(method, target, body=body, headers=headers or {})
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    if expect is not None and answer.status != expect:
        raise RuntimeError(f"{method} {target}: {answer.status}, not {expect}: {answer.body[:300]!r}")
    return answer


@contextlib.contextmanager
def connected(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        yield connection
    finally:
        connection.close()


def get(port, target, headers=None, expect=None):
    with connected(port) as connection:
        return ask(connection, "GET", target, headers=headers, expect=expect)


def path_of(url):
    return "/" + url.split("/", 3)[3]


def forget_jobs(data):
    """Drop what a stopped server has queued."""
    with contextlib.closing(sqlite3.connect(Path(data) / "catalog.sqlite")) as catalog:
        catalog.execute("DELETE FROM jobs")
        catalog.commit()


@dataclasses.dataclass
class Load:
    requests_per_second: float
    bytes_per_second: float
    p99_ms: float


def wrk(url, seconds, connections=16, headers=None, mode=()):
    """Load from wrk. `mode` goes to wrk.lua. Any failed request ends the benchmark."""
    threads = min(2, connections)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s",
               "-s", str(HERE / "wrk.lua")]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run([*command, url, "--", *map(str, mode)], capture_output=True, text=True, timeout=seconds + 90)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode != 0 or not lines:
        raise RuntimeError(f"wrk {url}: {done.stdout}{done.stderr}")
    counted = json.loads(lines[-1])
    if counted["failed"] or not counted["bytes"]:
        raise RuntimeError(f"wrk {url}: {counted}")
    duration = counted["microseconds"] / 1e6
    return Load(counted["requests"] / duration, counted["bytes"] / duration, counted["p99_microseconds"] / 1000)


# Figures.


def interleaved(rounds, *measures):
    """Run the measures in turn, the order reversed each round; a list of results for each. The first lap warms up."""
    results = [[] for _ in measures]
    for lap in range(rounds + 1):
        turn = list(enumerate(measures))
        for index, measure in turn if lap % 2 else reversed(turn):
            result = measure()
            if lap:
                results[index].append(result)
    return results


def median(values):
    return statistics.median(values)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def compare(name, ours, theirs, unit, at_least=None, at_most=None, style="{:,.0f}"):
    """A row from figures taken in pairs: medians, and the median of the pairs' ratios."""
    ratio = median([a / b for a, b in zip(ours, theirs)])
    bar, met = "", None
    if at_least is not None:
        bar, met = f">= {at_least} x", ratio >= at_least
    if at_most is not None:
        bar, met = f"<= {at_most} x", ratio <= at_most
    text = style + " " + unit
    return Row(name, bar, text.format(median(ours)), text.format(median(theirs)), ratio, met)


def absolute(name, value, unit, at_most=None, peer="", style="{:,.1f}"):
    bar = "" if at_most is None else f"<= {at_most} {unit}"
    return Row(name, bar, f"{style.format(value)} {unit}", peer, None, None if at_most is None else value <= at_most)


# Content.


def mp3_bytes(size):
    """A constant-rate MPEG 1 layer III stream of about `size` bytes: 128 kbit/s, 44.1 kHz."""
    frame = b"\xff\xfb\x90\xc0" + bytes(413)
    return frame * (size // len(frame))


def form(fields, file_name, data):
    """A multipart/form-data body, and its type."""
    boundary = "mooring-bench-7f3a91c2"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
                 "Content-Type: audio/mpeg\r\n\r\n")
    return "".join(parts).encode() + data + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def new_workspace(server):
    """A workspace with one published show; the headers with its key, and the show's id."""
    server.admin("create", "--email", "keeper@harbour.example", "--name", "Keeper", "--password-stdin",
                 stdin="a light that never goes out\n")
    workspace = server.admin("workspace", "create", "--name", "Saltmarsh Audio", "--publishing-api", "on")["id"]
    headers = {"X-API-Key": server.admin("key", "create", "--workspace", workspace, "--label", "bench")["key"]}
    with connected(server.port) as connection:
        made = ask(connection, "POST", "/autopod/v1/shows", json.dumps({"title": "Tides", "published": True}),
                   {**headers, "Content-Type": "application/json"}, expect=201)
    return headers, json.loads(made.body)["id"]


def upload(port, headers, show_id, data, title):
    body, content_type = form({"title": title, "show_id": show_id}, "tone.mp3", data)
    with connected(port) as connection:
        made = ask(connection, "POST", "/autopod/v1/episodes/upload", body, {**headers, "Content-Type": content_type},
                   expect=201)
    return json.loads(made.body)
