"""accounts-oauth.md, 8.4 to 8.7: the management operations."""

import re
import time
from pathlib import Path

import pytest

from accounts import PASSWORD, Accounts
from dashboard import Dashboard, refused
from documents import tone
from instance import Instance
from publishing import Publishing
from test_delivery_feed import wait_for

ROOT = Path(__file__).resolve().parents[2]
NEW_PASSWORD = "a lamp on the far breakwater"


class Harbour:
    """Ada is administrator; Olga owns the workspace; Sam is admin, Ed editor and Ann analyst of its first show; Nobody has no role."""

    def __init__(self, instance):
        self.accounts = Accounts(instance)
        self.workspace = self.accounts.workspace
        self.ada = Dashboard.of(self.accounts)
        self.ids = {"ada": self.ada.get("/account").json["id"]}
        self.show = self.ada.post(f"/workspaces/{self.workspace}/shows", title="Harbour Lights").json["id"]
        elsewhere = Publishing(instance, "Elsewhere")  # where only administrators have a role
        self.episode = elsewhere.upload(elsewhere.show()["id"], tone(2)).json["id"]
        wait_for(lambda: self.ada.get(f"/episodes/{self.episode}/waveform").status == 200, seconds=60)
        for name in ("olga", "sam", "ed", "ann", "nobody"):
            self.accounts.person(name)
        for name, place, role in [("olga", f"/workspaces/{self.workspace}", "owner"), ("sam", f"/shows/{self.show}", "show_admin"),
                                  ("ed", f"/shows/{self.show}", "editor"), ("ann", f"/shows/{self.show}", "analyst")]:
            added = self.ada.post(place + "/members", email=f"{name}@harbour.example", role=role)
            assert added.status == 201, added
        for name in ("olga", "sam", "ed", "ann", "nobody"):
            one = Dashboard.of(self.accounts, name)
            setattr(self, name, one)
            self.ids[name] = one.get("/account").json["id"]

    def paths(self, pattern):
        values = iter([])
        if pattern.startswith("/workspaces/{id}"):
            values = iter([self.workspace, self.ids["nobody"]])
        elif pattern.startswith("/episodes/{id}"):
            values = iter([self.episode, "en"])
        elif pattern.startswith("/shows/{id}"):
            values = iter([self.show, self.ids["ann"]])
        return re.sub(r"\{\w+\}", lambda _: str(next(values, 999_999)), pattern)


@pytest.fixture(scope="module")
def harbour(shared):
    return Harbour(shared)


def operations():
    """(method, path pattern) of every operation, from the reference page, which is checked against the program."""
    page = (ROOT / "docs" / "reference" / "dashboard.md").read_text()
    return re.findall(r"^\| \w+ \| (\w+) \| `([^`]+)` \|$", page, re.MULTILINE)


# Every operation.

def test_without_a_session_every_operation_is_401(harbour):
    assert len(operations()) > 30
    nobody = Dashboard(harbour.accounts.instance, {})
    for method, pattern in operations():
        assert refused(nobody.call(method, harbour.paths(pattern), {}), 401, "unauthenticated"), pattern
    wrong = Dashboard(harbour.accounts.instance, {"sp_dc": "AQ" + "x" * 64})
    assert refused(wrong.get("/account"), 401, "unauthenticated")


def test_other_credentials_open_nothing(harbour):
    session = harbour.accounts.session()
    for cookies in ({"anchorpw_s": session["anchorpw_s"]}, {"sp_key": session["sp_key"]},
                    {"sp_dc": session["sp_dc"], "sp_key": "00000000-0000-4000-8000-000000000000"}):
        assert refused(Dashboard(harbour.accounts.instance, cookies).get("/account"), 401, "unauthenticated")
    both = harbour.ada.call("GET", "/account", headers={"Authorization": "Bearer BQ" + "x" * 43})
    assert refused(both, 401, "unauthenticated"), "a bad bearer is not rescued by a good cookie"


