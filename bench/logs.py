"""Hits through the whole pipeline (parse, classify, identify, deduplicate, store durably) from a log in nginx's combined
format, against GoAccess reading the same log."""

import datetime
import random
import re
import shutil
import subprocess
import time

import lib

HITS_PER_SECOND = 500_000
FIRST = datetime.datetime(2026, 9, 1, tzinfo=datetime.timezone.utc)
DAYS = 30
AGENTS = [
    "AppleCoreMedia/1.0.0.21G93 (iPhone; U; CPU OS 17_6 like Mac OS X; en_us)",
    "Podcasts/4023.610.3 CFNetwork/1568.200.51 Darwin/24.1.0",
    "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)",
    "Spotify/9.0.2 Android/34 (SM-S911B)",
    "PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "AntennaPod/3.4.1",
    "Castbox/8.42.0-240906160 (Linux;Android 14)",
    "curl/7.88.1",
]
WEIGHTS = [30, 22, 8, 14, 6, 9, 4, 4, 2, 1]


def write_log(path, lines, targets):
    """`lines` requests in the order of time, of listeners of whom some come back often."""
    dice = random.Random(7)
    addresses = [f"{dice.randrange(1, 223)}.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"
                 for _ in range(max(1000, lines // 6))]
    step = datetime.timedelta(days=DAYS) / lines
    with open(path, "w") as log:
        for number in range(lines):
            target, size = targets[int(len(targets) * dice.random() ** 2)]
            sent = size if dice.random() < 0.7 else dice.randrange(2, size)
            address = addresses[int(len(addresses) * dice.random() ** 1.5)]
            agent = dice.choices(AGENTS, WEIGHTS)[0]
            at = (FIRST + number * step).strftime("%d/%b/%Y:%H:%M:%S +0000")
            log.write(f'{address} - - [{at}] "GET {target} HTTP/1.1" 200 {sent} "-" "{agent}"\n')


def timed(arguments, **more):
    started = time.perf_counter()
    process = subprocess.run(list(map(str, arguments)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if process.returncode != 0:
        raise RuntimeError(f"{arguments[:3]} failed: {process.stderr[-500:]}")
    return time.perf_counter() - started


def measure(run):
    lines = run.scaled(1_000_000, 50_000)
    data, credentials = run.demo(1, 50)
    with lib.Mooring(data) as server:
        feed = lib.get(server.port, lib.path_of(credentials["shows"][0]["feed_url"]), expect=200).body.decode()
    targets = [(lib.path_of(url), int(size)) for url, size in re.findall(r'<enclosure url="([^"]+)" length="(\d+)"', feed)]
    log = run.new_folder("logs") / "access.log"
    write_log(log, lines, targets)
    copies = iter(range(1000))

    def ours():
        copy = log.parent / f"data-{next(copies)}"
        shutil.copytree(data, copy)
        rate = lines / timed([lib.BINARY, "admin", "import-log", "--source", "bench", "--format", "nginx", "--data", copy, log])
        shutil.rmtree(copy)
        return rate

    def goaccess():
        return lines / timed(["goaccess", log, "--log-format=COMBINED", "--no-progress", "-o", log.parent / "report.json"])

    rates = lib.interleaved(min(run.rounds, 3), ours, goaccess)
    best = lib.median(rates[0])
    row = lib.compare(f"log of {lines:,} requests, vs GoAccess", *rates, "/s", at_least=1, style="{:,.0f}")
    return [row, lib.Row("the same, on its own", f">= {HITS_PER_SECOND:,} /s", f"{best:,.0f} /s", "", None,
                         best >= HITS_PER_SECOND)]
