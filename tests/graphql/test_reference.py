"""The GraphQL engine beside graphql-js: the same verdict, the same errors at the same places and the same data over generated
requests; the same schema by introspection and as text."""

import json
import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DRIVER = Path(os.environ.get("MOORING_GRAPHQL_DRIVER", ROOT / "build/release/tests/graphql/graphql_reference_driver"))
REQUESTS = 10_000


def ask(schema, *lines):
    done = subprocess.run([DRIVER, schema], input="".join(json.dumps(line) + "\n" for line in lines), capture_output=True,
                          text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_generated_requests_agree():
    if not (HERE.parent / "clients/node_modules/graphql").is_dir():
        pytest.skip("the npm packages of tests/clients could not be installed")
    done = subprocess.run(["node", HERE / "compare.mjs", DRIVER, "--requests", str(REQUESTS)], capture_output=True, text=True,
                          timeout=600)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-3000:]
    summary = json.loads(done.stdout.splitlines()[-1])
    assert summary["requests"] >= REQUESTS and summary["differ"] == 0
    assert min(summary[one] for one in ("syntax", "refused", "answered", "withFieldErrors")) > REQUESTS / 50


def test_every_construct_parses():
    text = (HERE / "documents.graphql").read_text()
    sdl = (HERE / "harbour.graphql").read_text()
    assert ask(HERE / "harbour.graphql", {"parse": text}, {"parse": sdl}) == [{"definitions": 5}, {"definitions": 19}]