def test_every_write_needs_the_token_of_its_session(harbour):
    other = harbour.olga.token
    for method, pattern in operations():
        if method == "GET":
            continue
        for token in (None, "", "x" * 43, other):
            answer = harbour.ada.call(method, harbour.paths(pattern), {}, {"X-Mooring-CSRF": token})
            assert refused(answer, 403, "forbidden", "X-Mooring-CSRF"), pattern
        foreign = harbour.ada.call(method, harbour.paths(pattern), {}, {"Origin": "https://evil.example"})
        assert refused(foreign, 403, "forbidden", "Origin"), pattern
    own = harbour.ada.call("PUT", "/account", {}, {"Origin": harbour.accounts.instance.base_url})
    assert own.status == 200


def test_a_read_only_session_reads_and_writes_nothing(harbour):
    reader = Dashboard.of(harbour.accounts, "ada", "--read-only")
    for method, pattern in operations():
        answer = reader.call(method, harbour.paths(pattern), None if method == "GET" else {})
        if method == "GET":
            assert answer.status == 200, pattern
        else:
            assert refused(answer, 403, "forbidden"), pattern


# Who may use what: the least role, and what those with less get. `none` is without any role there.
RIGHTS = {
    "/apps": None, "/account": None, "/account/password": None, "/sessions": None, "/sessions/{id}": None, "/grants": None,
    "/grants/{app}": None, "/apps/{id}": None, "/apps/{id}/secret": None, "/invitations/{id}": None,
    "/playback/{id}": None,
    "/episodes/{id}/companions": {"GET": {"ada": 200, "olga": 404}}, "/episodes/{id}/waveform": {"GET": {"ada": 200, "olga": 404}},
    "/episodes/{id}/chapters": {"DELETE": {"olga": 404}}, "/episodes/{id}/transcripts/{language}": {"DELETE": {"olga": 404}},
    "/workspaces": {"POST": {"olga": 403, "ann": 403, "nobody": 403}},
    "/workspaces/{id}": {"PUT": {"olga": 200, "sam": 404, "nobody": 404}},
    "/workspaces/{id}/shows": {"POST": {"sam": 404, "nobody": 404}},
    "/workspaces/{id}/keys": {"GET": {"olga": 200, "sam": 404, "nobody": 404}, "POST": {"ed": 404, "nobody": 404}},
    "/workspaces/{id}/keys/{key}": {"DELETE": {"olga": 404, "sam": 404, "nobody": 404}},
    "/workspaces/{id}/members": {"GET": {"olga": 200, "sam": 404}, "POST": {"sam": 404, "nobody": 404}},
    "/workspaces/{id}/members/{user}": {"PUT": {"sam": 404, "nobody": 404}, "DELETE": {"olga": 404, "sam": 404, "nobody": 404}},
    "/workspaces/{id}/invitations": {"GET": {"olga": 200, "sam": 404}, "POST": {"sam": 404, "nobody": 404}},
    "/shows/{id}/members": {"GET": {"olga": 200, "sam": 200, "ed": 403, "ann": 403, "nobody": 404},
                            "POST": {"ed": 403, "ann": 403, "nobody": 404}},
    "/shows/{id}/members/{user}": {"PUT": {"ed": 403, "ann": 403, "nobody": 404}, "DELETE": {"ed": 403, "ann": 403, "nobody": 404}},
    "/shows/{id}/invitations": {"GET": {"olga": 200, "sam": 200, "ed": 403, "nobody": 404},
                                "POST": {"ed": 403, "ann": 403, "nobody": 404}},
    "/workspaces/{id}/imports": {"GET": {"olga": 200, "sam": 404, "nobody": 404}, "POST": {"sam": 404, "nobody": 404}},
    "/users": {"GET": {"ada": 200, "olga": 403, "nobody": 403}, "POST": {"olga": 403, "nobody": 403}},
    "/users/{id}": {"PUT": {"olga": 403, "nobody": 403}},
    "/audit": {"GET": {"ada": 200, "olga": 200, "sam": 403, "nobody": 403}},
}
BODIES = {"/members": {"email": "nobody@harbour.example", "role": "analyst"}, "/invitations": {"role": "analyst"}, "/shows": {"title": "T"}, "/imports": {"url": "https://old.example/feed.xml"},
          "/workspaces": {"name": "W"}, "/keys": {"label": "L", "scopes": ["shows:read"]},
          "/users": {"email": "new@x.example", "display_name": "N", "password": NEW_PASSWORD}}


