"""accounts-oauth.md, sections 8.5, 10 and 11: every operation of every family against every kind of credential.

The operations come from the program's own tables (`mooring reference`); one that no table below names fails the test."""

import re

import pytest

from accounts import CREATORS, CREATORS_URI, VERIFIER, code_on
from instance import Instance, mooring
from publishing import ALL_SCOPES, Publishing
from webapi import ALL_SCOPES as WEB_SCOPES
from webapi import Webapi

REFERENCES = ("publishing", "webapi", "accounts", "dashboard")
PREFIXES = {"publishing": "/autopod", "webapi": "/spotify", "accounts": "/accounts", "dashboard": "/dashboard/api"}
NO_ID = "0123456789abcdefghijkl"

# Who gets in: by operation, the scope it asks for. `None`: any token; a name of `USERS`: a person's token.
PUBLISHING = {
    "get_station": "station:read", "list_episodes": "episodes:read", "create_episode": "episodes:write",
    "upload_episode": "episodes:write", "generate_episode": "episodes:generate", "get_episode": "episodes:read",
    "update_episode": "episodes:write", "archive_episode": "episodes:write", "list_shows": "shows:read",
    "create_show": "shows:write", "get_show": "shows:read", "update_show": "shows:write", "delete_show": "shows:write",
    "search": "episodes:read", "get_schedule": "schedule:read", "put_schedule": "schedule:write",
    "clear_schedule": "schedule:write", "get_now_playing": "schedule:read"}
READ, MODIFY, PERSON, ANY = "user-library-read", "user-library-modify", "person", None
WEBAPI = {
    "get_shows": ANY, "get_show": ANY, "list_episodes": ANY, "get_episodes": ANY, "get_episode": ANY, "search": ANY,
    "get_markets": ANY, "get_me": PERSON, "list_saved_shows": READ, "contains_shows": READ, "list_saved_episodes": READ,
    "contains_episodes": READ, "contains_library": READ, "save_shows": MODIFY, "remove_shows": MODIFY, "save_episodes": MODIFY,
    "remove_episodes": MODIFY, "save_library": MODIFY, "remove_library": MODIFY}
ACCOUNTS = {"silent_authorize", "authorize", "answer_consent", "give_token", "revoke", "metadata", "show_sign_in", "sign_in",
            "sign_out", "show_first_run", "first_run", "show_invitation", "take_invitation"}
# Pages of somebody who is signed in; their roles are in test_home_pages.py.
HOME = {"show_overview", "create_workspace", "show_account", "change_account", "change_password", "show_sessions",
        "create_session", "revoke_session", "revoke_grant", "show_workspace", "create_show",
        "change_workspace_member", "invite_to_workspace", "withdraw_workspace_invitation", "show_apps",
        "register_app", "change_app", "show_show", "change_show_member", "invite_to_show", "withdraw_show_invitation",
        "show_keys", "create_key", "revoke_key", "show_users", "create_user", "change_user", "show_audit"}
# The person's session alone, and for writes its token; their roles are in test_dashboard_api.py.
DASHBOARD = {"get_account", "put_account", "put_password", "list_sessions", "create_session", "delete_session",
             "list_grants", "delete_grant", "list_apps", "create_app", "put_app", "delete_app", "replace_app_secret",
             "list_workspaces", "create_workspace", "put_workspace", "create_show", "list_keys", "create_key",
             "delete_key", "list_workspace_members", "add_workspace_member", "put_workspace_member",
             "delete_workspace_member", "list_workspace_invitations", "invite_to_workspace", "list_show_members",
             "add_show_member", "put_show_member", "delete_show_member", "list_show_invitations", "invite_to_show",
             "delete_invitation", "put_playback", "list_imports", "create_import", "get_companions", "get_waveform", "put_chapters",
             "delete_chapters", "put_transcript", "delete_transcript", "list_users", "create_user", "put_user", "list_audit"}


def operations(family):
    """(name, method, path) of the family's table, ids filled in."""
    done = mooring("reference", family)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"^\| (\w+) \| ([A-Z]+) \| `([^`]+)`", done.stdout, re.M)
    assert rows
    return [(name, method, re.sub(r"\{[^}]+\}", "1" if family == "publishing" else NO_ID, path)) for name, method, path in rows]


