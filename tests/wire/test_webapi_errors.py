"""webapi-v1.md, sections 2 and 8: tokens, errors, caching, other origins, limits."""

import pytest

from webapi import Webapi


@pytest.fixture(scope="module")
def web(shared):
    return Webapi(shared)


@pytest.fixture(scope="module")
def show(web):
    show, number = web.show("Saltmarsh Stories")
    web.number = number
    web.episode(number)
    return show


def raw(web, path, **headers):
    return web.instance.request("GET", "/spotify/v1" + path, headers={k.replace("_", "-"): v for k, v in headers.items()})


def assert_refusal(answer, status, message):
    assert answer.status == status, answer
    assert answer.json == {"error": {"status": status, "message": message}}
    assert answer.header("Content-Type").startswith("application/json")
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert answer.header("ETag") is None


def test_tokens(web, show):
    path = f"/shows/{show}?market=SE"
    nobody = raw(web, path)
    assert_refusal(nobody, 401, "No token provided")
    assert nobody.header("WWW-Authenticate") == 'Bearer realm="spotify"'
    for header in ("Basic YTpi", "Token x", "bearerx"):
        assert_refusal(raw(web, path, Authorization=header), 400, "Only valid bearer authentication supported")
    for token in ("x", web.token[:-1], web.token + "0", "BQ" + "x" * 43, "é", "x" * 3000):
        wrong = raw(web, path, Authorization=f"Bearer {token}".encode().decode("latin-1"))
        assert_refusal(wrong, 401, "Invalid access token")
        assert wrong.header("WWW-Authenticate") == (
            'Bearer realm="spotify", error="invalid_token", error_description="Invalid access token"')
    assert raw(web, path, Authorization=f"bearer {web.token}").status == 200, "schemes have no case"


def test_an_expired_and_a_revoked_token(instance):
    web = Webapi(instance)
    show, _ = web.show()
    tokens = web.user_tokens()
    app = web.app
    assert web.get(f"/shows/{show}", tokens["access_token"], market="SE").status == 200
    revoked = web.instance.request(
        "POST", "/accounts/oauth2/revoke/v1", f"token={tokens['access_token']}&client_id={app['client_id']}"
        f"&client_secret={app['client_secret']}".encode(), {"Content-Type": "application/x-www-form-urlencoded"})
    assert revoked.status == 200
    web.refused(401, "Invalid access token", "GET", f"/shows/{show}", tokens["access_token"], market="SE")
    assert web.get(f"/shows/{show}", market="SE").status == 200
    instance.set_clock_offset(3601)
    expired = web.refused(401, "The access token expired", "GET", f"/shows/{show}", market="SE")
    assert 'error_description="The access token expired"' in expired.header("WWW-Authenticate")


def test_the_order_of_checks(web, show):
    assert_refusal(raw(web, "/nothing"), 404, "Service not found")
    assert_refusal(web.call("POST", "/me"), 405, "Method not allowed")
    assert web.call("POST", "/me/shows").header("Allow") == "GET, HEAD, PUT, DELETE, OPTIONS"
    assert_refusal(raw(web, "/me/shows?limit=0"), 401, "No token provided")
    web.refused(403, "This request requires user authentication", "GET", "/me/shows", limit=0)
    web.refused(400, "Invalid market code", "GET", "/shows/" + "0" * 22, market="ZZ")
    for path in ("", "/", "/shows/x/y/z", "/albums/" + show, "/autopod/v1/shows"):
        assert_refusal(raw(web, path), 404, "Service not found")


