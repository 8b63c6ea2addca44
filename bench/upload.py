"""A 200 MB upload: memory, and speed against nginx taking the same bytes by PUT (which neither hashes nor flushes)."""

import json
import socket
import time

import lib


def send(port, method, target, headers, body, expect):
    """Send a request with a large body; seconds until its answer."""
    head = f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=300) as connection:
        connection.sendall(head.encode())
        connection.sendall(body)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    seconds = time.perf_counter() - started
    if int(answer.split(None, 2)[1]) != expect:
        raise RuntimeError(f"{method} {target}: {answer[:300]!r}")
    return seconds, answer.partition(b"\r\n\r\n")[2]


def measure(run):
    data = lib.mp3_bytes(run.scaled(200_000_000, 20_000_000))
    growth = []
    # A show of the demo: a new one would get its artwork made meanwhile, which takes memory of its own.
    folder, credentials = run.demo(1, 50)
    headers = {"X-API-Key": credentials["publishing"]["api_key"]}
    show_id = credentials["shows"][0]["station_id"]
    with lib.Mooring(folder) as ours, lib.Nginx(run.new_folder("nginx"), {}) as nginx:
        start = ours.settled_rss()
        numbers = iter(range(1000))

        def to_us():
            # Other bytes each time, so that the store cannot know the file already.
            number = next(numbers)
            own = bytearray(data)
            own[len(data) // 2 + 100:len(data) // 2 + 108] = number.to_bytes(8, "big")
            body, content_type = lib.form({"title": f"Long {number}", "show_id": show_id}, "long.mp3", bytes(own))
            ours.reset_peak()
            seconds, answer = send(ours.port, "POST", "/autopod/v1/episodes/upload",
                                   {**headers, "Content-Type": content_type}, body, 201)
            growth.append(ours.status("VmHWM") - start)
            if json.loads(answer)["audio_length"] != len(data):
                raise RuntimeError("another length was stored")
            return len(data) / seconds / lib.MIB

        def to_nginx():
            number = next(numbers)
            seconds, _ = send(nginx.port, "PUT", f"/put/{number}.mp3", {}, data, 201)
            (nginx.log_path.parent / "files" / "put" / f"{number}.mp3").unlink()
            return len(data) / seconds / lib.MIB

        ours_rate, nginx_rate = lib.interleaved(min(run.rounds, 3), to_us, to_nginx)
    size = f"{len(data) / 1e6:.0f} MB"
    return [
        lib.absolute(f"upload of {size}: peak memory above idle", max(growth) / lib.MIB, "MiB", at_most=16),
        lib.compare(f"upload of {size}, vs nginx PUT", ours_rate, nginx_rate, "MiB/s"),
    ]