class Walk:
    """One server that logs everything, one credential of each kind, and every secret that was used."""

    def __init__(self):
        self.instance = Instance()
        self.instance.start("--limits-enabled", "false", "--log-level", "trace")
        self.web = Webapi(self.instance)
        accounts = self.web.accounts
        session = accounts.session("ada")
        read_only = accounts.session("ada", "--read-only")
        key = self.web.publishing.key
        weak_key = Publishing(self.instance, "Other", ["station:read"]).key
        page = accounts.silent(session)
        creators = accounts.exchange(code_on(page.text), CREATORS, CREATORS_URI, VERIFIER).json
        user = self.web.user_tokens()
        bare = self.web.user_tokens(scopes=())
        bearer = lambda token: {"Authorization": f"Bearer {token}"}  # noqa: E731
        cookies = lambda **pairs: {"Cookie": "; ".join(f"{n}={v}" for n, v in pairs.items())}  # noqa: E731
        self.kinds = {
            "none": {},
            "api key": {"X-API-Key": key},
            "weak api key": {"X-API-Key": weak_key},
            "wrong api key": {"X-API-Key": "apk_" + "x" * 40},
            "app bearer": bearer(self.web.token),
            "user bearer": bearer(user["access_token"]),
            "bare user bearer": bearer(bare["access_token"]),
            "creators bearer": bearer(creators["access_token"]),
            "wrong bearer": bearer("BQ" + "x" * 43),
            "sp_dc": cookies(sp_dc=session["sp_dc"], sp_key=session["sp_key"]),
            "anchorpw_s": cookies(anchorpw_s=session["anchorpw_s"]),
            "read-only session": cookies(sp_dc=read_only["sp_dc"], sp_key=read_only["sp_key"]),
            "wrong bearer, good cookie": {**bearer("BQ" + "y" * 43), **cookies(sp_dc=session["sp_dc"], sp_key=session["sp_key"])},
        }
        self.creators_scopes = creators["scope"].split()
        self.secrets = [key, weak_key, "apk_" + "x" * 40, self.web.token, user["access_token"], user["refresh_token"],
                        bare["access_token"], creators["access_token"], self.web.app["client_secret"],
                        session["sp_dc"], session["sp_key"], session["anchorpw_s"], read_only["sp_dc"], read_only["sp_key"],
                        "BQ" + "x" * 43, code_on(page.text), VERIFIER, "s" * 32, "lantern over the harbour wall"]

    def outcome(self, family, method, path, kind):
        """`in`, 401 or 403: how far the credential gets. Behind the door anything may be wrong with the request."""
        headers = dict(self.kinds[kind])
        body = None
        if method in ("POST", "PUT"):
            headers["Content-Type"], body = "application/json", b"{}"
        answer = self.instance.request(method, PREFIXES[family] + path, body, headers)
        assert answer.status < 500 or answer.status == 501, (family, method, path, kind, answer)
        return answer.status if answer.status in (401, 403) else "in"


@pytest.fixture(scope="module")
def walk():
    one = Walk()
    yield one
    one.instance.close()


@pytest.mark.parametrize("family,table", [("publishing", PUBLISHING), ("webapi", WEBAPI), ("accounts", ACCOUNTS | HOME), ("dashboard", DASHBOARD)])
def test_every_operation_is_in_the_table(family, table):
    assert {name for name, _, _ in operations(family)} == set(table)


def test_publishing_takes_its_keys_alone(walk):
    for name, method, path in operations("publishing"):
        for kind in walk.kinds:
            expected = {"api key": "in", "weak api key": "in" if PUBLISHING[name] == "station:read" else 403,
                        "wrong api key": 403}.get(kind, 401)
            assert walk.outcome("publishing", method, path, kind) == expected, (name, kind)


@pytest.mark.parametrize("scope", ALL_SCOPES)
def test_a_key_opens_what_its_scope_names(walk, scope):
    key = walk.web.publishing.new_key(scope)
    walk.kinds["one scope"] = {"X-API-Key": key}
    walk.secrets.append(key)
    for name, method, path in operations("publishing"):
        expected = "in" if PUBLISHING[name] == scope else 403
        assert walk.outcome("publishing", method, path, "one scope") == expected, (name, scope)
    del walk.kinds["one scope"]


