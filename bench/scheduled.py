"""What 10,000 scheduled episodes cost a server that nobody asks: processor time against the same server without them."""

import json
import time

import lib

REST = 40  # seconds until all that was made is worked off and the plays are closed
WATCHED = 30


def processor_seconds(server):
    fields = open(f"/proc/{server.process.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def idle(data, rest, watched):
    """Seconds of processor time per minute of rest."""
    with lib.Mooring(data) as server:
        time.sleep(rest)
        before = processor_seconds(server)
        time.sleep(watched)
        return (processor_seconds(server) - before) * 60 / watched


def measure(run):
    count = run.scaled(10_000, 200)
    rest, watched = run.scaled(REST, 3), run.scaled(WATCHED, 3)
    data, credentials = run.demo(1, 50)
    without = idle(data, rest, watched)
    key = {"X-API-Key": credentials["publishing"]["api_key"], "Content-Type": "application/json"}
    soon = int(time.time()) + 7 * 86400
    with lib.Mooring(data) as server, lib.connected(server.port) as connection:
        show = json.loads(lib.ask(connection, "GET", "/autopod/v1/shows", headers=key, expect=200).body)[0]["id"]
        for number in range(count):
            body = {"title": f"Later {number}", "show_id": show, "datetime": soon + number,
                    "audio_url": "https://archive.tidepool.example/later.mp3"}
            lib.ask(connection, "POST", "/autopod/v1/episodes", json.dumps(body).encode(), key, expect=201)
    # What was asked to be done about them (their audio is nowhere) is tried again for days, which is no cost of waiting.
    lib.forget_jobs(data)
    with_them = idle(data, rest, watched)
    return [lib.absolute(f"idle with {count:,} scheduled episodes, processor time a minute", with_them, "s", style="{:.2f}",
                         at_most=round(without + 0.1, 2), peer=f"{without:.2f} s without")]
