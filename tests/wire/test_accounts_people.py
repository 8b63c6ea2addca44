"""accounts-oauth.md, section 13: people."""

import shutil
import stat
import threading

import pytest

from accounts import PASSWORD, Accounts, Browser, field, silent
from instance import Instance
from publishing import Publishing


def set_up(browser, token, email="root@harbour.example", **changes):
    page = browser.get(f"/setup?token={token}")
    return browser.submit("/setup", page.text, **{"token": token, "email": email, "display_name": "Root", "password": PASSWORD,
                                                  "workspace_name": "Harbour", **changes})


def test_the_first_run(instance):
    file = instance.data / "setup-token"
    token = file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"{instance.base_url}/accounts/setup?token={token}\n" in instance.output_text()
    assert token not in instance.log_text()
    browser = Browser(instance)
    wrong = set_up(browser, "wrong")
    assert wrong.status == 403 and "The set-up token is wrong" in wrong.text
    short = set_up(browser, token, password="short")
    assert short.status == 400 and "password" in short.text and "root@harbour.example" in short.text
    instance.restart()
    assert file.read_text().strip() == token, "kept over a restart"
    done = set_up(browser, token)
    assert done.status == 303 and browser.cookies["sp_dc"]
    assert not file.exists()
    assert browser.get("/setup").status == 404
    assert instance.admin("account", "list")[0]["administrator"] is True
    assert [w["name"] for w in instance.admin("workspace", "list")] == ["Harbour"]


def test_of_two_first_runs_one_succeeds(instance):
    token = (instance.data / "setup-token").read_text().strip()
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(set_up(Browser(instance), token, f"r{n}@x.example").status))
               for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) in ([303, 404], [303, 409])
    assert len(instance.admin("account", "list")) == 1


def test_the_command_line_makes_the_first_administrator(instance):
    made = instance.admin("create", "--email", "root@x.example", "--name", "Root", "--password-stdin", stdin=PASSWORD)
    assert made["administrator"] is True
    assert Browser(instance).get("/setup").status == 404
    assert not (instance.data / "setup-token").exists()
    refused = instance.admin("create", "--email", "b@x.example", "--name", "B", "--password-stdin", stdin="password1234", check=False)
    assert refused.returncode == 2 and "password" in refused.stderr and "password1234" not in refused.stderr


def test_a_lost_password(accounts):
    browser = accounts.signed_in()
    accounts.instance.admin("reset-password", "--email", accounts.email, "--password-stdin", stdin="another good password")
    assert "login_required" in accounts.silent(browser.cookies).text
    assert accounts.browser().sign_in(accounts.email).status == 401
    assert accounts.browser().sign_in(accounts.email, "another good password").status == 303


def test_signing_in_tells_nobody_who_is_there(accounts):
    wrong, nobody = (accounts.browser().sign_in(email, "wrong wrong wrong") for email in (accounts.email, "nobody@x.example"))
    assert (wrong.status, nobody.status) == (401, 401)
    assert "Incorrect e-mail or password." in wrong.text
    for header in ("Cache-Control", "Referrer-Policy", "Content-Type"):
        assert wrong.header(header) == nobody.header(header)


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "%2F%2Fevil.example",
                                    "/%2F/evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_away_after_signing_in(accounts, target):
    answer = accounts.browser().sign_in(accounts.email, **{"continue": target})
    assert (answer.status, answer.header("Location")) == (303, "/accounts/home")


def test_guessing_is_slowed_down_and_a_restart_forgives_nothing():
    one = Instance()
    try:
        one.start()
        accounts = Accounts(one)
        live = accounts.signed_in()
        for _ in range(5):
            assert accounts.browser().sign_in(accounts.email, "wrong wrong wrong").status == 401
        held = accounts.browser().sign_in(accounts.email)
        assert held.status == 429 and 0 < int(held.header("Retry-After")) <= 900
        one.restart()
        assert accounts.browser().sign_in(accounts.email).status == 429
        assert "login_required" not in accounts.silent(live.cookies).text, "a live session is never thrown out"
        one.set_clock_offset(901)
        assert accounts.browser().sign_in(accounts.email).status == 303
    finally:
        one.close()


