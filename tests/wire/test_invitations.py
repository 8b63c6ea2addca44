"""accounts-oauth.md, 8.5: invitations, by the operations and by the page behind a link."""

import threading

import pytest

from accounts import PASSWORD, Browser, field
from dashboard import Dashboard, refused

HOURS = 3600


@pytest.fixture
def ada(accounts):
    return Dashboard.of(accounts)


@pytest.fixture
def show(accounts, ada):
    return ada.post(f"/workspaces/{accounts.workspace}/shows", title="Harbour <Lights>").json["id"]


def invite(dashboard, show, role="editor", **more):
    answer = dashboard.post(f"/shows/{show}/invitations", role=role, **more)
    assert answer.status == 201, answer
    return answer.json


def path_of(invitation):
    return invitation["url"][invitation["url"].index("/invite/"):]


def join(browser, path, email="ben@harbour.example", **changes):
    page = browser.get(path)
    return browser.submit(path, page.text, **{"display_name": "Ben", "email": email, "password": PASSWORD, **changes})


def role_of(browser, accounts, show):
    places = Dashboard(accounts.instance, browser.cookies).get("/workspaces").json["workspaces"]
    return {s["id"]: s["role"] for w in places for s in w["shows"]}.get(show)


def test_a_new_person_joins(accounts, ada, show):
    made = invite(ada, show, email="ben@harbour.example")
    assert made["url"].startswith(accounts.instance.base_url + "/accounts/invite/") and made["role"] == "editor"
    token = made["url"].rsplit("/", 1)[1]
    assert len(token) == 32
    listed = ada.get(f"/shows/{show}/invitations")
    assert [i["id"] for i in listed.json["invitations"]] == [made["id"]] and token not in listed.text, "shown once"
    browser = accounts.browser()
    page = browser.get(path_of(made))
    assert page.status == 200 and page.header("Cache-Control") == "no-store" and page.header("Referrer-Policy") == "no-referrer"
    assert "Ada" in page.text and "Harbour &lt;Lights&gt;" in page.text and "Editor" in page.text and "<script" not in page.text
    assert field(page.text, "email") == "ben@harbour.example", "the hint"
    done = join(browser, path_of(made))
    assert (done.status, done.header("Location")) == (303, "/accounts/home")
    assert role_of(browser, accounts, show) == "editor"
    assert ada.get(f"/shows/{show}/invitations").json["invitations"] == []
    assert accounts.browser().sign_in("ben@harbour.example").status == 303
    actions = [action for action, _, _ in ada.audit()]
    assert actions[:6].count("invitation.accepted") == 1 and {"account.created", "role.given", "invitation.created"} <= set(actions[:6])
    assert token not in accounts.instance.log_text()


def test_somebody_with_an_account_accepts(accounts, ada, show):
    accounts.person("ben")
    made = invite(ada, show, role="analyst")
    stranger = accounts.browser()
    assert f'/accounts/login?continue=/accounts{path_of(made)}' in stranger.get(path_of(made)).text
    back = stranger.sign_in("ben@harbour.example", **{"continue": "/accounts" + path_of(made)})
    assert back.header("Location") == "/accounts" + path_of(made)
    page = stranger.get(path_of(made)).text
    assert "ben@harbour.example" in page and 'name="password"' not in page
    assert stranger.submit(path_of(made), page).status == 303
    assert role_of(stranger, accounts, show) == "analyst"
    assert stranger.submit(path_of(made), page).status == 303, "a second click by the same person is fine"


def test_used_expired_withdrawn_and_made_up_links(accounts, ada, show):
    used, late, withdrawn = (invite(ada, show) for _ in range(3))
    assert join(accounts.browser(), path_of(used)).status == 303
    assert ada.delete(f"/invitations/{withdrawn['id']}").status == 204
    assert refused(ada.delete(f"/invitations/{withdrawn['id']}"), 404, "not_found")
    assert refused(ada.delete(f"/invitations/{used['id']}"), 404, "not_found")
    other = accounts.browser()
    for path, status, text in [(path_of(used), 410, "was used"), (path_of(withdrawn), 404, "does not exist"),
                               ("/invite/" + "x" * 32, 404, "does not exist"), ("/invite/short", 404, "does not exist")]:
        assert other.get(path).status == status and text in other.get(path).text
    accounts.instance.set_clock_offset(72 * HOURS - 5)
    assert other.get(path_of(late)).status == 200
    form = other.get(path_of(late)).text
    accounts.instance.set_clock_offset(72 * HOURS + 1)
    assert other.get(path_of(late)).status == 410 and "expired" in other.get(path_of(late)).text
    assert other.submit(path_of(late), form, display_name="C", email="c@x.example", password=PASSWORD).status == 410
    assert len(accounts.instance.admin("account", "list")) == 2, "nobody was made"


