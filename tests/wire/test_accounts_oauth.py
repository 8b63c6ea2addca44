"""accounts-oauth.md, section 13: authorize, token, revocation, discovery."""

import base64
import json
from urllib.parse import quote, urlencode

import pytest

from accounts import CALLBACK, PASSWORD, VERIFIER, challenge_of, field, query_of


def authorize_path(app, **changes):
    query = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": CALLBACK,
             "scope": "user-library-read user-read-email", "state": "the state", **changes}
    return "/authorize?" + urlencode({k: v for k, v in query.items() if v is not None}, quote_via=quote)


def agree(browser, path):
    page = browser.get(path)
    assert page.status == 200, page.text
    return browser.submit("/authorize", page.text, query=field(page.text, "query"), answer="agree")


@pytest.mark.parametrize("is_public,pkce,basic", [(False, False, False), (False, False, True), (False, True, False),
                                                  (False, True, True), (True, True, False)])
def test_the_whole_flow(accounts, is_public, pkce, basic):
    app = accounts.app(*(["--public"] if is_public else []))
    browser = accounts.signed_in()
    path = authorize_path(app, **({"code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256"} if pkce else {}))
    back = agree(browser, path)
    assert back.status == 302 and back.header("Location").startswith(CALLBACK + "?")
    assert query_of(back)["state"] == "the state"
    form = {"grant_type": "authorization_code", "code": query_of(back)["code"], "redirect_uri": CALLBACK}
    if pkce:
        form["code_verifier"] = VERIFIER
    secret = app.get("client_secret")
    auth = (app["client_id"], secret) if basic else None
    if not basic:
        form["client_id"] = app["client_id"]
        if secret:
            form["client_secret"] = secret
    answer = accounts.token(auth, **form)
    assert answer.status == 200, answer.text
    assert answer.header("Cache-Control") == "no-store" and answer.header("Pragma") == "no-cache"
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert set(answer.json) == {"access_token", "token_type", "expires_in", "refresh_token", "scope"}
    assert answer.json["scope"] == "user-library-read user-read-email"
    again = accounts.token(auth, **{**form, "grant_type": "refresh_token", "refresh_token": answer.json["refresh_token"]})
    assert again.status == 200
    assert (again.json["refresh_token"] == answer.json["refresh_token"]) == (not is_public)


def test_consent_is_asked_once_and_for_more(accounts):
    app = accounts.app()
    browser = accounts.signed_in()
    page = browser.get(authorize_path(app))
    assert "See your e-mail address" in page.text and "A player" in page.text and "Made by Harbour" in page.text
    assert CALLBACK in page.text
    assert "form-action 'self' https://player.example;" in page.header("Content-Security-Policy")
    assert "frame-ancestors 'none'" in page.header("Content-Security-Policy")
    assert page.header("Referrer-Policy") == "no-referrer"
    cancelled = browser.submit("/authorize", page.text, query=field(page.text, "query"), answer="cancel")
    assert query_of(cancelled) == {"error": "access_denied", "state": "the state"}
    assert "code" in query_of(agree(browser, authorize_path(app)))
    assert "code" in query_of(browser.get(authorize_path(app))), "once"
    assert "code" in query_of(browser.get(authorize_path(app, scope="user-read-email"))), "covered"
    assert browser.get(authorize_path(app, show_dialog="True")).status == 200
    assert browser.get(authorize_path(app, scope="streaming")).status == 200, "more"


def test_a_form_is_only_good_from_its_page(accounts):
    app = accounts.app()
    browser = accounts.signed_in()
    page = browser.get(authorize_path(app)).text
    form = {"query": field(page, "query"), "answer": "agree"}
    assert browser.call("POST", "/authorize", form).status == 403
    assert browser.call("POST", "/authorize", {**form, "csrf": "x"}).status == 403
    token = field(page, "csrf")
    assert browser.call("POST", "/authorize", {**form, "csrf": token}, {"Origin": "https://evil.example"}).status == 403
    assert browser.call("POST", "/authorize", {**form, "csrf": token}, {"Origin": "null"}).status == 403
    accounts.person("ben")
    other = accounts.signed_in("ben")
    assert other.call("POST", "/authorize", {**form, "csrf": token}).status == 403
    own = {"Origin": accounts.instance.base_url, "Host": accounts.instance.base_url.removeprefix("http://")}
    assert browser.call("POST", "/authorize", {**form, "csrf": token}, own).status == 302


def test_wrong_addresses_never_redirect(accounts):
    app = accounts.app()
    browser = accounts.signed_in()
    for uri in (CALLBACK + "/", CALLBACK.upper(), CALLBACK + "?x=1", "https://evil.example/", "http://player.example/callback", ""):
        answer = browser.get(authorize_path(app, redirect_uri=uri))
        assert (answer.status, answer.text) == (400, "INVALID_CLIENT: Invalid redirect URI")
    answer = browser.get(authorize_path(app, client_id="nobody"))
    assert (answer.status, answer.text) == (400, "INVALID_CLIENT: Invalid client")


def test_a_loopback_address_takes_any_port(accounts):
    app = accounts.app(redirect="http://127.0.0.1/cb")
    browser = accounts.signed_in()
    assert browser.get(authorize_path(app, redirect_uri="http://127.0.0.1:43211/cb")).status == 200
    assert browser.get(authorize_path(app, redirect_uri="http://localhost:43211/cb")).status == 400


