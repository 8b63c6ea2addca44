"""What checking a credential adds to a request, alone: processor time of the check that every request makes."""

import subprocess

import lib

TOOL = lib.BINARY.parent / "check_credentials"
MOST_US = 20


def measure(run):
    if not TOOL.exists():
        raise RuntimeError(f"{TOOL} is missing; `tools/build release check_credentials` makes it")
    laps = []
    for _ in range(run.rounds):
        lines = subprocess.run([TOOL], check=True, capture_output=True, text=True).stdout.split("\n")
        laps.append({name: float(micros) for name, micros in (line.split() for line in lines if line)})
    least = {name: min(lap[name] for lap in laps) for name in laps[0]}
    names = {"bearer-remembered": "check of a bearer", "session-remembered": "check of a session's cookies",
             "session-read": "the same, read from the catalog", "rights": "the right on a show, read from the catalog"}
    bars = {"bearer-remembered", "session-remembered"}
    return [lib.absolute(text, least[name], "us", at_most=MOST_US if name in bars else None) for name, text in names.items()]