def test_of_two_at_once_one_gets_in(accounts, ada, show):
    made = invite(ada, show)
    browsers = [accounts.browser() for _ in range(4)]
    pages = [browser.get(path_of(made)).text for browser in browsers]
    answers = []

    def take(n):
        answers.append(browsers[n].submit(path_of(made), pages[n], display_name="B", email=f"b{n}@x.example", password=PASSWORD).status)

    threads = [threading.Thread(target=take, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 410, 410, 410]
    assert len(accounts.instance.admin("account", "list")) == 2
    assert len(ada.get(f"/shows/{show}/members").json["members"]) == 1


def test_what_a_form_may_get_wrong(accounts, ada, show):
    path = path_of(invite(ada, show))
    browser = accounts.browser()
    for changes, status, text in [({"password": "short"}, 400, "password"), ({"email": "x"}, 400, "email"), ({"email": b"b\xff@x.example"}, 400, "email"), ({"display_name": ""}, 400, "display_name"),
                                  ({"email": "ADA@harbour.example"}, 409, "Sign in first"), ({"csrf": "x" * 43}, 403, "too old")]:
        answer = join(browser, path, **changes)
        assert answer.status == status and text in answer.text
        assert 'value="Ben"' in answer.text or changes.get("display_name") == "", "what was typed stays"
        assert PASSWORD not in answer.text and "sp_dc" not in browser.cookies
    assert browser.call("POST", path, {}).status == 403
    assert join(browser, path).status == 303, "nothing was used up"


def test_a_greater_role_stays(accounts, ada, show):
    accounts.person("ben")
    ada.post(f"/shows/{show}/members", email="ben@harbour.example", role="show_admin")
    made = invite(ada, show, role="analyst")
    ben = accounts.signed_in("ben")
    assert ben.submit(path_of(made), ben.get(path_of(made)).text).status == 303
    assert role_of(ben, accounts, show) == "show_admin"


def test_an_owner_who_left_has_left_no_way_back(accounts, ada, show):
    accounts.person("olga")
    path = f"/workspaces/{accounts.workspace}"
    ada.post(path + "/members", email="ada@harbour.example", role="owner")
    olga_id = ada.post(path + "/members", email="olga@harbour.example", role="owner").json["user_id"]
    made = Dashboard.of(accounts, "olga").post(path + "/invitations", role="owner").json
    assert accounts.browser().get(path_of(made)).status == 200
    assert ada.delete(f"{path}/members/{olga_id}").status == 204
    olga = accounts.signed_in("olga")
    assert olga.get(path_of(made)).status == 404


def test_a_read_only_session_accepts_nothing(accounts, ada, show):
    made = invite(ada, show)
    accounts.person("ben")
    session = accounts.session("ben", "--read-only")
    browser = accounts.browser()
    browser.cookies = {"sp_dc": session["sp_dc"], "sp_key": session["sp_key"]}
    page = browser.get(path_of(made))
    assert browser.submit(path_of(made), page.text).status == 403
    assert role_of(browser, accounts, show) is None


@pytest.mark.parametrize("body,field_name", [({"role": "owner"}, "role"), ({"role": "boss"}, "role"), ({}, "role"),
                                             ({"role": "editor", "email": "x"}, "email"), ({"role": "editor", "email": "a@b\nc"}, "email")])
def test_invitations_that_are_refused(accounts, ada, show, body, field_name):
    assert refused(ada.post(f"/shows/{show}/invitations", **body), 400, "invalid_argument", field_name)


def test_a_hundred_are_open_at_most(accounts, ada, show):
    for _ in range(100):
        invite(ada, show)
    assert refused(ada.post(f"/shows/{show}/invitations", role="editor"), 409, "conflict")
    assert len(ada.get(f"/shows/{show}/invitations").json["invitations"]) == 100


def test_an_invitation_outlives_a_restart_and_opens_nothing_without_the_secret(accounts, ada, show):
    made = invite(ada, show)
    catalog = next(accounts.instance.data.glob("catalog*"))
    accounts.instance.restart("--limits-enabled", "false")
    assert made["url"].rsplit("/", 1)[1].encode() not in catalog.read_bytes()
    assert join(Browser(accounts.instance), path_of(made)).status == 303
