"""A Mooring under test: the built program, its data folder and its clock."""

import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("MOORING_BINARY", ROOT / "build" / "release" / "mooring"))


class Answer:
    """One HTTP answer, read whole."""

    def __init__(self, response, body):
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self.body = body

    def header(self, name):
        return self.headers.get(name)

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:200]!r}>"


class Instance:
    """`mooring serve` (or `demo`) on a free loopback port."""

    def __init__(self, data=None, env=None):
        self._own = None
        if data is None:
            self._own = tempfile.TemporaryDirectory(prefix="mooring-test-")
            data = self._own.name
        self.data = Path(data)
        self.clock_file = self.data.parent / (self.data.name + ".clock")
        self.log_path = self.data.parent / (self.data.name + ".log")
        self.output_path = self.log_path.with_suffix(".out")
        self.env = {**os.environ, **(env or {})}
        self.process = None
        self.port = None
        self.is_set_up = False
        self.extra = []

    # The process.

    def start(self, *extra, command="serve", listen="127.0.0.1:0", wait=True, binary=None):
        """Start and wait until it is ready. `extra` are further flags; they are kept for restarts."""
        self.extra, self.command, self.listen = list(extra), command, listen
        port_file = self.data.parent / (self.data.name + ".port")
        port_file.unlink(missing_ok=True)
        arguments = [
            str(binary or BINARY), command, "--data", str(self.data), "--listen", listen,
            "--testing-clock-offset-file", str(self.clock_file), "--port-file", str(port_file), *self.extra,
        ]
        self.log = open(self.log_path, "ab")
        with open(self.output_path, "ab") as output:
            self.process = subprocess.Popen(arguments, stdout=output, stderr=self.log, env=self.env)
        if wait:
            self._await_ready(port_file)
        return self

    def _await_ready(self, port_file):
        # The program renames the port file into place once it answers; until then there is nothing to ask.
        deadline = time.monotonic() + 120
        while not port_file.exists():
            if self.process.poll() is not None:
                raise RuntimeError(self._epitaph(self.process))
            if time.monotonic() > deadline:
                raise RuntimeError("mooring did not come up:\n" + self.log_text()[-4000:])
            time.sleep(0.01)
        self.port = int(port_file.read_text().split()[0])

    def restart(self, *extra):
        self.stop()
        return self.start(*(extra or self.extra), command="serve", listen=f"127.0.0.1:{self.port}")

    def stop(self):
        """Ask it to end, and see that it does so without a complaint of its own or of a sanitizer."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise
        self.log.close()
        if process.returncode != 0:
            raise RuntimeError(self._epitaph(process))

    def kill(self):
        process, self.process = self.process, None
        process.kill()
        process.wait()
        self.log.close()

    def _epitaph(self, process):
        return f"mooring ended with {process.returncode}:\n{self.log_text()[-4000:]}"

    def close(self):
        try:
            self.stop()
        finally:
            if self._own:
                self._own.cleanup()
            for path in (self.clock_file, self.log_path, self.output_path, self.data.parent / (self.data.name + ".port")):
                path.unlink(missing_ok=True)

    def output_text(self):
        """What it said on its standard output."""
        return self.output_path.read_text()

    def log_text(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def within(self, kib):
        """A bar for memory; there is none for a sanitizer's program, whose shadow memory counts too."""
        return float("inf") if sanitized() else kib

    def resident_kib(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise RuntimeError("no VmRSS")

    # Its clock.

    def set_clock_offset(self, seconds):
        """Move the program's clock to `seconds` from the machine's."""
        with open(self.clock_file, "r+b") as file:
            file.write(struct.pack("=q", round(seconds * 1_000_000)))

    def now(self):
        """The program's clock, in Unix seconds."""
        with open(self.clock_file, "rb") as file:
            return time.time() + struct.unpack("=q", file.read(8))[0] / 1_000_000

    # Talking to it.

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}"

    def request(self, method, target, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response, response.read())
        except ConnectionError as lost:
            if self.process and self.process.poll() is not None:
                raise RuntimeError(self._epitaph(self.process)) from lost
            raise
        finally:
            connection.close()

    def get(self, target, **headers):
        return self.request("GET", target, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def path_of(self, url):
        """The path and query of one of the instance's own URLs."""
        parts = urllib.parse.urlsplit(url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def connect(self, receive_buffer=None, timeout=60):
        """A raw connection."""
        raw = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        raw.settimeout(timeout)
        raw.connect(("127.0.0.1", self.port))
        return raw

    # The operator.

    def admin(self, *arguments, check=True, stdin=None):
        """`mooring admin … --json`: its output, parsed."""
        done = subprocess.run(
            [str(BINARY), "admin", *map(str, arguments), "--data", str(self.data), "--json",
             "--testing-clock-offset-file", str(self.clock_file)],
            capture_output=True, text=True, env=self.env, input=stdin, timeout=120)
        if check and done.returncode != 0:
            raise RuntimeError(f"admin {arguments}: {done.returncode}\n{done.stderr}")
        if not check:
            return done
        return json.loads(done.stdout) if done.stdout.strip() else None

    def set_up(self):
        """Let there be a person, once: until then every family answers that the server is not set up."""
        if not self.is_set_up:
            self.is_set_up = True
            self.admin("create", "--email", "keeper@harbour.example", "--name", "The Keeper", "--password-stdin",
                       stdin="a light that never goes out\n")


def sanitized():
    program = BINARY.read_bytes()
    return b"__asan_init" in program or b"__tsan_init" in program


def mooring(*arguments, **options):
    """Run the program to its end."""
    return subprocess.run([str(BINARY), *map(str, arguments)], capture_output=True, text=True, timeout=300, **options)