def test_every_operation_has_a_row_in_the_table_of_rights():
    assert {pattern for _, pattern in operations()} == set(RIGHTS)


def test_roles_decide(harbour):
    for pattern, methods in RIGHTS.items():
        for method, expected in (methods or {}).items():
            body = BODIES.get(pattern[pattern.rfind("/"):], {"role": "analyst"} if "/members/" in pattern else {})
            for name, status in expected.items():
                answer = getattr(harbour, name).call(method, harbour.paths(pattern), None if method in ("GET", "DELETE") else body)
                assert answer.status == status, (method, pattern, name, answer)
                if status >= 400:
                    assert refused(answer, status, {403: "forbidden", 404: "not_found"}[status])


def test_a_place_that_is_not_there_is_404_for_administrators_too(harbour):
    for path in ("/workspaces/999999/members", "/workspaces/999999/keys", "/shows/999999/members", "/shows/abc/members",
                 "/shows/0/members", "/workspaces/-1/members", "/shows/99999999999999999999/members", "/nothing"):
        assert refused(harbour.ada.get(path), 404, "not_found"), path
    assert refused(harbour.ada.delete("/account"), 405, "method_not_allowed")
    assert harbour.ada.delete("/account").header("Allow") == "GET, HEAD, PUT, OPTIONS"


def test_bad_bodies(harbour):
    for method, pattern in operations():
        if method in ("GET", "DELETE") or pattern.startswith("/episodes/"):  # those are files
            continue
        for body in ("", "{", "[]", "7", '"x"', '{"a":' * 20, b'{"name":"\xff"}'):
            answer = harbour.ada.call(method, harbour.paths(pattern), body)
            assert refused(answer, 400, "invalid_argument"), (pattern, body)
        assert refused(harbour.ada.call(method, harbour.paths(pattern), {"colour": 1}), 400, "invalid_argument", "colour"), pattern
    assert refused(harbour.ada.put("/account", display_name=7), 400, "invalid_argument", "display_name")
    assert refused(harbour.ada.call("PUT", "/account", '{"display_name": "' + "x" * 70_000 + '"}'), 413, "too_large")


# The account.

def test_the_account(harbour):
    before = harbour.ann.get("/account").json
    assert (before["email"], before["display_name"], before["administrator"], before["read_only"]) == ("ann@harbour.example", "Ann", False, False)
    changed = harbour.ann.put("/account", display_name="  Ann Quay ", country="PT", filters_explicit=True)
    assert changed.status == 200
    after = harbour.ann.get("/account").json
    assert (after["display_name"], after["country"], after["filters_explicit"]) == ("Ann Quay", "PT", True)
    for field, value in [("display_name", " "), ("display_name", "x" * 81), ("country", "Portugal"), ("country", "pt")]:
        assert refused(harbour.ann.put("/account", **{field: value}), 400, "invalid_argument", field)
    assert ("account.changed", "ann", f"account:{after['id']}") in harbour.ada.audit()