def test_a_malformed_request_has_the_familys_form(web):
    with web.instance.connect() as raw_connection:
        raw_connection.sendall(b"GET /spotify/v1/markets HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40_000 + b"\r\n\r\n")
        answer = raw_connection.recv(65536)
    assert b" 431 " in answer.split(b"\r\n")[0]


def test_conditional_requests(web, show):
    first = web.get(f"/shows/{show}", market="SE")
    tag = first.header("ETag")
    assert tag.startswith('W/"') and first.header("Cache-Control") == "private, max-age=0"
    assert first.header("Vary") == "Authorization, Accept-Encoding"
    assert web.get(f"/shows/{show}", market="SE").header("ETag") == tag
    for sent in (tag, f'"x", {tag}', "*", tag[2:]):
        same = web.call("GET", f"/shows/{show}", headers={"If-None-Match": sent}, market="SE")
        assert (same.status, same.body, same.header("ETag")) == (304, b"", tag)
        assert same.header("Vary") == "Authorization, Accept-Encoding"
    other = web.get(f"/shows/{show}", market="NO")
    assert other.header("ETag") != tag, "the market"
    alias = web.instance.request("GET", f"/v1/shows/{show}?market=SE",
                                 headers={"Authorization": f"Bearer {web.token}", "Host": "api.spotify.com"})
    assert alias.header("ETag") != tag, "the base of the links"
    web.accounts.person("rune", "--country", "SE")
    place = web.get(f"/shows/{show}", web.user_token("rune", ("user-read-playback-position",)))
    assert place.header("ETag") != tag, "resume points"


@pytest.mark.parametrize("path", ["/shows/{show}", "/shows/{show}/episodes", "/episodes/{episode}", "/shows?ids={show}"])
def test_a_write_is_seen_at_once(web, show, path):
    episode, number = web.episode(web.number, "Before")
    target = path.format(show=show, episode=episode)
    for turn in range(3):
        before = web.get(target + ("&" if "?" in target else "?") + "market=SE")
        assert before.status == 200
        web.publishing.call("PUT", f"/episodes/{number}", {"title": f"After {turn}"})
        web.publishing.call("PUT", f"/shows/{web.number}", {"presenter": f"Presenter {turn}", "description": f"Told {turn}."})
        after = web.get(target + ("&" if "?" in target else "?") + "market=SE")
        assert f"Told {turn}." in after.text or f"After {turn}" in after.text
        assert after.header("ETag") != before.header("ETag")


def test_a_scheduled_episode_appears_by_itself(instance):
    web = Webapi(instance)
    show, number = web.show()
    now = instance.now()
    web.episode(number, "Soon", datetime=int(now) + 30)
    assert web.ok(f"/shows/{show}", market="SE")["total_episodes"] == 0
    instance.set_clock_offset(31)
    assert web.ok(f"/shows/{show}", market="SE")["total_episodes"] == 1


def test_other_origins(web, show):
    preflight = web.instance.request("OPTIONS", f"/spotify/v1/shows/{show}", headers={
        "Origin": "https://player.example", "Access-Control-Request-Method": "GET"})
    assert preflight.status == 204 and preflight.body == b""
    assert preflight.header("Access-Control-Allow-Origin") == "*"
    assert preflight.header("Access-Control-Allow-Methods") == "GET, POST, PUT, DELETE, PATCH, OPTIONS"
    assert "Authorization" in preflight.header("Access-Control-Allow-Headers")
    assert preflight.header("Access-Control-Max-Age") == "604800"
    assert web.instance.request("OPTIONS", "/spotify/v1/no/such/path").status == 204
    answer = web.call("GET", f"/shows/{show}", headers={"Content-Type": "application/json"}, market="SE")
    assert answer.status == 200 and answer.header("Access-Control-Expose-Headers") == "ETag, Retry-After"


def test_limits(instance):
    instance.restart("--limits-enabled", "true", "--webapi-requests", "20")
    web = Webapi(instance)
    show, _ = web.show()
    other = web.app_token(web.accounts.app())
    for _ in range(20):
        assert web.get(f"/shows/{show}", market="SE").status == 200
    refused = web.refused(429, "API rate limit exceeded", "GET", f"/shows/{show}", market="SE")
    wait = int(refused.header("Retry-After"))
    assert 1 <= wait <= 30
    web.refused(429, "API rate limit exceeded", "GET", "/markets")
    assert web.get(f"/shows/{show}", other, market="SE").status == 200
    assert_refusal(raw(web, "/nothing"), 404, "Service not found")
    instance.set_clock_offset(wait)
    assert web.get(f"/shows/{show}", market="SE").status == 200
