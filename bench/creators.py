"""The creators API: a 2 GB video put at a signed address, memory and rate against nginx taking the same bytes by WebDAV
PUT; and a page of 50 out of 1,000 episodes."""

import json
import socket
import time

import lib

BLOCK = 1 << 20


def put(port, path, size, mark, expect):
    """Put `size` bytes that begin with `mark`; MiB a second until the answer."""
    block = bytes(range(256)) * (BLOCK // 256)
    head = f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=900) as connection:
        connection.sendall(head.encode())
        first = mark.encode().ljust(64, b".")
        connection.sendall(first)
        left = size - len(first)
        while left > 0:
            part = block if left >= BLOCK else block[:left]
            connection.sendall(part)
            left -= len(part)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    seconds = time.perf_counter() - started
    if int(answer.split(None, 2)[1]) not in expect:
        raise RuntimeError(f"PUT {path}: {answer[:300]!r}")
    return size / seconds / lib.MIB


def measure(run):
    size = run.scaled(2_000_000_000, 50_000_000)
    episodes = run.scaled(1000, 100)
    folder, credentials = run.demo(1, episodes)
    facts = credentials["creators"]
    cookie = {"Cookie": f"anchorpw_s={facts['anchorpw_s']}"}
    growth = []
    with lib.Mooring(folder) as ours, lib.Nginx(run.new_folder("nginx"), {}) as nginx:
        with lib.connected(ours.port) as connection:
            page = f"/v3/stations/{facts['station_id']}/episodePage?orderBy=publishOn&limit=50"
            times = []
            for _ in range(run.scaled(200, 20)):
                started = time.perf_counter()
                lib.ask(connection, "GET", page, headers=cookie, expect=200)
                times.append((time.perf_counter() - started) * 1000)
            draft = lib.ask(connection, "POST", f"/v3/stations/{facts['station_id']}/episodes", b'{"hourOffset":0}',
                            {**cookie, "Content-Type": "application/json"}, expect=200)
            draft = json.loads(draft.body)["episodeId"]
        start = ours.settled_rss()
        numbers = iter(range(1000))

        def to_us():
            given = json.loads(lib.get(
                ours.port, f"/v3/episodes/{draft}/upload/signedUrl?filename=walk.mp4&type=video/mp4&uploadType=video"
                           "&isMumsCompatible=true", cookie, expect=200).body)
            ours.reset_peak()
            rate = put(ours.port, lib.path_of(given["url"]), size, f"ours {next(numbers)}", {200})
            growth.append(ours.status("VmHWM") - start)
            return rate

        def to_nginx():
            number = next(numbers)
            rate = put(nginx.port, f"/put/{number}.mp4", size, f"peer {number}", {201, 204})
            (nginx.log_path.parent / "files" / "put" / f"{number}.mp4").unlink()
            return rate

        rates = lib.interleaved(min(run.rounds, 3), to_us, to_nginx)
    return [
        lib.absolute(f"creators: put {size / 1e9:.2f} GB, peak memory above idle", max(growth) / lib.MIB, "MiB", at_most=32),
        lib.compare(f"creators: put {size / 1e9:.2f} GB, vs nginx WebDAV", *rates, "MiB/s", at_least=0.8),
        lib.absolute(f"creators: episodePage of 50 out of {episodes}, median", lib.median(times), "ms", at_most=5,
                     peer=f"p95 {lib.percentile(times, 0.95):.1f} ms"),
    ]
