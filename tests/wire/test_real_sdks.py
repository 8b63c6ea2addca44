"""The vendor's own TypeScript SDK, the Node SDK and spotipy, unmodified, through token, catalogue, paging, search, library
and error paths (webapi-v1.md, section 9; accounts-oauth.md, 9.3)."""

import json
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from accounts import CALLBACK, VERIFIER, challenge_of, field, query_of
from webapi import Webapi

CLIENTS = Path(__file__).parent.parent / "clients"
SCOPE = "user-library-read user-library-modify user-read-private user-read-email user-read-playback-position"


@pytest.fixture(scope="module")
def web(shared):
    one = Webapi(shared)
    show, number = one.show("Tide Tables")
    one.given = {"base": shared.base_url, "client_id": one.app["client_id"], "client_secret": one.app["client_secret"],
                 "redirect_uri": CALLBACK, "scope": SCOPE, "show": show}
    for index in range(3):
        one.given["episode"], _ = one.episode(number, f"Harbour {index}")
    return one


def agree(web, app, **more):
    """The code that a person's browser brings back to the client."""
    browser = web.accounts.signed_in()
    back = browser.get("/authorize?" + urlencode({"response_type": "code", "client_id": app["client_id"], "redirect_uri": CALLBACK,
                                                  "scope": SCOPE, "state": "s", **more}))
    if back.status == 200:
        back = browser.submit("/authorize", back.text, query=field(back.text, "query"), answer="agree")
    return query_of(back)["code"]


def run(command, given):
    done = subprocess.run([*command, json.dumps(given)], capture_output=True, text=True, timeout=120, cwd=CLIENTS)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def need(folder, registry):
    if not (CLIENTS / folder).is_dir():
        pytest.skip(f"the {registry} packages of tests/clients could not be installed")


def assert_catalogue(web, out):
    assert out["show"]["name"] == "Tide Tables" and out["show"]["episodes"]["total"] == 3
    assert out["episode"]["name"] == "Harbour 2" and out["episode"]["show"]["id"] == web.given["show"]
    assert out["me"]["display_name"] == "Ada" and out["me"]["email"] == "ada@harbour.example"


def test_the_typescript_sdk(web):
    need("node_modules", "npm")
    app = web.accounts.app("--public")
    code = agree(web, app, code_challenge=challenge_of(VERIFIER), code_challenge_method="S256")
    tokens = web.accounts.token(grant_type="authorization_code", code=code, client_id=app["client_id"], redirect_uri=CALLBACK,
                                code_verifier=VERIFIER).json
    out = run(["node", "web_api_ts_sdk.mjs"], {**web.given, "public_client_id": app["client_id"], "tokens": tokens})
    assert_catalogue(web, out)
    assert [show["name"] for show in out["shows"]] == ["Tide Tables"] * 2
    assert [episode["name"] for episode in out["page"]["items"]] == ["Harbour 1"]
    assert [episode["name"] for episode in out["episodes"]] == ["Harbour 2"]
    assert out["search"]["episodes"]["total"] == 3 and out["search"]["shows"]["total"] == 0
    assert len(out["markets"]["markets"]) == 250
    assert "non existing id" in out["unknown"]
    assert "This request requires user authentication" in out["needs_user"]
    assert out["refreshed"]
    assert out["saved_shows"]["items"][0]["show"]["id"] == web.given["show"]
    assert out["saved_episodes"]["items"][0]["episode"]["id"] == web.given["episode"]
    assert out["has_show"] == [True] and out["has_episode"] == [True]
    assert out["after"] == [[False], [False]]


def test_the_node_sdk(web):
    need("node_modules", "npm")
    out = run(["node", "web_api_node.cjs"], {**web.given, "code": agree(web, web.app)})
    assert_catalogue(web, out)
    assert len(out["shows"]["shows"]) == 2
    assert [episode["name"] for episode in out["page"]["items"]] == ["Harbour 1"]
    assert out["search"]["shows"]["items"][0]["id"] == web.given["show"]
    assert out["found"]["episodes"]["total"] == 3
    assert out["unknown"]["status"] == 404 and "non existing id" in out["unknown"]["message"]
    assert out["needs_user"]["status"] == 403
    assert out["bad_token"]["status"] == 401 and "Invalid access token" in out["bad_token"]["message"]
    assert urlsplit(out["authorize_url"]).path.endswith("/accounts/authorize")
    assert parse_qs(urlsplit(out["authorize_url"]).query)["state"] == ["a state"]
    assert (out["contains"], out["after"]) == ([True], [False])
    assert out["saved"]["items"][0]["show"]["id"] == web.given["show"]


def test_spotipy(web):
    need("python", "PyPI")
    out = run(["/usr/bin/python3", "run_spotipy.py"], {**web.given, "code": agree(web, web.app)})
    assert_catalogue(web, out)
    assert len(out["shows"]["shows"]) == 2 and len(out["episodes"]["episodes"]) == 1
    assert out["walked"] == ["Harbour 2", "Harbour 1", "Harbour 0"]
    assert out["search"]["episodes"]["total"] == 3
    assert len(out["markets"]["markets"]) == 250
    assert out["unknown"]["status"] == 404 and "non existing id" in out["unknown"]["message"]
    assert out["needs_user"]["status"] == 403
    assert out["authorize_url"].startswith(web.instance.base_url + "/accounts/authorize?")
    assert out["saved_shows"]["items"][0]["show"]["id"] == web.given["show"]
    assert out["saved_episodes"]["items"][0]["episode"]["id"] == web.given["episode"]
    assert out["contains"] == [[True], [True]] and out["after"] == [[False], [False]]
