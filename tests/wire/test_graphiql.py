"""GraphiQL at /graphiql, the schema for download, and flags."""

import json
import os
from pathlib import Path

import pytest
from accounts import PASSWORD
from browser import Browser
from creators import Creators
from graphql import ENDPOINT

SCHEMA = Path(__file__).resolve().parents[2] / "src/mooring/api/graphql/creators.graphql"


@pytest.fixture(scope="module")
def harbour(shared):
    return Creators(shared)


def test_the_schema_is_to_be_had_as_text(harbour):
    answer = harbour.instance.get("/graph/schema.graphql")
    assert answer.status == 200 and answer.header("Content-Type") == "application/graphql; charset=utf-8"
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert answer.body == SCHEMA.read_bytes()
    assert harbour.instance.request("HEAD", "/graph/schema.graphql").status == 200
    assert harbour.instance.request("OPTIONS", "/graph/schema.graphql").status == 204
    refused = harbour.instance.request("POST", "/graph/schema.graphql", b"{}")
    assert refused.status == 405 and refused.header("Allow") == "GET, HEAD, OPTIONS"
    assert harbour.instance.get(ENDPOINT).status == 405


def test_flags_of_countries_are_served(harbour):
    answer = harbour.instance.get("/static/flags/fr.svg")
    assert answer.status == 200 and answer.header("Content-Type") == "image/svg+xml"
    assert answer.body.startswith(b"<svg") and "sandbox" in answer.header("Content-Security-Policy")
    same = harbour.instance.get("/static/flags/fr.svg", If_None_Match=answer.header("ETag"))
    assert same.status == 304 and same.body == b""
    for path in ("/static/flags/FR.svg", "/static/flags/zz.svg", "/static/flags/", "/static/flags/../graphiql/react.js",
                 "/static/complete"):
        assert harbour.instance.get(path).status in (400, 404), path
    assert harbour.instance.request("POST", "/static/flags/fr.svg", b"").status == 405


def test_who_is_not_signed_in_signs_in_first(harbour):
    answer = harbour.instance.get("/graphiql")
    assert answer.status == 302 and answer.header("Location") == "/accounts/login?continue=%2Fgraphiql"
    browser = harbour.accounts.signed_in()
    browser.base = ""
    page = browser.get("/graphiql")
    assert page.status == 200 and page.header("Cache-Control") == "no-store"
    policy = page.header("Content-Security-Policy")
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


def test_a_query_runs_in_the_browser(harbour):
    chromium = Browser()
    try:
        page = chromium.page(1280, 900)
        base = harbour.instance.base_url
        page.go(base + "/graphiql")
        for name, value in (("email", harbour.accounts.email), ("password", PASSWORD)):
            page.evaluate(f"document.querySelector('[name={name}]').value = {json.dumps(value)}")
        page.click("form button")
        page.wait_for("location.pathname === '/graphiql' && !!document.querySelector('.graphiql-execute-button')")
        page.click(".graphiql-execute-button")
        page.wait_for("document.querySelector('.result-window')?.innerText.includes('Harbour Lights')")
        assert "hostingProvider" in page.evaluate("document.querySelector('.graphiql-query-editor').innerText")
        page.click("[aria-label='Show Documentation Explorer']")
        page.wait_for("document.querySelector('.graphiql-doc-explorer')?.innerText.includes('Query')")
        if folder := os.environ.get("MOORING_SCREENSHOTS"):
            page.screenshot(Path(folder) / "graphiql.png")
        assert page.violations == []
        assert page.errors == []
        assert [url for url in page.urls() if not url.startswith(base)] == []
    finally:
        chromium.close()