def test_the_password(harbour):
    accounts = harbour.accounts
    accounts.person("paul")
    paul, elsewhere = Dashboard.of(accounts, "paul"), Dashboard.of(accounts, "paul")
    wrong = paul.put("/account/password", current_password="wrong wrong wrong", password=NEW_PASSWORD)
    assert refused(wrong, 403, "wrong_password", "current_password")
    for password in ("short", "paul@harbour.example", "password1234"):
        assert refused(paul.put("/account/password", current_password=PASSWORD, password=password), 400, "invalid_argument", "password")
    assert refused(paul.put("/account/password", password=NEW_PASSWORD), 400, "invalid_argument", "current_password")
    assert paul.put("/account/password", current_password=PASSWORD, password=NEW_PASSWORD).status == 204
    assert paul.get("/account").status == 200, "the session that changed it stays"
    assert elsewhere.get("/account").status == 401
    assert accounts.browser().sign_in("paul@harbour.example").status == 401
    assert accounts.browser().sign_in("paul@harbour.example", NEW_PASSWORD).status == 303
    assert any(action == "password.changed" for action, _, _ in harbour.ada.audit())


def test_wrong_passwords_are_limited():
    one = Instance()
    try:
        one.start()
        ada = Dashboard.of(Accounts(one))
        for _ in range(5):
            assert ada.post("/sessions", password="wrong wrong wrong", label="x").status == 403
        held = ada.post("/sessions", password=PASSWORD, label="x")
        assert refused(held, 429, "rate_limited", "password") and int(held.header("Retry-After")) > 0
        assert ada.get("/account").status == 200
    finally:
        one.close()


# Sessions and consents.

def test_connector_sessions(harbour):
    made = harbour.ed.post("/sessions", password=PASSWORD, label="Analytics", days=30, read_only=True)
    assert made.status == 201
    values = made.json
    assert values["session"]["label"] == "Analytics" and values["session"]["read_only"] and values["session"]["kind"] == "connector"
    life = time.mktime(time.strptime(values["session"]["expires_at"], "%Y-%m-%dT%H:%M:%SZ")) - time.mktime(
        time.strptime(values["session"]["created_at"], "%Y-%m-%dT%H:%M:%SZ"))
    assert life == 30 * 86400
    assert re.fullmatch(r"AQ[\w-]{64}", values["sp_dc"]) and values["anchorpw_s"].startswith("s:")
    listed = harbour.ed.get("/sessions")
    assert values["sp_dc"] not in listed.text and values["anchorpw_s"] not in listed.text, "shown once"
    ids = {s["id"]: s for s in listed.json["sessions"]}
    assert ids[values["session"]["id"]]["last_address"] == "127.0.0.1"
    assert sum(s["current"] for s in ids.values()) == 1
    tool = Dashboard(harbour.accounts.instance, {"sp_dc": values["sp_dc"], "sp_key": values["sp_key"]})
    assert tool.get("/account").json["read_only"] is True
    assert refused(tool.put("/account", display_name="Ed"), 403, "forbidden")
    session = values["session"]["id"]
    assert refused(harbour.ann.delete(f"/sessions/{session}"), 404, "not_found"), "somebody else's"
    assert harbour.ed.delete(f"/sessions/{session}").status == 204
    assert tool.get("/account").status == 401
    assert refused(harbour.ed.delete(f"/sessions/{session}"), 404, "not_found")
    actor = f"account:{harbour.ids['ed']}"
    assert [("session.revoked", "Analytics", actor), ("session.started", "Analytics", actor)] == [e for e in harbour.ada.audit() if e[1] == "Analytics"]


@pytest.mark.parametrize("change,field", [({"password": "wrong wrong wrong"}, "password"), ({"days": 31}, "days"), ({"days": "30"}, "days"),
                                          ({"label": ""}, "label"), ({"label": "x" * 81}, "label"), ({"read_only": 1}, "read_only"),
                                          ({"password": None}, "password"), ({"days": 2**40}, "days")])
def test_connector_sessions_that_are_refused(harbour, change, field):
    answer = harbour.ed.post("/sessions", **{"password": PASSWORD, "label": "L", "days": 90, **change})
    assert answer.status in (400, 403) and answer.json["error"]["field"] == field


