"""accounts-oauth.md, section 13: silent sign-in, cookies and sessions."""

import re

import yaml

from accounts import CREATORS_URI, VERIFIER, code_on


def cookies_of(session):
    return {"sp_dc": session["sp_dc"], "sp_key": session["sp_key"]}


def test_two_cookies_become_a_bearer(accounts):
    session = accounts.session()
    page = accounts.silent(cookies_of(session))
    assert page.status == 200
    assert page.header("Content-Type") == "text/html; charset=utf-8"
    assert page.header("Cache-Control") == "no-store"
    assert "frame-ancestors https://podcasters.spotify.com https://creators.spotify.com" in page.header("Content-Security-Policy")
    answer = accounts.exchange(code_on(page.text))
    assert answer.status == 200
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 3600)
    assert "refresh_token" not in answer.json
    assert answer.json["scope"] == "streaming user-read-email"
    assert re.fullmatch(r"BQ[A-Za-z0-9_-]{43}", answer.json["access_token"])


def test_the_page_reads_as_the_connectors_read_it(accounts):
    for state in ("s" * 32, "1" * 43, "x" * 1024, "a\"b;c</script>\\d'e"):
        page = accounts.silent(cookies_of(accounts.session()), state=state).text
        found = re.search(r"const authorizationResponse = (.*?);", page, re.DOTALL)
        response = yaml.safe_load(found.group(1))
        assert response["type"] == "authorization_response"
        assert response["response"]["state"] == state
        assert response["response"]["code"] == code_on(page)
        assert "login_required" not in page
        assert page.count("</script>") == 1


def test_every_case_of_3_3(accounts):
    good = cookies_of(accounts.session())
    other = accounts.session()

    def error(cookies, **changes):
        answer = accounts.silent(cookies, **changes)
        assert answer.status == 200
        return re.search(r'"error": "([^"]*)"', answer.text).group(1)

    assert error({}) == "login_required"
    assert error({"sp_dc": "AQ" + "x" * 64}) == "login_required"
    assert error({**good, "sp_key": other["sp_key"]}) == "login_required"
    assert code_on(accounts.silent({"sp_dc": good["sp_dc"]}).text), "sp_dc alone"
    assert error(good, scope="nonsense") == "invalid_scope"
    assert error(good, code_challenge_method="plain") == "invalid_request"
    assert error(good, code_challenge="short") == "invalid_request"
    assert error(good, code_challenge=None, code_challenge_method=None) == "invalid_request"
    assert error(good, response_type="token") == "unsupported_response_type"
    assert error(good, state="x" * 1025) == "invalid_request"
    assert error(good, state="é") == "invalid_request"
    app = accounts.app()
    assert error(good, client_id=app["client_id"], redirect_uri="https://player.example/callback") == "consent_required"
    unknown = accounts.silent(good, client_id="x")
    assert (unknown.status, unknown.text) == (400, "client_id: Invalid")
    foreign = accounts.silent(good, redirect_uri="https://evil.example")
    assert (foreign.status, foreign.text) == (400, "redirect_uri: Not matching configuration")


def test_a_code_is_for_its_minute_once(accounts):
    session = cookies_of(accounts.session())
    first, second = (code_on(accounts.silent(session).text) for _ in range(2))
    bearer = accounts.exchange(first)
    assert bearer.status == 200
    assert accounts.exchange(first).json == {"error": "invalid_grant", "error_description": "Invalid authorization code"}
    accounts.instance.set_clock_offset(61)
    assert accounts.exchange(second).json == {"error": "invalid_grant", "error_description": "Authorization code expired"}


def test_a_code_is_for_its_verifier_client_and_address(accounts):
    code = code_on(accounts.silent(cookies_of(accounts.session())).text)
    assert accounts.exchange(code, verifier="w" * 64).json["error_description"] == "code_verifier was incorrect"
    assert accounts.exchange(code, verifier=None).json == {"error": "invalid_request", "error_description": "code_verifier required"}
    assert accounts.exchange(code, redirect_uri=CREATORS_URI + "/").json["error_description"] == "Invalid redirect URI"
    other = accounts.app("--public")
    assert accounts.exchange(code, client_id=other["client_id"]).json["error_description"] == "Invalid authorization code"
    assert accounts.exchange(code, verifier=VERIFIER).status == 200


def test_the_session_cookies_have_their_attributes(accounts):
    browser = accounts.browser()
    answer = browser.sign_in("ada@harbour.example", stay="1")
    set_cookies = [v for n, v in answer.headers.items() if n == "Set-Cookie" and not v.startswith("mooring_csrf")]
    assert [v.split("=")[0] for v in set_cookies] == ["sp_dc", "sp_key", "anchorpw_s"]
    for value in set_cookies:
        assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"} <= set(value.split("; ")[1:])
        assert "Domain" not in value and "Secure" not in value
    assert re.fullmatch(r"AQ[A-Za-z0-9_-]{64}", browser.cookies["sp_dc"])
    assert re.fullmatch(r"s%3A[A-Za-z0-9_-]{32}\.[A-Za-z0-9%]+", browser.cookies["anchorpw_s"])
    passing = accounts.browser()
    passing.sign_in("ada@harbour.example")
    assert code_on(accounts.silent(passing.cookies).text)
    accounts.instance.set_clock_offset(24 * 3600 + 1)
    assert "login_required" in accounts.silent(passing.cookies).text
    assert code_on(accounts.silent(browser.cookies).text)


def test_signing_out_ends_all_three(accounts):
    browser = accounts.signed_in()
    cookies = dict(browser.cookies)
    code = code_on(accounts.silent(cookies).text)
    assert browser.call("POST", "/logout", {"csrf": "made-up"}).status == 403
    consent = browser.get(f"/authorize?response_type=code&client_id={accounts.app()['client_id']}"
                          "&redirect_uri=https%3A%2F%2Fplayer.example%2Fcallback")
    assert browser.submit("/logout", consent.text).status == 303
    assert not {"sp_dc", "sp_key", "anchorpw_s"} & set(browser.cookies)
    assert "login_required" in accounts.silent(cookies).text
    assert accounts.exchange(code).json["error"] == "invalid_grant"


def test_silent_sign_ins_of_one_session_are_limited(accounts):
    first, second = accounts.session(), accounts.session()
    accounts.instance.restart("--limits-enabled", "true", "--accounts-silent-sign-ins", "5")
    for _ in range(5):
        assert code_on(accounts.silent(first).text)
    refused = accounts.silent(first)
    assert refused.status == 429 and 1 <= int(refused.header("Retry-After")) <= 60
    assert "login_required" not in refused.text
    assert code_on(accounts.silent(second).text), "each session for itself"
    accounts.instance.set_clock_offset(int(refused.header("Retry-After")))
    assert code_on(accounts.silent(first).text)