def test_other_faults_go_back(accounts):
    app = accounts.app("--public")
    browser = accounts.signed_in()
    challenge = {"code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256"}
    for changes, error in [({}, "invalid_request"), ({**challenge, "response_type": "token"}, "unsupported_response_type"),
                           ({**challenge, "scope": "nonsense"}, "invalid_scope"),
                           ({**challenge, "code_challenge_method": "plain"}, "invalid_request")]:
        answer = browser.get(authorize_path(app, **changes))
        assert (answer.status, query_of(answer)) == (302, {"error": error, "state": "the state"})


def test_signing_in_comes_back_to_the_question(accounts):
    app = accounts.app()
    browser = accounts.browser()
    path = authorize_path(app)
    away = browser.get(path)
    assert away.status == 302 and away.header("Location").startswith("/accounts/login?continue=")
    page = browser.get(away.header("Location").removeprefix("/accounts"))
    back = browser.submit("/login", page.text, email=accounts.email, password=PASSWORD,
                          **{"continue": field(page.text, "continue")})
    assert (back.status, back.header("Location")) == (303, "/accounts" + path)


def test_errors_of_the_token_endpoint(accounts):
    app = accounts.app()
    auth = (app["client_id"], app["client_secret"])

    def error(auth_=None, **form):
        answer = accounts.token(auth_, **form)
        assert answer.status == 400 and answer.header("Cache-Control") == "no-store"
        assert set(answer.json) == {"error", "error_description"}
        return answer.json["error"], answer.json["error_description"]

    code = {"grant_type": "authorization_code", "code": "AQ" + "x" * 43, "redirect_uri": CALLBACK}
    assert error(auth) == ("unsupported_grant_type", "grant_type parameter is missing")
    assert error(auth, grant_type="password")[1] == "grant_type must be client_credentials, authorization_code or refresh_token"
    assert error(None, **code) == ("invalid_client", "Invalid client")
    assert error(("nobody", "x"), **code) == ("invalid_client", "Invalid client")
    assert error((app["client_id"], "x"), **code) == ("invalid_client", "Invalid client secret")
    assert error(auth, **code, client_id="another") == ("invalid_client", "Invalid client")
    assert error(auth, **code) == ("invalid_grant", "Invalid authorization code")
    assert error(auth, grant_type="refresh_token", refresh_token="x") == ("invalid_grant", "Invalid refresh token")
    twice = accounts.instance.request("POST", "/accounts/api/token", b"grant_type=client_credentials&grant_type=client_credentials",
                                      {"Content-Type": "application/x-www-form-urlencoded"})
    assert (twice.status, twice.json["error"]) == (400, "invalid_request")


def test_an_app_gets_a_token_of_its_own(accounts):
    app = accounts.app()
    answer = accounts.token((app["client_id"], app["client_secret"]), grant_type="client_credentials", scope="")
    assert answer.status == 200 and set(answer.json) == {"access_token", "token_type", "expires_in"}
    public = accounts.app("--public")
    assert accounts.token(None, grant_type="client_credentials", client_id=public["client_id"]).json["error"] == "invalid_client"


def test_browsers_may_ask_for_tokens_and_for_nothing_else(accounts):
    preflight = accounts.instance.request("OPTIONS", "/accounts/api/token", None,
                                          {"Origin": "https://player.example", "Access-Control-Request-Method": "POST"})
    assert preflight.status == 204 and preflight.header("Access-Control-Allow-Origin") == "*"
    assert "Authorization" in preflight.header("Access-Control-Allow-Headers")
    page = accounts.browser().get("/login", Origin="https://player.example")
    assert page.header("Access-Control-Allow-Origin") is None


def test_revocation_tells_nothing(accounts):
    app = accounts.app()
    token = accounts.token((app["client_id"], app["client_secret"]), grant_type="client_credentials").json["access_token"]
    basic = base64.b64encode(f"{app['client_id']}:{app['client_secret']}".encode()).decode()
    for value in (token, token, "nonsense"):
        answer = accounts.instance.request("POST", "/accounts/oauth2/revoke/v1", f"token={value}".encode(),
                                           {"Authorization": f"Basic {basic}"})
        assert (answer.status, answer.body) == (200, b"")
    refused = accounts.instance.request("POST", "/accounts/oauth2/revoke/v1", b"token=x", {})
    assert refused.json["error"] == "invalid_client"


def test_metadata_names_addresses_that_answer(accounts):
    host = accounts.instance.base_url.removeprefix("http://")
    for path, headers, base in [("/accounts", {}, accounts.instance.base_url + "/accounts"),
                                ("", {"Host": "accounts.spotify.com"}, "http://accounts.spotify.com")]:
        for name in ("oauth-authorization-server", "openid-configuration"):
            answer = accounts.instance.request("GET", f"{path}/.well-known/{name}", None, {"Host": host, **headers})
            document = json.loads(answer.body)
            assert document["issuer"] == base
            assert document["token_endpoint"] == base + "/api/token"
            assert document["code_challenge_methods_supported"] == ["S256"]
    assert accounts.instance.get("/accounts/nonsense").status == 404


@pytest.mark.parametrize("path", ["/accounts/api/token", "/accounts/oauth2/revoke/v1"])
def test_programs_are_answered_in_json_whatever_is_wrong(accounts, path):
    for answer, status in [(accounts.instance.get(path), 405),
                           (accounts.instance.request("POST", path, b"x" * 70_000,
                                                      {"Content-Type": "application/x-www-form-urlencoded"}), 413)]:
        assert answer.status == status
        assert set(answer.json) == {"error", "error_description"} and answer.json["error"] == "invalid_request"
    assert accounts.instance.get(path).header("Allow") == "POST, OPTIONS"