def test_consents(harbour):
    accounts = harbour.accounts
    app = accounts.app()
    browser = accounts.signed_in("ann")
    from urllib.parse import urlencode
    from accounts import CALLBACK
    query = urlencode({"client_id": app["client_id"], "response_type": "code", "redirect_uri": CALLBACK, "scope": "user-read-email"})
    page = browser.get("/authorize?" + query).text
    from accounts import field, query_of
    agreed = browser.submit("/authorize", page, query=field(page, "query"), answer="agree")
    basic = (app["client_id"], app["client_secret"])
    tokens = accounts.token(basic, grant_type="authorization_code", code=query_of(agreed)["code"], redirect_uri=CALLBACK).json
    grants = harbour.ann.get("/grants").json["grants"]
    assert [(g["name"], g["scopes"]) for g in grants] == [("A player", ["user-read-email"])]
    assert refused(harbour.ed.delete(f"/grants/{grants[0]['app_id']}"), 404, "not_found")
    assert harbour.ann.delete(f"/grants/{grants[0]['app_id']}").status == 204
    assert harbour.ann.get("/grants").json["grants"] == []
    assert accounts.token(basic, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert any(e[0] == "grant.revoked" for e in harbour.ada.audit())


# Apps and keys.

def test_apps(harbour):
    made = harbour.olga.post("/apps", workspace_id=harbour.workspace, name="Player", redirect_uris=["https://p.example/cb"])
    assert made.status == 201 and re.fullmatch("[0-9a-f]{32}", made.json["client_secret"])
    app, secret = made.json["id"], made.json["client_secret"]
    basic = (made.json["client_id"], secret)
    assert secret not in harbour.olga.get("/apps").text
    assert app in [a["id"] for a in harbour.olga.get(f"/apps?workspace={harbour.workspace}").json["apps"]]
    assert harbour.accounts.token(basic, grant_type="client_credentials").status == 200
    changed = harbour.olga.put(f"/apps/{app}", name="Player 2")
    assert (changed.json["name"], changed.json["redirect_uris"]) == ("Player 2", ["https://p.example/cb"])
    replaced = harbour.olga.post(f"/apps/{app}/secret", overlap_hours=1)
    assert replaced.status == 200 and replaced.json["client_secret"] != secret
    assert harbour.accounts.token(basic, grant_type="client_credentials").status == 200, "the overlap"
    assert harbour.olga.post(f"/apps/{app}/secret").json["client_secret"]
    assert harbour.accounts.token(basic, grant_type="client_credentials").status == 400
    for one in (harbour.sam, harbour.nobody):
        assert one.get("/apps").json["apps"] == []
        for answer in (one.put(f"/apps/{app}", name="x"), one.delete(f"/apps/{app}"), one.post(f"/apps/{app}/secret"),
                       one.post("/apps", workspace_id=harbour.workspace, name="x"), one.get(f"/apps?workspace={harbour.workspace}")):
            assert refused(answer, 404, "not_found")
    assert refused(harbour.olga.delete("/apps/1"), 404, "not_found"), "the built-in one"
    public = harbour.olga.post("/apps", workspace_id=harbour.workspace, name="Phone", kind="public", redirect_uris=["player:cb"]).json
    assert "client_secret" not in public
    assert refused(harbour.olga.post(f"/apps/{public['id']}/secret"), 409, "conflict")
    assert harbour.olga.delete(f"/apps/{app}").status == 204
    assert refused(harbour.olga.delete(f"/apps/{app}"), 404, "not_found")
    actions = [e[0] for e in harbour.olga.audit()]
    assert {"app.created", "app.changed", "app.secret_replaced", "app.removed"} <= set(actions)


@pytest.mark.parametrize("change,field", [({"name": ""}, "name"), ({"redirect_uris": ["http://p.example"]}, "redirect_uri"),
                                          ({"redirect_uris": "https://p.example"}, "redirect_uris"), ({"kind": "secret"}, "kind"),
                                          ({"redirect_uris": ["https://p.example/"] * 21}, "redirect_uri"), ({"workspace_id": None}, "workspace_id")])
def test_apps_that_are_refused(harbour, change, field):
    answer = harbour.olga.post("/apps", **{"workspace_id": harbour.workspace, "name": "P", "redirect_uris": [], **change})
    assert refused(answer, 400, "invalid_argument", field)


def test_keys(harbour):
    path = f"/workspaces/{harbour.workspace}/keys"
    made = harbour.olga.post(path, label="Robot", scopes=["shows:read"], expires_at="2099-01-01T00:00:00Z")
    assert made.status == 201 and re.fullmatch(r"apk_\w{40}", made.json["api_key"])
    key, text = made.json["id"], made.json["api_key"]
    ask = lambda: harbour.accounts.instance.get("/autopod/v1/shows", X_API_Key=text).status  # noqa: E731
    assert ask() == 403, "the workspace's API is off"
    assert harbour.olga.put(f"/workspaces/{harbour.workspace}", publishing_api=True).json["publishing_api"] is True
    assert ask() == 200
    listed = harbour.olga.get(path)
    assert text not in listed.text and [k["label"] for k in listed.json["keys"]] == ["Robot"]
    assert listed.json["keys"][0]["created_by"] == f"account:{harbour.ids['olga']}"
    for change, field in [({"label": ""}, "label"), ({"scopes": []}, "scopes"), ({"scopes": ["all"]}, "scopes"),
                          ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"), ({"expires_at": "soon"}, "expires_at")]:
        answer = harbour.olga.post(path, **{"label": "L", "scopes": ["shows:read"], **change})
        assert refused(answer, 400, "invalid_argument", field)
    assert harbour.olga.delete(f"{path}/{key}").status == 204
    assert harbour.olga.delete(f"{path}/{key}").status == 204, "twice is fine"
    assert ask() == 403
    assert harbour.olga.get(path).json["keys"][0]["revoked_at"]
    assert refused(harbour.olga.delete(f"{path}/999999"), 404, "not_found")
    assert [e[0] for e in harbour.olga.audit() if "Robot" in e[1]] == ["key.revoked", "key.created"]


# Places, members, users.

def test_workspaces_and_shows(harbour):
    made = harbour.ada.post("/workspaces", name="Second", time_zone="Europe/Lisbon")
    assert made.status == 201 and made.json["role"] == "owner"
    show = harbour.ada.post(f"/workspaces/{made.json['id']}/shows", title="Tides", description="Twice a day.")
    assert show.status == 201 and show.json["uri"].startswith("spotify:show:")
    for body, field in [({"name": ""}, "name"), ({"name": "x", "time_zone": "Mars"}, "time_zone"), ({}, "name"), ({"name": "x" * 201}, "name")]:
        assert refused(harbour.ada.post("/workspaces", **body), 400, "invalid_argument", field)
    for body, field in [({"title": " "}, "title"), ({}, "title"), ({"title": "T", "description": "x" * 4001}, "description")]:
        assert refused(harbour.ada.post(f"/workspaces/{made.json['id']}/shows", **body), 400, "invalid_argument", field)
    changed = harbour.ada.put(f"/workspaces/{made.json['id']}", name="Second Quay", time_zone="UTC").json
    assert (changed["name"], changed["time_zone"]) == ("Second Quay", "UTC")
    assert refused(harbour.ada.put(f"/workspaces/{made.json['id']}", name=" "), 400, "invalid_argument", "name")
    of_ada = {w["name"] for w in harbour.ada.get("/workspaces").json["workspaces"]}
    assert {"Harbour", "Second Quay"} <= of_ada
    assert [w["name"] for w in harbour.olga.get("/workspaces").json["workspaces"]] == ["Harbour"]
    of_ann = harbour.ann.get("/workspaces").json["workspaces"]
    assert [(w["name"], w["role"], [(s["title"], s["role"]) for s in w["shows"]]) for w in of_ann] == [
        ("Harbour", None, [("Harbour Lights", "analyst")])]
    assert harbour.nobody.get("/workspaces").json["workspaces"] == []
    assert {"workspace.created", "workspace.changed", "show.created"} <= {e[0] for e in harbour.ada.audit()}


def test_members_of_a_show(harbour):
    harbour.accounts.person("mia")
    path = f"/shows/{harbour.show}/members"
    added = harbour.sam.post(path, email="MIA@harbour.example", role="analyst")
    assert added.status == 201 and added.json["display_name"] == "Mia"
    mia = added.json["user_id"]
    assert refused(harbour.sam.post(path, email="mia@harbour.example", role="editor"), 409, "conflict", "email")
    assert refused(harbour.sam.post(path, email="who@harbour.example", role="editor"), 404, "not_found", "email")
    assert refused(harbour.sam.post(path, email="nobody@harbour.example", role="owner"), 400, "invalid_argument", "role")
    assert refused(harbour.sam.post(path, email="nobody@harbour.example", role="boss"), 400, "invalid_argument", "role")
    member = Dashboard.of(harbour.accounts, "mia")
    assert refused(member.get(path), 403, "forbidden")
    assert harbour.sam.put(f"{path}/{mia}", role="show_admin").json["role"] == "show_admin"
    assert member.get(path).status == 200, "judged by the new role at once"
    assert {m["display_name"]: m["role"] for m in member.get(path).json["members"]}["Mia"] == "show_admin"
    assert harbour.sam.delete(f"{path}/{mia}").status == 204
    assert refused(member.get(path), 404, "not_found")
    assert refused(harbour.sam.put(f"{path}/{mia}", role="editor"), 404, "not_found")
    actor = f"account:{harbour.ids['sam']}"
    entries = [e for e in harbour.olga.audit() if e[2] == actor]
    assert entries[:3] == [("role.taken", f"on show {harbour.show}", actor), ("role.given", f"show_admin on show {harbour.show}", actor),
                           ("role.given", f"analyst on show {harbour.show}", actor)]


def test_the_last_owner_stays(harbour):
    made = harbour.ada.post("/workspaces", name="Third").json["id"]
    ada, path = harbour.ids["ada"], f"/workspaces/{made}/members"
    assert refused(harbour.ada.delete(f"{path}/{ada}"), 409, "conflict")
    assert refused(harbour.ada.put(f"{path}/{ada}", role="editor"), 409, "conflict")
    assert harbour.ada.post(path, email="olga@harbour.example", role="owner").status == 201
    assert harbour.olga.put(f"{path}/{ada}", role="editor").status == 200
    assert harbour.olga.delete(f"{path}/{ada}").status == 204
    assert refused(harbour.olga.delete(f"{path}/{harbour.ids['olga']}"), 409, "conflict")


def test_users(harbour):
    made = harbour.ada.post("/users", email="new@harbour.example", display_name="New", password=NEW_PASSWORD)
    assert made.status == 201 and "password" not in made.text.replace("password_changed_at", "")
    new = made.json["id"]
    assert refused(harbour.ada.post("/users", email="NEW@harbour.example", display_name="N", password=NEW_PASSWORD), 409, "conflict", "email")
    for change, field in [({"email": "x"}, "email"), ({"password": "short"}, "password"), ({"country": "x"}, "country"), ({"display_name": ""}, "display_name")]:
        body = {"email": "other@x.example", "display_name": "O", "password": NEW_PASSWORD, **change}
        assert refused(harbour.ada.post("/users", **body), 400, "invalid_argument", field)
    browser = harbour.accounts.browser()
    assert browser.sign_in("new@harbour.example", NEW_PASSWORD).status == 303
    theirs = Dashboard(harbour.accounts.instance, browser.cookies)
    assert theirs.get("/account").status == 200
    assert harbour.ada.put(f"/users/{new}", disabled=True).json["disabled"] is True
    assert theirs.get("/account").status == 401, "everything of a disabled person ends"
    assert harbour.ada.put(f"/users/{new}", disabled=False, display_name="Newer", email="newer@harbour.example").json["display_name"] == "Newer"
    assert refused(harbour.ada.put(f"/users/{new}", email="ann@harbour.example"), 409, "conflict", "email")
    assert refused(harbour.ada.put("/users/999999", disabled=True), 404, "not_found")
    page = harbour.ada.get("/users?limit=2").json["users"]
    assert len(page) == 2
    assert harbour.ada.get(f"/users?limit=1&after={page[0]['id']}").json["users"] == page[1:]
    assert refused(harbour.ada.get("/users?limit=0"), 400, "invalid_argument", "limit")


def test_the_last_administrator_stays(harbour):
    path = f"/users/{harbour.ids['ada']}"
    assert refused(harbour.ada.put(path, administrator=False), 409, "conflict")
    assert refused(harbour.ada.put(path, disabled=True), 409, "conflict")
    assert harbour.ada.get("/account").json["administrator"] is True
    harbour.accounts.person("second")
    second = Dashboard.of(harbour.accounts, "second")
    second_path = f"/users/{second.get('/account').json['id']}"
    assert harbour.ada.put(second_path, administrator=True).status == 200
    assert second.get("/users").status == 200
    assert harbour.ada.put(second_path, administrator=False).status == 200
    assert refused(second.get("/users"), 403, "forbidden")
    assert [e[0] for e in harbour.ada.audit()][:2] == ["administrator.taken", "administrator.given"]


def test_the_audit_log_pages_and_keeps_to_what_one_owns(harbour):
    first = harbour.ada.get("/audit?limit=3").json["entries"]
    assert len(first) == 3 and [e["id"] for e in first] == sorted((e["id"] for e in first), reverse=True)
    assert set(first[0]) == {"id", "at", "actor", "action", "subject", "address", "workspace_id", "account_id"}
    second = harbour.ada.get(f"/audit?limit=3&before={first[-1]['id']}").json["entries"]
    assert second[0]["id"] < first[-1]["id"]
    assert {e["workspace_id"] for e in harbour.olga.get(f"/audit?workspace={harbour.workspace}").json["entries"]} == {harbour.workspace}
    assert None not in {e["workspace_id"] for e in harbour.olga.get("/audit").json["entries"]}
    assert refused(harbour.sam.get(f"/audit?workspace={harbour.workspace}"), 404, "not_found")
    assert refused(harbour.ada.get("/audit?limit=1000"), 400, "invalid_argument", "limit")
    by_ada = [e for e in harbour.ada.get("/audit").json["entries"] if e["actor"] == f"account:{harbour.ids['ada']}"]
    assert by_ada and all(e["address"] == "127.0.0.1" for e in by_ada)


def test_before_the_first_run_the_operations_wait(instance):
    answer = instance.get("/dashboard/api/account")
    assert answer.status == 503 and answer.json["error"]["code"] == "unavailable"


def test_no_secret_is_in_the_log(harbour):
    made = harbour.olga.post("/apps", workspace_id=harbour.workspace, name="Quiet").json
    key = harbour.olga.post(f"/workspaces/{harbour.workspace}/keys", label="Quiet", scopes=["shows:read"]).json
    session = harbour.ed.post("/sessions", password=PASSWORD, label="Quiet").json
    log = harbour.accounts.instance.log_text()
    for secret in (made["client_secret"], key["api_key"], session["sp_dc"], session["sp_key"], session["anchorpw_s"], PASSWORD, NEW_PASSWORD,
                   harbour.ada.token):
        assert secret not in log
