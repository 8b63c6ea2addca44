"""64 people sign in with their passwords at once: memory, and how long everybody else's requests take meanwhile."""

import http.client
import multiprocessing
import os
import re
import threading
from urllib.parse import urlencode

import lib

AT_ONCE = 64
PROBE_CONNECTIONS = 4


def sign_in(port, email, password):
    """One whole sign-in with a form of its own; its status. 503 is a fair answer: only so many may wait."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        page = lib.ask(connection, "GET", "/accounts/login", expect=200)
        cookie = page.headers["Set-Cookie"].split(";")[0]
        form = {"csrf": re.search(rb'name="csrf" value="([^"]*)"', page.body).group(1).decode(), "email": email,
                "password": password}
        return lib.ask(connection, "POST", "/accounts/login", urlencode(form).encode(),
                       {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}).status
    finally:
        connection.close()


class Rush:
    """Keeps AT_ONCE sign-ins under way while the `with` block runs, from a process that gets out of everybody's way:
    the people who sign in do not do it on the server's cores."""

    def __init__(self, port, email, password):
        fork = multiprocessing.get_context("fork")
        self.stopping, self.started, self.answers = fork.Event(), fork.Event(), fork.SimpleQueue()
        self.process = fork.Process(target=self.run, args=(port, email, password))
        self.statuses = []

    def run(self, port, email, password):
        os.nice(19)
        statuses = []

        def one():
            while not self.stopping.is_set():
                statuses.append(sign_in(port, email, password))
                self.started.set()
                if statuses[-1] == 503:
                    self.stopping.wait(1)  # as its Retry-After asks

        threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.answers.put(statuses)

    def __enter__(self):
        self.process.start()
        if not self.started.wait(60):
            raise RuntimeError("nobody could sign in")
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.statuses = self.answers.get()
        self.process.join()


def measure(run):
    data, credentials = run.demo(1, 50)
    feed = lib.path_of(credentials["shows"][0]["feed_url"])
    person = credentials["admin"]
    with lib.Mooring(data) as server:

        def p99():
            return lib.wrk(server.url(feed), run.seconds, PROBE_CONNECTIONS, {"Accept-Encoding": "gzip"}).p99_ms

        sign_in(server.port, person["email"], person["password"])
        quiet, rushed, statuses, peaks_before, peaks = [], [], [], [], []
        for lap in range(run.rounds + 1):
            server.reset_peak()
            without = p99()
            peaks_before.append(server.status("VmHWM"))
            server.reset_peak()
            with Rush(server.port, person["email"], person["password"]) as rush:
                during = p99()
            statuses += rush.statuses
            peaks.append(server.status("VmHWM"))
            if lap:  # the first warms up
                quiet.append(without)
                rushed.append(during)
        before, peak = max(peaks_before), max(peaks)  # the requests of everybody else are recorded and counted
    wrong = set(statuses) - {303, 503}
    if wrong or 303 not in statuses:
        raise RuntimeError(f"sign-ins were answered {sorted(set(statuses))}")
    served = statuses.count(303)
    return [
        lib.compare(f"feed p99 while {AT_ONCE} sign in ({served} did, {len(statuses) - served} told to wait), vs none", rushed,
                    quiet, "ms", at_most=2, style="{:.2f}"),
        lib.absolute(f"peak memory while {AT_ONCE} sign in, 2 hashes of 64 MiB at a time", peak / lib.MIB, "MiB",
                     at_most=round(before / lib.MIB) + 144, peer=f"{before / lib.MIB:.1f} MiB without"),
    ]
