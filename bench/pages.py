"""Cursor paging over 100,000 episodes: the 500th page of 100 against the first."""

import base64
import json
import time

import lib

SIZE = 100  # episodes a page


def measure(run):
    # A demo show has one episode a week: 2,500 of them reach back 48 years, so it takes several shows.
    shows, each = run.scaled((40, 2500), (1, 50))
    size = run.scaled(SIZE, 2)
    deep = run.scaled(500, 15)
    repeats = run.scaled(300, 10)
    data, credentials = run.demo(shows, each)
    headers = {"X-API-Key": credentials["publishing"]["api_key"]}
    with lib.Mooring(data) as server, lib.connected(server.port) as connection:

        def page(cursor):
            target = f"/autopod/v1/episodes?limit={size}" + (f"&cursor={cursor}" if cursor else "")
            started = time.perf_counter()
            body = lib.ask(connection, "GET", target, headers=headers, expect=200).body
            return time.perf_counter() - started, json.loads(body)

        # Every request asks for a page of its own, beginning after another episode, so none is answered from memory.
        starts, cursor = {}, None
        for number in range(1, deep + repeats // size + 2):
            listed = page(cursor)[1]
            if number == 1 and listed["total"] != shows * each:
                raise RuntimeError(f"{listed['total']} episodes, not {shows * each}")
            starts[number] = [f"{e['datetime']}_{e['id']}" for e in listed["episodes"]]
            cursor = listed["next_cursor"]
        beginnings = {
            number: [c for later in range(number, number + repeats // size + 1) for c in starts[later]][:repeats]
            for number in (1, deep)}

        def block(number, some):
            """Client's and server's mean time for some pages of this depth."""
            before = server.request_seconds("publishing")
            seconds = []
            for start in some:
                taken, listed = page(base64.urlsafe_b64encode(start.encode()).decode().rstrip("="))
                if len(listed["episodes"]) != size:
                    raise RuntimeError("a page was short")
                seconds.append(taken)
            after = server.request_seconds("publishing")
            return lib.median(seconds) * 1000, (after[0] - before[0]) / (after[1] - before[1]) * 1000

        blocks = {1: [], deep: []}
        step = repeats // 10
        for lap in range(10):
            for number in (1, deep) if lap % 2 else (deep, 1):
                blocks[number].append(block(number, beginnings[number][lap * step:(lap + 1) * step]))
    seen = [[client for client, _ in blocks[number]] for number in (deep, 1)]
    inside = [[server_time for _, server_time in blocks[number]] for number in (deep, 1)]
    return [
        lib.compare(f"cursor page {deep} of {shows * each:,}, vs page 1", *seen, "ms", at_most=1.2, style="{:.2f}"),
        lib.compare(f"cursor page {deep}, server's own time, vs page 1", *inside, "ms", style="{:.2f}"),
        lib.absolute(f"cursor page {deep}, server's own time", lib.median(inside[0]), "ms", at_most=20, style="{:.2f}"),
    ]
