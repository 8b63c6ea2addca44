"""GET /v1/episodes?limit=20 against a Node server (fastify, better-sqlite3) over the same rows, and nginx as ceiling."""

import json
import os
import shutil
import subprocess

import lib

CONNECTIONS = 16
PEER = lib.HERE / "node-peer"


def node_peer_ready():
    """Install the peer as its lock file pins it. Without a prebuilt binary better-sqlite3 is compiled here, against
    the headers that came with node."""
    if (PEER / "node_modules" / ".package-lock.json").exists():
        return
    print("   installing the Node peer", flush=True)
    environment = dict(os.environ)
    prefix = os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("node"))))
    if os.path.exists(f"{prefix}/include/node/node_api.h"):
        environment.setdefault("npm_config_nodedir", prefix)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=PEER, env=environment, check=True,
                   timeout=1200)


class NodePeer(lib.Server):
    def __init__(self, folder, rows, key, processes):
        port = lib.free_port()
        (folder / "rows.json").write_text(json.dumps(rows))
        super().__init__(["node", PEER / "server.js", folder / "peer.sqlite", port, folder / "rows.json", key, processes],
                         port, folder / "log", {"NODE_ENV": "production"})


def all_episodes(server, headers):
    rows, cursor = [], ""
    with lib.connected(server.port) as connection:
        while cursor is not None:
            answer = lib.ask(connection, "GET", f"/autopod/v1/episodes?limit=100&cursor={cursor}", headers=headers, expect=200)
            page = json.loads(answer.body)
            rows += page["episodes"]
            cursor = page["next_cursor"]
    return rows


def measure(run):
    node_peer_ready()
    data, credentials = run.demo(*run.scaled((2, 500), (1, 50)))
    same_data, _ = run.demo(*run.scaled((2, 500), (1, 50)))
    headers = {"X-API-Key": credentials["publishing"]["api_key"]}
    key = headers["X-API-Key"]
    processes = os.cpu_count()
    with lib.Mooring(data) as ours, lib.Mooring(same_data, "serve", "--http-response-cache-bytes", "0") as uncached:
        target = "/autopod/v1/episodes?limit=20"
        page = lib.get(ours.port, target, headers, expect=200).body
        rows = all_episodes(ours, headers)
        with NodePeer(run.new_folder("node"), rows, key, 1) as node, \
                NodePeer(run.new_folder("nodes"), rows, key, processes) as nodes, \
                lib.Nginx(run.new_folder("nginx"), {"page.json": page}) as nginx:
            if json.loads(lib.get(node.port, "/v1/episodes?limit=20", headers, expect=200).body) != json.loads(page):
                raise RuntimeError("the Node peer's page is another one")

            def rate(server, path):
                return lambda: lib.wrk(server.url(path), run.seconds, CONNECTIONS, headers).requests_per_second

            cached, fresh, one, many, ceiling = lib.interleaved(
                run.rounds, rate(ours, target), rate(uncached, target), rate(node, "/v1/episodes?limit=20"),
                rate(nodes, "/v1/episodes?limit=20"), rate(nginx, "/page.json"))
    count = f"{len(rows):,} episodes"
    return [
        lib.compare(f"GET /v1/episodes?limit=20 of {count}, vs Node", cached, one, "/s", at_least=3),
        lib.compare(f"the same, vs {processes} Node processes", cached, many, "/s"),
        lib.compare("the same, vs nginx over the same bytes (ceiling)", cached, ceiling, "/s"),
        lib.compare("the same without Mooring's cache of answers, vs Node", fresh, one, "/s"),
        lib.compare(f"the same without the cache, vs {processes} Node processes", fresh, many, "/s"),
    ]