def test_the_web_api_takes_bearers_alone(walk):
    def expected(asked, kind):
        if kind not in ("app bearer", "user bearer", "bare user bearer", "creators bearer"):
            return 401
        if kind == "app bearer":
            return "in" if asked is ANY else 403
        scopes = {"user bearer": WEB_SCOPES, "bare user bearer": (), "creators bearer": walk.creators_scopes}[kind]
        return "in" if asked in (ANY, PERSON) or asked in scopes else 403

    for name, method, path in operations("webapi"):
        for kind in walk.kinds:
            assert walk.outcome("webapi", method, path, kind) == expected(WEBAPI[name], kind), (name, kind)


def rows_with_needs(family):
    """(name, method, path, needs) of the family; a route that says nothing of what it needs is not among them."""
    done = mooring("reference", family)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"^\| ([^|]+) \| ([A-Z]+) \| `([^`]+)` \| (open|read|write|manage) \|", done.stdout, re.M)
    assert len(rows) == done.stdout.count("\n| ") - 1, "every route says what it needs"
    return rows


def test_the_creators_api_takes_the_web_apps_bearers_and_sessions(walk):
    """Section 10: neither keys nor tokens of other apps; a read-only session reads."""
    show = walk.instance.admin("show", "create", "--workspace", str(walk.web.accounts.workspace), "--title", "Table")
    ask = lambda method, path, kind, body=b"{}": walk.instance.request(  # noqa: E731
        method, path, body if method in ("POST", "PUT") else None, walk.kinds[kind])
    for name, method, path, needs in rows_with_needs("creators"):
        for kind in walk.kinds:
            draft = ask("POST", f"/v3/stations/{show['id']}/episodes", "creators bearer").json["episodeId"]
            real = {"{EP}": str(draft), "{ST}": str(show["id"]), "{SHOW}": show["show_uri"], "{UPLOAD}": "0" * 36,
                    "{USER}": "1", "{ID}": "1", "{AUDIO}": "a1"}
            target = re.sub(r"\{[A-Z]+\}", lambda one: real[one.group()], path)
            status = ask(method, target, kind).status
            if needs == "open":
                expected = status != 403
            elif kind in ("creators bearer", "sp_dc", "anchorpw_s"):
                expected = status not in (401, 403) or name == "1-B"
            elif kind == "read-only session":
                expected = (status == 403) == (needs != "read" or name == "1-B")
            else:
                expected = status == 401
            assert expected, (name, kind, status)


def test_station_analytics_takes_the_web_apps_bearers_and_connector_sessions(walk):
    """Section 10: no `sp_dc`, neither keys nor tokens of other apps."""
    show = walk.instance.admin("show", "create", "--workspace", str(walk.web.accounts.workspace), "--title", "Numbers")
    draft = walk.instance.request("POST", f"/v3/stations/{show['id']}/episodes", b"{}", walk.kinds["creators bearer"]).json["episodeId"]
    for name, method, path, needs in rows_with_needs("analytics"):
        assert needs == "read", "every number takes a role on the show"
        target = path.replace("{ST}", str(show["id"])).replace("{EP}", str(draft))
        for kind in walk.kinds:
            status = walk.instance.request(method, target, headers=walk.kinds[kind]).status
            gets_in = kind in ("creators bearer", "anchorpw_s")
            assert (status in (200, 400, 404)) if gets_in else status == 401, (name, kind, status)


def test_accounts_takes_neither_keys_nor_bearers(walk):
    for name, method, path in operations("accounts"):
        nobody = walk.outcome("accounts", method, path, "none")
        for kind in ("api key", "app bearer", "user bearer", "creators bearer"):
            assert walk.outcome("accounts", method, path, kind) == nobody, (name, kind)
    # A form that changes something asks for more than a cookie.
    headers = {**walk.kinds["sp_dc"], "Content-Type": "application/x-www-form-urlencoded"}
    assert walk.instance.request("POST", "/accounts/logout", b"x=y", headers).status == 403


def test_the_dashboard_takes_sessions_alone_and_writes_with_their_token(walk):
    for name, method, path in operations("dashboard"):
        for kind in walk.kinds:
            expected = 401 if kind not in ("sp_dc", "read-only session") else "in" if method == "GET" else 403
            assert walk.outcome("dashboard", method, path, kind) == expected, (name, kind)


def test_nothing_secret_is_in_the_log(walk):
    """Last in this file: what all tests above used, at the most talkative level."""
    log = walk.instance.log_text() + walk.instance.output_text()
    assert "ready" in log
    for secret in walk.secrets:
        for form in {secret, secret.replace(":", "%3A"), secret.replace(" ", "+")}:
            assert form not in log, form[:8]
