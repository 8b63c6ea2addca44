"""The GraphQL engine alone, without HTTP, beside graphql-js on the same schema, documents and data in memory; and what hostile
documents of a megabyte cost it."""

import json
import os
import subprocess
from pathlib import Path

import lib

FOLDER = lib.HERE / "graphql"
SCHEMA = lib.ROOT / "src/mooring/api/graphql/creators.graphql"
DRIVER = Path(os.environ.get("MOORING_GRAPHQL_DRIVER", lib.ROOT / "build/release/tests/graphql/graphql_reference_driver"))
PEER = FOLDER / "peer.mjs"
INTROSPECTION = """{ __schema { types { kind name description fields(includeDeprecated: true) { name description args { name
type { kind name ofType { kind name ofType { kind name } } } defaultValue } type { kind name ofType { kind name ofType { kind
name } } } } inputFields { name type { kind name ofType { kind name } } defaultValue } enumValues { name } } } }"""


class Lines:
    """A program that answers lines of JSON."""

    def __init__(self, *command):
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args[0]} ended")
        return json.loads(line)


def rate(program, seconds, **request):
    """Answers a second, with as many repetitions as take about that long."""
    repeat = 8
    while (taken := program.ask(repeat=repeat, **request)["seconds"]) < seconds / 4:
        repeat *= 2
    repeat = max(1, int(repeat * seconds / taken))
    return repeat / program.ask(repeat=repeat, **request)["seconds"]


def documents(run):
    """Name, text, variables and file of data of each document."""
    for name, label in (("episodes", "a page of 25 episodes"), ("daily", "a series of 90 days")):
        data = run.folder / f"{name}.json"
        paths = FOLDER / f"{name}.graphql", FOLDER / f"{name}.variables.json"
        subprocess.run(["node", PEER, "data", *paths, data], check=True, timeout=120)
        yield label, paths[0].read_text(), json.loads(paths[1].read_text()), data
    yield "introspection", INTROSPECTION, {}, data


def beside_graphql_js(run):
    rows = []
    for label, query, variables, data in documents(run):
        with Lines(DRIVER, SCHEMA, data) as ours, Lines("node", PEER, "serve", data) as theirs:
            answer = ours.ask(query=query, variables=variables)
            reference = json.loads(theirs.ask(query=query, variables=variables)["answer"])
            if label != "introspection" and answer["data"] != reference["data"]:
                raise RuntimeError(f"{label}: the answers differ")

            def measure(program, **more):
                return lambda: rate(program, run.seconds / 5, query=query, variables=variables, **more)

            fresh = lib.interleaved(run.rounds, measure(ours, fresh=True), measure(theirs, fresh=True))
            kept = lib.interleaved(run.rounds, measure(ours), measure(theirs))
        rows.append(lib.compare(f"{label}: parse, validate, execute, vs graphql-js", *fresh, "/s", at_least=5))
        rows.append(lib.compare(f"{label}: with the document kept, vs graphql-js", *kept, "/s"))
    return rows


def hostile_documents():
    """Documents of about a megabyte, each the worst of its kind."""
    size = lib.MIB - 100
    yield "fields", "{" + "a " * (size // 2) + "}"
    yield "one string", '{a(b:"' + "x" * size + '")}'
    yield "escapes in a string", '{a(b:"' + "\\u0041" * (size // 6) + '")}'
    yield "blanks and errors", "{" + " " * size + "".join(f" nope{number}" for number in range(3000)) + "}"
    names = [f"Get{kind}AnalyticsRequestInpu{number}" for number in range(50) for kind in ("Show", "Episode", "Benchmark")]
    yield "misspelt types", "query(" + "".join(f"$v{name}:{name}" for name in names) + "){a}#" + "x" * size
    yield "misspelt fields", "{" + "".join(f"showBySho{number} " for number in range(2000)) + "}#" + "x" * size
    yield "comments", "#\n" * (size // 2)
    yield "braces", "{a" * (size // 2)
    yield "brackets", "{a(b:" + "[" * size
    yield "aliases", "{" + "".join(f"a{number}:__typename " for number in range(3300)) + "#" + "x" * (size - 70_000) + "\n}"
    yield "pairs of selections", "{" + "showsForUser{shows{uri}} " * 1400 + "#" + "x" * (size - 40_000) + "\n}"
    chain = "".join(f"fragment F{n} on Query{{x:showsForUser{{__typename}} ...F{n + 1} ...F{n + 2}}}" for n in range(550))
    yield "fragments", "{...F0 ...F1}" + chain + "#" + "x" * (size - len(chain))
    bomb = "".join(f"fragment F{n} on Show{{...F{n + 1} ...on Show{{...F{n + 1}}}}}" for n in range(400))
    yield "a bomb of fragments", "{showsForUser{shows{...F0}}}" + bomb + "#" + "x" * (size - len(bomb))


def against_hostility(run):
    slowest, largest = (0, ""), (0, "")
    for label, query in hostile_documents():
        with Lines(DRIVER, SCHEMA) as ours:
            # What the driver takes to read the line, some three times its size, counts against the engine.
            before = ours.ask(query="{__typename}", repeat=1)["peakKibibytes"]
            taken = [ours.ask(query=query, repeat=1, fresh=True)["cpuSeconds"] for _ in range(run.scaled(7, 2))]
            after = ours.ask(query="{__typename}", repeat=1)["peakKibibytes"]
        slowest = max(slowest, (lib.median(taken) * 1000, label))
        largest = max(largest, ((after - before) / 1024, label))
    return [
        lib.absolute(f"hostile document of 1 MB, time on a core, slowest kind ({slowest[1]})", slowest[0], "ms", at_most=10, style="{:.1f}"),
        lib.absolute(f"the same, most memory ({largest[1]})", largest[0], "MiB", at_most=32, style="{:.1f}"),
    ]


def measure(run):
    for needed, how in ((DRIVER, "tools/build release graphql_reference_driver"),
                        (lib.ROOT / "tests/clients/node_modules/graphql", "tools/test-clients")):
        if not needed.exists():
            raise RuntimeError(f"{needed} is missing; `{how}` makes it")
    return beside_graphql_js(run) + against_hostility(run)
