"""The original connectors, unmodified, sign in to a Mooring with two cookies (accounts-oauth.md, 9.3)."""

import re
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "clients" / "python"


def run(kind, accounts, session):
    if not PACKAGES.is_dir():
        pytest.skip("the PyPI packages of tests/clients could not be installed")
    return subprocess.run(["/usr/bin/python3", str(HERE / "run_connector.py"), kind, accounts.instance.base_url,
                           session["sp_dc"], session["sp_key"]], capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("kind", ["graphql", "rest"])
def test_a_connector_gets_its_bearer(accounts, kind):
    done = run(kind, accounts, accounts.session("ada", "--read-only"))
    assert done.returncode == 0, done.stderr[-2000:]
    assert re.fullmatch(r"BQ[A-Za-z0-9_-]{43}", done.stdout.strip())


@pytest.mark.parametrize("kind", ["graphql", "rest"])
def test_a_connector_is_told_that_its_cookies_ended(accounts, kind):
    done = run(kind, accounts, {"sp_dc": "AQ" + "x" * 64, "sp_key": "0b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b"})
    assert done.returncode != 0
    assert "CredentialsExpired" in done.stderr
