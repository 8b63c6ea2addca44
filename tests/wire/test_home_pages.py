"""The pages on which people manage what is theirs: without scripts, and in a phone's width."""

import html
import json
import os
import re
from pathlib import Path

import pytest

from accounts import PASSWORD, Accounts, field
from browser import Browser as Chromium
from dashboard import Dashboard
from instance import Instance


def code(page, name):
    """A value that is shown once."""
    return html.unescape(re.search(rf'<code id="{name}">([^<]*)</code>', page).group(1))


@pytest.fixture
def ada(accounts):
    return accounts.signed_in()


def audit(accounts):
    return [action for action, _, _ in Dashboard.of(accounts).audit()]


def test_who_is_not_signed_in_signs_in_first(accounts):
    stranger = accounts.browser()
    for path in ("/home", "/home/account", "/home/sessions", "/home/workspaces/1", "/home/workspaces/1/apps", "/home/workspaces/1/keys", "/home/users", "/home/audit?before=7"):
        answer = stranger.get(path)
        assert answer.status == 302 and answer.header("Location").startswith("/accounts/login?continue=%2Faccounts%2Fhome"), path
    assert stranger.call("POST", "/home/workspaces", {"name": "x"}).status == 302
    page = stranger.get(stranger.get("/home/audit?before=7").header("Location").removeprefix("/accounts")).text
    assert field(page, "continue") == "/accounts/home/audit?before=7"
    assert stranger.sign_in(accounts.email).header("Location") == "/accounts/home"


def test_every_form_needs_its_token(accounts, ada):
    ada.get("/home")
    for path in ("/home/workspaces", "/home/account", "/home/password", "/home/sessions", "/home/sessions/1/revoke", "/home/grants/1/revoke",
                 "/home/workspaces/1/shows", "/home/workspaces/1/members/1", "/home/workspaces/1/invitations", "/home/workspaces/1/apps",
                 "/home/workspaces/1/apps/2", "/home/workspaces/1/keys", "/home/workspaces/1/keys/1/revoke", "/home/users", "/home/users/1", "/home/shows/1/members/1", "/home/shows/1/invitations",
                 "/home/shows/1/invitations/1/withdraw", "/home/workspaces/1/invitations/1/withdraw"):
        assert ada.call("POST", path, {"name": "x"}).status == 403, path
        assert ada.call("POST", path, {"csrf": "x" * 43}).status == 403, path


def test_a_story(accounts, ada):
    """Create a workspace and a show, invite a second person, register an app, delete it."""
    home = ada.get("/home")
    assert home.status == 200 and "Hello, Ada" in home.text and "<script" not in home.text
    made = ada.submit("/home/workspaces", home.text, name="Second <Quay>")
    assert made.status == 303
    workspace = made.header("Location").removeprefix("/accounts")
    page = ada.get(workspace)
    assert page.status == 200 and "Second &lt;Quay&gt;" in page.text
    show = ada.submit(workspace + "/shows", page.text, title="Tides").header("Location").removeprefix("/accounts")
    page = ada.get(show)
    assert page.status == 200 and "Tides" in page.text
    link = code(ada.submit(show + "/invitations", page.text, role="editor", email="ben@harbour.example").text, "link")
    withdrawn = code(ada.submit(show + "/invitations", page.text, role="analyst").text, "link")
    listed = ada.get(show).text
    assert link not in listed and listed.count("/withdraw") == 2
    paths = re.findall(r'action="/accounts(/home/shows/\d+/invitations/\d+/withdraw)"', listed)
    assert ada.submit(paths[1], listed).status == 303
    assert accounts.browser().get(withdrawn[withdrawn.index("/invite"):]).status == 404
    ben = accounts.browser()
    path = link[link.index("/invite"):]
    assert ben.submit(path, ben.get(path).text, display_name="Ben", email="ben@harbour.example", password=PASSWORD).status == 303
    assert "Tides" in ben.get("/home").text and "Editor" in ben.get("/home").text
    assert ben.get(show).status == 403 and ben.get(workspace).status == 404
    assert ben.get("/home/audit").status == 403

    page = ada.get(show).text
    member = re.search(r'action="/accounts(/home/shows/\d+/members/\d+)"', page).group(1)
    assert ada.submit(member, page, do="save", role="show_admin").status == 303
    assert ben.get(show).status == 200
    assert ada.submit(member, page, do="save", role="boss").status == 400
    assert ada.submit(member, page, do="remove").status == 303
    assert ben.get(show).status == 404

    apps = workspace + "/apps"
    page = ada.get(apps).text
    wrong = ada.submit(apps, page, name="Player", redirect_uris="http://evil.example/", kind="confidential")
    assert wrong.status == 400 and "redirect_uri" in wrong.text
    registered = ada.submit(apps, page, name="Player", redirect_uris="https://p.example/cb\r\nhttps://p.example/cb2\r\n", kind="confidential")
    assert registered.status == 201
    basic = (code(registered.text, "client_id"), code(registered.text, "client_secret"))
    assert accounts.token(basic, grant_type="client_credentials").status == 200
    page = ada.get(apps).text
    assert basic[0] in page and basic[1] not in page and "https://p.example/cb2" in page
    app = re.search(r'action="/accounts(/home/workspaces/\d+/apps/\d+)"', page).group(1)
    renewed = ada.submit(app, page, do="secret")
    assert renewed.status == 201 and code(renewed.text, "client_secret") != basic[1]
    assert accounts.token(basic, grant_type="client_credentials").status == 400
    assert ada.submit(app, page, do="remove").status == 303
    assert "None yet." in ada.get(apps).text

    log = ada.get("/home/audit").text
    for action in ("workspace.created", "show.created", "invitation.created", "invitation.withdrawn", "invitation.accepted", "role.given",
                   "role.taken", "app.created", "app.secret_replaced", "app.removed"):
        assert action in log
    assert "127.0.0.1" in log


