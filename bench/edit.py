"""One of 5,000 episodes is edited: how long after the PUT's answer is the new feed served?"""

import json
import time

import lib

ROUNDS = 20


def measure(run):
    data, credentials = run.demo(1, run.scaled(5000, 50))
    show = credentials["shows"][0]
    feed = lib.path_of(show["feed_url"])
    episodes = [episode["episode_id"] for episode in show["episodes"]]
    headers = {"X-API-Key": credentials["publishing"]["api_key"], "Content-Type": "application/json"}
    with lib.Mooring(data) as server, lib.connected(server.port) as api, lib.connected(server.port) as reader:

        def ask_feed(accept):
            started = time.perf_counter()
            answer = lib.ask(reader, "GET", feed, headers={"Accept-Encoding": accept}, expect=200)
            encoding = answer.headers["Content-Encoding"] or "identity"
            return answer, encoding, (time.perf_counter() - started) * 1000

        def edit_and_wait(number, accept):
            """Milliseconds for the old feed in this encoding, and from an edit's answer to the new one, whole."""
            lib.await_true(lambda: ask_feed(accept)[1] == accept, 120, f"the feed as {accept}")
            old, _, unchanged = ask_feed(accept)
            title = f"Edited in round {number} for {accept}"
            identifier = episodes[number * 7919 % len(episodes)]
            lib.ask(api, "PUT", f"/autopod/v1/episodes/{identifier}", json.dumps({"title": title}), headers, expect=200)
            answered = time.perf_counter()
            while time.perf_counter() - answered < 120:
                new, encoding, _ = ask_feed(accept)
                taken = (time.perf_counter() - answered) * 1000
                if new.headers["ETag"] != old.headers["ETag"] and encoding == accept:
                    break
                if encoding != accept:
                    time.sleep(0.005)  # plain so far: the copy is being compressed
            else:
                raise RuntimeError("the new feed never came")
            if accept == "identity" and title.encode() not in new.body:
                raise RuntimeError("the new feed lacks the edit")
            return taken, unchanged, len(new.body) / lib.MIB

        results = {}
        for accept in ("identity", "gzip"):
            edit_and_wait(0, accept)
            rounds = [edit_and_wait(number, accept) for number in range(1, run.scaled(ROUNDS, 3) + 1)]
            results[accept] = list(zip(*rounds))

    rows = []
    for accept, (taken, unchanged, sizes) in results.items():
        name = f"edit 1 of {len(episodes):,}: new feed, {accept} ({sizes[-1]:.1f} MiB), vs unchanged"
        rows.append(lib.compare(name, taken, unchanged, "ms", style="{:.1f}"))
    taken = results["identity"][0]
    rows[0].bar, rows[0].met = "<= 50 ms", lib.median(taken) <= 50
    rows.append(lib.absolute(f"edit 1 of {len(episodes):,}: new feed, slowest of {len(taken)}", max(taken), "ms"))
    return rows
