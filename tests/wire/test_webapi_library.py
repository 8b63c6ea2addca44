"""webapi-v1.md, 7.5 to 7.7 and 7.9, and places in episodes."""

import re

import pytest

from dashboard import Dashboard, refused
from webapi import Webapi

UNKNOWN = "0123456789abcdefghijkl"


@pytest.fixture(scope="module")
def web(shared):
    one = Webapi(shared)
    shared.people = iter(range(1000))
    return one


@pytest.fixture
def reader(web):
    """A token of somebody new, with all scopes."""
    name = f"reader{next(web.instance.people)}"
    web.accounts.person(name, "--country", "SE")
    return web.user_token(name)


@pytest.fixture(scope="module", params=["shows", "episodes"])
def kind(request, web):
    """A kind, its path, and three ids of it."""
    shows = [web.show(f"Library {request.param} {index}") for index in range(3)]
    ids = [show for show, _ in shows]
    if request.param == "episodes":
        ids = [web.episode(number, f"Episode {index}")[0] for index, (_, number) in enumerate(shows)]
    return {"path": f"/me/{request.param}", "ids": ids, "one": request.param[:-1]}


def saved(web, kind, token):
    return [item[kind["one"]]["id"] for item in web.ok(kind["path"], token)["items"]]


def test_saving_and_removing_by_query_and_by_body(web, kind, reader):
    a, b, c = kind["ids"]
    for method, sent in [("PUT", {"ids": f"{a},{b}"}), ("PUT", {"body": [c]}), ("PUT", {"body": {"ids": [a]}})]:
        answer = web.call(method, kind["path"], reader, **sent)
        assert (answer.status, answer.body, answer.header("Content-Length")) == (200, b"", "0")
    assert sorted(saved(web, kind, reader)) == sorted(kind["ids"])
    assert web.ok(kind["path"] + "/contains", reader, ids=f"{c},{UNKNOWN},{a}") == [True, False, True]
    assert web.call("DELETE", kind["path"], reader, ids=a, body=[b]).status == 200, "the query wins"
    assert web.ok(kind["path"] + "/contains", reader, ids=f"{a},{b}") == [False, True]
    assert web.call("DELETE", kind["path"], reader, body=[a, b]).status == 200, "removing twice is fine"
    assert web.call("DELETE", kind["path"], reader, body={"ids": [c]}).status == 200
    assert saved(web, kind, reader) == []


def test_items(web, kind, reader):
    web.call("PUT", kind["path"], reader, ids=kind["ids"][0])
    page = web.ok(kind["path"], reader, market="US")
    assert page["href"] == f"{web.instance.base_url}/spotify/v1{kind['path']}?offset=0&limit=20"
    assert (page["total"], page["next"], page["previous"]) == (1, None, None)
    [item] = page["items"]
    assert set(item) == {"added_at", kind["one"]}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["added_at"])
    assert ("show" in item[kind["one"]]) == (kind["one"] == "episode")
    web.call("PUT", kind["path"], reader, ids=kind["ids"][0])
    assert web.ok(kind["path"], reader)["items"][0]["added_at"] == item["added_at"]


def test_all_or_nothing(web, kind, reader):
    a, b, _ = kind["ids"]
    web.refused(404, "non existing id", "PUT", kind["path"], reader, ids=f"{a},{UNKNOWN}")
    assert saved(web, kind, reader) == []
    web.call("PUT", kind["path"], reader, ids=a)
    web.refused(404, "non existing id", "DELETE", kind["path"], reader, ids=f"{a},{UNKNOWN}")
    assert saved(web, kind, reader) == [a]


def test_bad_ids(web, kind, reader):
    for method in ("PUT", "DELETE"):
        web.refused(400, "Missing required field: ids", method, kind["path"], reader)
        web.refused(400, "Too many ids requested", method, kind["path"], reader, ids=",".join([kind["ids"][0]] * 51))
        web.refused(400, "Invalid base62 id", method, kind["path"], reader, ids="x")
        web.refused(400, "Invalid base62 id", method, kind["path"], reader, body=["x"])
        for body in ("text", 5, None, {"uris": []}, [5], {"ids": "x"}):
            answer = web.call(method, kind["path"], reader, body=body)
            assert answer.status == 400 and set(answer.json["error"]) == {"status", "message"}, body
    too_large = web.call("PUT", kind["path"], reader, body=["x" * 70_000])
    assert too_large.status == 413 and set(too_large.json["error"]) == {"status", "message"}
    web.refused(400, "Missing required field: ids", "GET", kind["path"] + "/contains", reader)


def test_pages_of_a_library(web, kind, reader):
    web.call("PUT", kind["path"], reader, ids=",".join(kind["ids"]))
    first = web.ok(kind["path"], reader, limit=2)
    assert first["total"] == 3 and len(first["items"]) == 2
    rest = web.instance.get(web.instance.path_of(first["next"]), Authorization=f"Bearer {reader}").json
    assert len(rest["items"]) == 1 and rest["next"] is None
    web.refused(400, "Invalid limit", "GET", kind["path"], reader, limit=0)


def test_library_by_uri(web, reader):
    show, number = web.show("By URI")
    episode, _ = web.episode(number)
    uris = f"spotify:show:{show},spotify:episode:{episode}"
    answer = web.call("PUT", "/me/library", reader, uris=uris)
    assert (answer.status, answer.body) == (200, b"")
    assert web.ok("/me/library/contains", reader, uris=f"spotify:episode:{episode},spotify:show:{UNKNOWN},spotify:show:{show}") == [
        True, False, True]
    assert web.call("DELETE", "/me/library", reader, uris=f"spotify:show:{show}").status == 200
    assert web.ok("/me/library/contains", reader, uris=uris) == [False, True]
    for wrong in ("spotify:track:" + show, "spotify:show:x", show, "spotify:show:" + show + ",", "x"):
        assert web.call("PUT", "/me/library", reader, uris=wrong).status == 400, wrong
    for method, path in (("PUT", "/me/library"), ("DELETE", "/me/library"), ("GET", "/me/library/contains")):
        assert web.call(method, path, reader).status == 400
        assert web.call(method, path, reader, uris=",".join([f"spotify:show:{show}"] * 40)).status == 200
        assert web.call(method, path, reader, uris=",".join([f"spotify:show:{show}"] * 41)).status == 400