def test_api_keys(accounts, ada):
    keys = f"/home/workspaces/{accounts.workspace}/keys"
    assert keys in ada.get(f"/home/workspaces/{accounts.workspace}").text
    page = ada.get(keys).text
    assert ada.submit(keys, page, label="Nothing").status == 400
    assert ada.submit(keys, page, label="Bad", **{"scope.shows:read": "on"}, days="0").status == 400
    made = ada.submit(keys, page, label="Rundown <tool>", **{"scope.shows:read": "on", "scope.episodes:read": "on"}, days="30")
    assert made.status == 201
    key = code(made.text, "api_key")
    page = ada.get(keys).text
    assert "Rundown &lt;tool&gt;" in page and "shows:read" in page and key not in page and key[:12] in page
    ask = lambda path: accounts.instance.request("GET", "/autopod/v1" + path, headers={"X-API-Key": key}).status  # noqa: E731
    Dashboard.of(accounts).put(f"/workspaces/{accounts.workspace}", publishing_api=True)
    assert (ask("/shows"), ask("/station")) == (200, 403)
    revoke = re.search(r'action="/accounts(/home/workspaces/\d+/keys/\d+/revoke)"', page).group(1)
    assert ada.submit(revoke, page).status == 303
    assert ask("/shows") in (401, 403) and "Rundown" not in ada.get(keys).text


def test_people(accounts, ada):
    page = ada.get("/home/users").text
    assert accounts.email in page
    short = ada.submit("/home/users", page, display_name="Kit", email="kit@harbour.example", password="short", kind="person")
    assert short.status == 400 and "password" in short.text.lower()
    made = ada.submit("/home/users", page, display_name="Kit <Quay>", email="kit@harbour.example", password=PASSWORD + " 2", kind="person")
    assert made.status == 303
    page = ada.get("/home/users").text
    assert "Kit &lt;Quay&gt;" in page
    kit = re.findall(r'action="/accounts(/home/users/\d+)"', page)[-1]
    browser = accounts.browser()
    browser.get("/login")
    assert browser.sign_in("kit@harbour.example", PASSWORD + " 2").status in (302, 303)
    assert browser.get("/home/users").status == 403 and "/home/users" not in browser.get("/home").text
    for order, text in (("promote", "(administrator)"), ("demote", "Make administrator"), ("disable", "(disabled)"), ("enable", "Disable")):
        assert ada.submit(kit, page, do=order).status == 303
        assert text in ada.get("/home/users").text.split("kit@harbour.example")[0].rsplit("<li>", 1)[1] + ada.get("/home/users").text.split("kit@harbour.example")[1], order
    own = re.findall(r'action="/accounts(/home/users/\d+)"', page)[0]
    last = ada.submit(own, page, do="demote")
    assert last.status == 409, "there is always an administrator"


def test_sessions_for_tools(accounts, ada):
    page = ada.get("/home/sessions").text
    wrong = ada.submit("/home/sessions", page, label="Tool", days="30", access="read", password="wrong wrong wrong")
    assert wrong.status == 403 and "The password is wrong." in wrong.text
    assert ada.submit("/home/sessions", page, label="", days="30", access="read", password=PASSWORD).status == 400
    assert ada.submit("/home/sessions", page, label="Tool", days="31", access="read", password=PASSWORD).status == 400
    made = ada.submit("/home/sessions", page, label="Tool", days="30", access="read", password=PASSWORD)
    assert made.status == 201 and made.header("Cache-Control") == "no-store"
    cookies = {name: code(made.text, name) for name in ("sp_dc", "sp_key", "anchorpw_s")}
    assert "login_required" not in accounts.silent(cookies).text
    tool = accounts.browser()
    tool.cookies = {"sp_dc": cookies["sp_dc"], "sp_key": cookies["sp_key"]}
    own = tool.get("/home")
    assert "read only" in own.text
    assert tool.submit("/home/workspaces", own.text, name="x").status == 403
    listed = ada.get("/home/sessions").text
    assert cookies["sp_dc"] not in listed and "Tool" in listed and "(read only)" in listed
    row = listed[listed.index("Tool"):]
    assert ada.submit(re.search(r'action="/accounts(/home/sessions/\d+/revoke)"', row).group(1), listed).status == 303
    assert "login_required" in accounts.silent(cookies).text
    assert audit(accounts)[1:3] == ["session.revoked", "session.started"]


