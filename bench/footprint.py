"""Memory of an idle server with the demo, and the time from its start until it answers ready."""

import socket
import subprocess
import time

import lib

ROUNDS = 10
REST = 35  # seconds without a request, after which plays that nobody needs are closed


def start_to_ready(data, folder, number):
    """Milliseconds from the start of the process to the first 200 of /readyz."""
    port = lib.free_port()
    question = b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with open(folder / f"log-{number}", "wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen([lib.BINARY, "serve", "--data", data, "--listen", f"127.0.0.1:{port}"],
                                   stdout=log, stderr=log)
        try:
            while time.perf_counter() - started < 60:
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                        connection.sendall(question)
                        if connection.recv(4096).startswith(b"HTTP/1.1 200"):
                            return (time.perf_counter() - started) * 1000
                except OSError:
                    pass
                time.sleep(0.001)
            raise RuntimeError("not ready after a minute")
        finally:
            process.terminate()
            process.wait(60)


def bare_start():
    """The same for a program that does nothing: what starting the binary costs."""
    started = time.perf_counter()
    subprocess.run([lib.BINARY, "--version"], check=True, capture_output=True, timeout=60)
    return (time.perf_counter() - started) * 1000


def measure(run):
    folder = run.new_folder("fresh")
    with lib.Mooring(folder / "data", "demo", patience=1800) as server:
        time.sleep(REST)
        fresh = server.settled_rss()
    with lib.Mooring(folder / "data") as server:
        time.sleep(REST)
        restarted = server.settled_rss()
    numbers = iter(range(1000))
    starts, bare = lib.interleaved(run.scaled(ROUNDS, 3),
                                   lambda: start_to_ready(folder / "data", folder, next(numbers)), bare_start)
    row = lib.compare("start to ready on a demo folder, vs `mooring --version`", starts, bare, "ms", style="{:.0f}")
    row.bar, row.met = "<= 300 ms", lib.median(starts) <= 300
    return [
        lib.absolute("idle with the demo, that made it", fresh / lib.MIB, "MiB", at_most=64),
        lib.absolute("idle with the demo, started again", restarted / lib.MIB, "MiB", at_most=64),
        row,
    ]