def test_scopes(web, kind):
    web.accounts.person(f"scoped{kind['one']}")
    token = web.user_token(f"scoped{kind['one']}", ("user-library-read",))
    web.refused(403, "Insufficient client scope", "PUT", kind["path"], token, ids=kind["ids"][0])
    assert web.get(kind["path"], token).status == 200
    bare = web.user_token(f"scoped{kind['one']}", ())
    for path in (kind["path"], kind["path"] + "/contains?ids=" + kind["ids"][0]):
        web.refused(403, "Insufficient client scope", "GET", path, bare)
        web.refused(403, "This request requires user authentication", "GET", path)


def test_me_by_scopes(web):
    web.accounts.person("ines", "--country", "SE")
    always = {"display_name", "external_urls", "followers", "href", "id", "images", "type", "uri"}
    private = {"country", "explicit_content", "product"}
    for scopes, members in [((), always), (("user-read-private",), always | private), (("user-read-email",), always | {"email"}),
                            (("user-read-private", "user-read-email"), always | private | {"email"})]:
        body = web.ok("/me", web.user_token("ines", scopes))
        assert set(body) == members
        assert (body["display_name"], body["type"]) == ("Ines", "user")
        assert body["uri"] == f"spotify:user:{body['id']}" and body["href"].endswith(f"/spotify/v1/users/{body['id']}")
    assert body["email"] == "ines@harbour.example" and body["country"] == "SE" and body["product"] == "premium"
    web.accounts.person("otto")
    assert "country" not in web.ok("/me", web.user_token("otto", ("user-read-private",)))
    web.refused(403, "This request requires user authentication", "GET", "/me")


def test_resume_points(web):
    show, number = web.show("Places")
    episode, _ = web.episode(number)
    web.accounts.person("pia", "--country", "SE")
    with_scope = web.user_token("pia", ("user-read-playback-position",))
    point = {"fully_played": False, "resume_position_ms": 0}
    assert web.ok(f"/episodes/{episode}", with_scope)["resume_point"] == point
    assert web.ok(f"/shows/{show}", with_scope)["episodes"]["items"][0]["resume_point"] == point
    assert web.ok("/episodes", with_scope, ids=episode)["episodes"][0]["resume_point"] == point
    for token in (web.user_token("pia", ()), web.token):
        assert "resume_point" not in web.ok(f"/episodes/{episode}", token, market="SE")
        assert "resume_point" not in web.ok(f"/shows/{show}", token, market="SE")["episodes"]["items"][0]


def test_a_place_that_was_written_is_shown(web):
    show, number = web.show("Written places")
    episode, episode_number = web.episode(number)
    web.accounts.person("pal", "--country", "SE")
    listener = Dashboard.of(web.accounts, "pal")
    token = web.user_token("pal", ("user-read-playback-position",))
    before = web.get(f"/shows/{show}", token).header("ETag")
    path = f"/playback/{episode_number}"
    assert listener.put(path, position_ms=412000).status == 204
    assert web.ok(f"/episodes/{episode}", token)["resume_point"] == {"fully_played": False, "resume_position_ms": 412000}
    after = web.get(f"/shows/{show}", token)
    assert after.json["episodes"]["items"][0]["resume_point"]["resume_position_ms"] == 412000
    assert after.header("ETag") != before
    assert listener.put(path, position_ms=0, fully_played=True).status == 204
    assert web.ok(f"/episodes/{episode}", token)["resume_point"] == {"fully_played": True, "resume_position_ms": 0}
    other = web.user_token("ada", ("user-read-playback-position",))
    assert web.ok(f"/episodes/{episode}", other, market="SE")["resume_point"]["fully_played"] is False, "each for themselves"
    for wrong in ({}, {"position_ms": -1}, {"position_ms": "1"}, {"position_ms": 1, "x": 1}):
        refused(listener.put(path, **wrong), 400, "invalid_argument")
    assert listener.put("/playback/999999999", position_ms=1).status == 404
    assert Dashboard.of(web.accounts, "pal", "--read-only").put(path, position_ms=1).status == 403


def test_explicit_episodes_of_who_filters_them(web):
    _, number = web.show("Words")
    episode, _ = web.episode(number, "Explicit", ["--explicit", "true"])
    web.accounts.person("signe", "--country", "SE")
    assert Dashboard.of(web.accounts, "signe").put("/account", filters_explicit=True).status == 200
    body = web.ok(f"/episodes/{episode}", web.user_token("signe", ()))
    assert body["is_playable"] is False and body["restrictions"] == {"reason": "explicit"}
    assert web.ok(f"/episodes/{episode}", market="SE")["is_playable"] is True


def test_a_read_only_session_never_writes(web, kind):
    from accounts import CREATORS, CREATORS_URI, VERIFIER, code_on
    session = web.accounts.session("ada", "--read-only")
    page = web.accounts.silent(session, scope="user-library-read user-library-modify")
    token = web.accounts.exchange(code_on(page.text), CREATORS, CREATORS_URI, VERIFIER).json["access_token"]
    web.refused(403, "Insufficient client scope", "PUT", kind["path"], token, ids=kind["ids"][0])
