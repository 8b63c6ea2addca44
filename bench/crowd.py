"""10,000 idle keep-alive connections and 200 slow-loris clients: what becomes of everybody else's p99, and of memory.

Two servers over equal folders run side by side, one with the crowd and one without, and are asked in turn.
"""

import resource
import select
import socket
import threading

import lib

QUESTION = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PROBE_CONNECTIONS = 4


def allow_descriptors(wanted):
    """Raise the soft limit for this process and its children; how many there are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limits in ((max(wanted, soft), max(wanted, hard)), (hard, hard)):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
            break
        except (ValueError, OSError):
            continue
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def open_idle(port, count):
    """Connections that have asked once and now rest."""
    idle = []
    for first in range(0, count, 200):
        some = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(min(200, count - first))]
        for connection in some:
            connection.sendall(QUESTION)
        for connection in some:
            if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
                raise RuntimeError("an idle connection was refused")
        idle += some
    return idle


def still_open(idle):
    watch = select.poll()
    for connection in idle:
        watch.register(connection, select.POLLIN | select.POLLHUP | select.POLLERR)
    return len(idle) - len(watch.poll(0))


class SlowLoris:
    """Clients that send a head one line a second and never end it; who is cut off comes back."""

    def __init__(self, port, count):
        self.port, self.count, self.cut = port, count, 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.drip)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        connection.setblocking(False)
        return connection

    @staticmethod
    def is_awaited(client):
        try:
            client.send(b"X-Slow: 1\r\n")
            client.recv(4096)  # an answer, which ends it, or the end itself
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def drip(self):
        clients = [self.connect() for _ in range(self.count)]
        while not self.stopping.wait(1):
            for place, client in enumerate(clients):
                if self.is_awaited(client):
                    continue
                self.cut += 1
                client.close()
                clients[place] = self.connect()
        for client in clients:
            client.close()


def measure(run):
    count = run.scaled(10_000, 500)
    lorises = run.scaled(200, 20)
    descriptors = allow_descriptors(count + 4096)
    if descriptors < count + 1000:
        raise RuntimeError(f"only {descriptors} descriptors may be open; raise the hard limit (ulimit -Hn)")
    quiet_data, credentials = run.demo(1, 50)
    crowded_data, _ = run.demo(1, 50)
    feed = lib.path_of(credentials["shows"][0]["feed_url"])
    key = {"X-API-Key": credentials["publishing"]["api_key"]}
    patient = ("--http-idle-timeout", "3600")  # longer than the measurement, so that the idle stay
    with lib.Mooring(quiet_data, "serve", *patient) as quiet, lib.Mooring(crowded_data, "serve", *patient) as crowded:
        before = crowded.status("VmRSS")
        idle = open_idle(crowded.port, count)
        try:
            with SlowLoris(crowded.port, lorises) as slow:

                def p99(server, target, headers):
                    return lambda: lib.wrk(server.url(target), run.seconds, PROBE_CONNECTIONS, headers).p99_ms

                feeds = lib.interleaved(run.rounds, p99(crowded, feed, {"Accept-Encoding": "gzip"}),
                                        p99(quiet, feed, {"Accept-Encoding": "gzip"}))
                target = "/autopod/v1/episodes?limit=20"
                lists = lib.interleaved(run.rounds, p99(crowded, target, key), p99(quiet, target, key))
                lib.await_true(lambda: slow.cut, 60, "the slow clients to be cut off")
                memory = crowded.status("VmHWM")
                survivors, cut = still_open(idle), slow.cut
        finally:
            for connection in idle:
                connection.close()
    if survivors < count * 0.99:
        raise RuntimeError(f"only {survivors} of {count} idle connections lasted")
    crowd = f"{count:,} idle + {lorises} slow clients"
    return [
        lib.compare(f"feed p99 with {crowd}, vs none", *feeds, "ms", at_most=2, style="{:.2f}"),
        lib.compare(f"list p99 with {crowd}, vs none", *lists, "ms", at_most=2, style="{:.2f}"),
        lib.absolute(f"peak memory with {crowd} ({cut} times cut off)", memory / lib.MIB, "MiB", at_most=512,
                     peer=f"{before / lib.MIB:.1f} MiB before"),
    ]