def test_the_account_page(accounts, ada):
    page = ada.get("/home/account").text
    assert ada.submit("/home/account", page, display_name="Ada <Q>", country="PT").status == 303
    assert "Ada &lt;Q&gt;" in ada.get("/home").text
    assert ada.submit("/home/account", page, display_name="", country="").status == 400
    for current, new, status in [("wrong wrong wrong", "another good password", 403), (PASSWORD, "short", 400), (PASSWORD, "another good password", 303)]:
        answer = ada.submit("/home/password", page, current_password=current, password=new)
        assert answer.status == status and new not in answer.text
    assert ada.get("/home").status == 200, "this session stays"
    assert accounts.browser().sign_in(accounts.email, "another good password").status == 303


def test_the_last_owner_stays(accounts, ada):
    workspace = ada.submit("/home/workspaces", ada.get("/home").text, name="Third").header("Location").removeprefix("/accounts")
    page = ada.get(workspace).text
    member = re.search(r'action="/accounts(/home/workspaces/\d+/members/\d+)"', page).group(1)
    refused = ada.submit(member, page, do="remove")
    assert refused.status == 409 and "a workspace keeps an owner" in refused.text and "Third" in refused.text


# In a browser.

@pytest.fixture(scope="module")
def chromium():
    one = Chromium()
    yield one
    one.close()


@pytest.fixture(scope="module")
def harbour():
    one = Instance()
    one.start("--limits-enabled", "false")
    accounts = Accounts(one)
    ada = Dashboard.of(accounts)
    accounts.show = ada.post(f"/workspaces/{accounts.workspace}/shows", title="Harbour Lights, the long-named podcast about the sea").json["id"]
    ada.post(f"/workspaces/{accounts.workspace}/shows", title="Tides")
    for name, role in [("ben", "editor"), ("olga", "owner")]:
        accounts.person(name)
        ada.post(f"/workspaces/{accounts.workspace}/members", email=f"{name}@harbour.example", role=role)
    ada.post(f"/workspaces/{accounts.workspace}/invitations", email="new.person@harbour.example", role="editor")
    ada.post("/apps", workspace_id=accounts.workspace, name="A player", redirect_uris=["https://player.example/callback"])
    accounts.link = ada.post(f"/shows/{accounts.show}/invitations", role="editor", email="new.person@harbour.example").json["url"]
    yield accounts
    one.close()


def fill(page, **values):
    for name, value in values.items():
        page.evaluate(f"document.querySelector('[name={name}]').value = {json.dumps(value)}")


PAGES = ["home", "home/account", "home/sessions", "home/workspaces/1", "home/workspaces/1/apps", "home/workspaces/1/keys", "home/users", "home/shows/1", "home/audit"]


@pytest.mark.parametrize("width,mobile,scheme", [(1280, False, "light"), (360, True, "dark")])
def test_the_pages_look_right(chromium, harbour, tmp_path, width, mobile, scheme):
    folder = Path(os.environ.get("MOORING_SCREENSHOTS", tmp_path))
    base = harbour.instance.base_url + "/accounts/"
    page = chromium.page(width=width, height=800, mobile=mobile)
    try:
        page.color_scheme(scheme)
        page.disable_scripts()

        def look(name):
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than the screen"
            assert page.evaluate("document.querySelector('h1').textContent.length") > 0
            page.screenshot(folder / f"{name.replace('/', '-')}-{width}.png", whole=True)

        page.go(harbour.link)
        look("invite")
        page.go(base + "login")
        fill(page, email=harbour.email, password=PASSWORD)
        page.click("button")
        page.wait_for("location.pathname == '/accounts/home'")
        for name in PAGES:
            page.go(base + name)
            assert page.evaluate("document.querySelector('nav') !== null"), name
            look(name)
        page.go(base + "home/sessions")
        fill(page, label="Analytics", password=PASSWORD)
        page.click("form[action$='/home/sessions'] button")
        page.wait_for("document.querySelector('#sp_dc') !== null")
        look("cookies")
        page.go(harbour.link)
        look("accept")
        assert page.violations == [] and page.errors == []
    finally:
        page.close()
