"""The Web API: a show with 50 embedded episodes against nginx and a Node server, the same after a write, and search."""

import base64
import json
import random
import re
import time

import lib
from api import PEER, node_peer_ready

CONNECTIONS = 16


class NodeCatalogue(lib.Server):
    def __init__(self, folder, rows, token):
        port = lib.free_port()
        (folder / "rows.json").write_text(json.dumps(rows))
        super().__init__(["node", PEER / "catalogue.js", folder / "peer.sqlite", port, folder / "rows.json", token], port,
                         folder / "log", {"NODE_ENV": "production"}, patience=600)


def bearer(server, credentials):
    """Headers with an app's token."""
    app = credentials["webapi"]
    basic = base64.b64encode(f"{app['client_id']}:{app['client_secret']}".encode()).decode()
    with lib.connected(server.port) as connection:
        answer = lib.ask(connection, "POST", "/accounts/api/token", b"grant_type=client_credentials",
                         {"Authorization": "Basic " + basic, "Content-Type": "application/x-www-form-urlencoded"}, expect=200)
    return {"Authorization": "Bearer " + json.loads(answer.body)["access_token"]}


def all_rows(server, headers, credentials):
    """Every show and episode, as the Web API writes them."""
    rows = {"shows": [], "episodes": []}
    with lib.connected(server.port) as connection:
        for show in credentials["shows"]:
            name = show["show_uri"].rsplit(":", 1)[1]
            target = f"/spotify/v1/shows/{name}?market=SE"
            body = json.loads(lib.ask(connection, "GET", target, headers=headers, expect=200).body)
            page = body.pop("episodes")
            rows["shows"].append(body)
            while page:
                rows["episodes"] += [{**item, "show_id": name} for item in page["items"]]
                page = page["next"] and json.loads(
                    lib.ask(connection, "GET", lib.path_of(page["next"]), headers=headers, expect=200).body)
    return rows


def of_one_show(run):
    data, credentials = run.demo(*run.scaled((2, 500), (1, 60)))
    with lib.Mooring(data) as ours:
        headers = bearer(ours, credentials)
        rows = all_rows(ours, headers, credentials)
        show = rows["shows"][0]["id"]
        target = f"/spotify/v1/shows/{show}?market=SE"
        body = lib.get(ours.port, target, headers, expect=200).body
        token = headers["Authorization"].removeprefix("Bearer ")
        with NodeCatalogue(run.new_folder("node"), rows, token) as node, \
                lib.Nginx(run.new_folder("nginx"), {"show.json": body}) as nginx:
            theirs = json.loads(lib.get(node.port, f"/v1/shows/{show}", headers, expect=200).body)
            if [e["id"] for e in theirs["episodes"]["items"]] != [e["id"] for e in json.loads(body)["episodes"]["items"]]:
                raise RuntimeError("the Node peer's episodes are others")

            def rate(server, path):
                return lambda: lib.wrk(server.url(path), run.seconds, CONNECTIONS, headers).requests_per_second

            cached, ceiling, one = lib.interleaved(run.rounds, rate(ours, target), rate(nginx, "/show.json"),
                                                   rate(node, f"/v1/shows/{show}"))
            before = ours.request_seconds("webapi")
            lib.wrk(ours.url(target), run.seconds, 1, headers)
            after = ours.request_seconds("webapi")
    size = f"{len(body) / 1024:.0f} KiB"
    return [
        lib.compare(f"GET /v1/shows/{{id}} with 50 episodes ({size}), vs nginx", cached, ceiling, "/s", at_least=0.7),
        lib.compare("the same, vs Node", cached, one, "/s", at_least=10),
        lib.absolute("the same, server's own time, token check and all", (after[0] - before[0]) / (after[1] - before[1]) * 1e6,
                     "us"),
    ]


def after_a_write(run):
    """The server's own time for the first request after each of some edits, of a show of 5,000 episodes."""
    data, credentials = run.demo(1, run.scaled(5000, 60))
    with lib.Mooring(data) as ours, lib.connected(ours.port) as connection:
        headers = bearer(ours, credentials)
        show = credentials["shows"][0]
        target = f"/spotify/v1/shows/{show['show_uri'].rsplit(':', 1)[1]}?market=SE"
        key = {"X-API-Key": credentials["publishing"]["api_key"], "Content-Type": "application/json"}
        taken = []
        for turn in range(run.scaled(40, 3)):
            episode = show["episodes"][turn]["episode_id"]
            lib.ask(connection, "PUT", f"/autopod/v1/episodes/{episode}", json.dumps({"title": f"Edited {turn}"}).encode(), key,
                    expect=200)
            before = ours.request_seconds("webapi")[0]
            body = lib.ask(connection, "GET", target, headers=headers, expect=200).body
            if f"Edited {turn}".encode() not in body and turn < 50:
                raise RuntimeError("an edit was not seen")
            taken.append((ours.request_seconds("webapi")[0] - before) * 1000)
    return [
        lib.absolute("first GET after a write, show of 5,000, server's own time", lib.median(taken), "ms", at_most=5, style="{:.2f}"),
        lib.absolute("the same, slowest of 40", max(taken), "ms", style="{:.2f}"),
    ]


def queries_of(rows, count):
    """What people type: one word, the beginning of one, or two words, of names that are there."""
    dice = random.Random(20310504)
    queries = []
    while len(queries) < count:
        words = re.findall(r"[A-Za-z]{3,}", dice.choice(rows["episodes"])["name"])
        if len(words) < 2:
            continue
        one, two = dice.sample(words, 2)
        queries.append(dice.choice([one, one[:3], one[:2], f"{one} {two}", f"{one} {two[:3]}"]).lower())
    return queries


def of_search(run):
    data, credentials = run.demo(*run.scaled((40, 2500), (1, 60)))
    with lib.Mooring(data) as ours:
        headers = bearer(ours, credentials)
        rows = all_rows(ours, headers, credentials)
        queries = queries_of(rows, run.scaled(400, 20))
        with NodeCatalogue(run.new_folder("node"), rows, headers["Authorization"].removeprefix("Bearer ")) as node:

            def block(server, path):
                def measure():
                    seconds = []
                    with lib.connected(server.port) as connection:
                        for query in queries:
                            target = f"{path}?q={query.replace(' ', '%20')}&type=episode&market=SE"
                            started = time.perf_counter()
                            lib.ask(connection, "GET", target, headers=headers, expect=200)
                            seconds.append(time.perf_counter() - started)
                    return seconds
                return measure

            own, peer = lib.interleaved(run.rounds, block(ours, "/spotify/v1/search"), block(node, "/v1/search"))
    rates = [[len(one) / sum(one) for one in side] for side in (own, peer)]
    p99 = [lib.median([lib.percentile(one, 0.99) for one in side]) * 1000 for side in (own, peer)]
    return [
        lib.compare(f"search over {len(rows['episodes']):,} episodes, one client, vs Node", *rates, "/s", at_least=2),
        lib.absolute("the same, p99", p99[0], "ms", at_most=20, peer=f"{p99[1]:.1f} ms", style="{:.1f}"),
    ]


def measure(run):
    node_peer_ready()
    return of_one_show(run) + after_a_write(run) + of_search(run)