def test_a_crowd_that_signs_in_holds_nobody_else_up(accounts):
    page = accounts.browser()
    token = field(page.get("/login").text, "csrf")
    statuses = []

    def knock():
        one = accounts.browser()
        one.cookies = dict(page.cookies)
        statuses.append(one.call("POST", "/login", {"csrf": token, "email": accounts.email, "password": "wrong wrong wrong"}).status)

    threads = [threading.Thread(target=knock) for _ in range(64)]
    for thread in threads:
        thread.start()
    assert accounts.instance.get("/healthz").status == 200
    assert accounts.browser().get("/login").status == 200
    for thread in threads:
        thread.join()
    assert set(statuses) <= {401, 503} and statuses.count(401) >= 32
    assert accounts.instance.resident_kib() < accounts.instance.within(400 * 1024)


def test_forms_need_their_token(accounts):
    browser = accounts.browser()
    browser.get("/login")
    form = {"email": accounts.email, "password": PASSWORD}
    assert browser.call("POST", "/login", form).status == 403
    assert browser.call("POST", "/login", {**form, "csrf": "x" * 43}).status == 403
    assert "sp_dc" not in browser.cookies
    page = browser.get("/login").text
    assert browser.call("POST", "/login", {**form, "csrf": field(page, "csrf")}, {"Origin": "https://evil.example"}).status == 403
    assert browser.call("POST", "/login", {**form, "csrf": field(page, "csrf")}).status == 303


def test_a_copied_catalog_opens_nothing_without_the_secret(accounts, tmp_path):
    session = accounts.session()
    app = accounts.app()
    basic = (app["client_id"], app["client_secret"])
    assert accounts.token(basic, grant_type="client_credentials").status == 200
    accounts.instance.stop()
    shutil.copytree(accounts.instance.data, tmp_path / "copy", ignore=shutil.ignore_patterns("secret", "keys"))
    copy = Instance(tmp_path / "copy")
    try:
        copy.start()
        assert "login_required" in silent(copy, {"sp_dc": session["sp_dc"]}).text
        assert Accounts.token_of(copy, basic, grant_type="client_credentials").json["error"] == "invalid_client"
    finally:
        copy.close()


def test_a_browser_in_front_of_a_proxy_names_the_public_base():
    """The proxy ends TLS and is not on the list of trusted ones: the request itself looks like plain HTTP."""
    one = Instance()
    try:
        one.start("--base-url", "https://pods.example", "--limits-enabled", "false")
        accounts = Accounts(one)
        for origin, status in [("https://pods.example", 303), ("https://evil.example", 403), ("null", 403)]:
            browser = accounts.browser()
            page = browser.get("/login").text
            form = {"csrf": field(page, "csrf"), "email": accounts.email, "password": PASSWORD}
            answer = browser.call("POST", "/login", form, {"Origin": origin})
            assert answer.status == status, origin
        secure = accounts.browser()
        answer = secure.sign_in(accounts.email)
        assert all("Secure" in v for n, v in answer.headers.items() if n == "Set-Cookie")
    finally:
        one.close()


def test_nothing_but_the_set_up_until_there_is_a_person(instance):
    instance.is_set_up = True  # so that the key is made without one
    publishing = Publishing(instance)
    show = instance.admin("show", "create", "--workspace", publishing.workspace, "--title", "Early", "--published", "true")
    api = publishing.call("GET", "/shows")
    assert (api.status, set(api.json)) == (503, {"message"})
    catalogue = instance.get("/spotify/v1/markets")
    assert catalogue.status == 503 and catalogue.json == {"error": {"status": 503, "message": "Service unavailable"}}
    for path in ("/", instance.path_of(show["page_url"])):
        page = instance.get(path)
        assert (page.status, page.header("Location")) == (303, "/accounts/setup"), path
        assert page.header("Cache-Control") == "no-store"
    for path in ("/accounts/login", "/accounts/home", "/accounts/authorize"):
        assert (instance.get(path).status, instance.get(path).header("Location")) == (303, "/accounts/setup"), path
    assert instance.get("/login", Host="accounts.spotify.com").header("Location") == "/setup"
    assert instance.get("/accounts/setup").status == 200
    assert instance.get(instance.path_of(show["feed_url"])).status == 200
    assert instance.get("/healthz").status == 200 and instance.get("/readyz").status == 200
    instance.is_set_up = False
    instance.set_up()
    assert publishing.call("GET", "/shows").status == 200
    assert instance.get("/").status == 200
    assert instance.get("/spotify/v1/markets").status == 401
