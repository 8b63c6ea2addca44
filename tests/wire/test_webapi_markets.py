"""webapi-v1.md, section 3: who sees what from where."""

import pytest

from webapi import Webapi


@pytest.fixture(scope="module")
def web(shared):
    one = Webapi(shared)
    one.accounts.person("nils", "--country", "NO")
    one.accounts.person("eva")
    return one


@pytest.fixture(scope="module")
def narrow(web):
    """A show for Sweden and Norway, with an episode for Sweden only."""
    show, number = web.show("Narrow herring", ["--markets", "SE,NO"])
    wide, _ = web.episode(number, "Wide herring")
    swedish, _ = web.episode(number, "Swedish herring", ["--markets", "SE"])
    return {"show": show, "number": number, "wide": wide, "swedish": swedish}


def test_the_shows_own_set_is_shown(web, narrow):
    assert web.ok(f"/shows/{narrow['show']}", market="SE")["available_markets"] == ["NO", "SE"]


@pytest.mark.parametrize("market,seen", [
    ("SE", ["Swedish herring", "Wide herring"]), ("se", ["Swedish herring", "Wide herring"]), ("NO", ["Wide herring"]),
    ("US", None), ("", None), (None, None), ("from_token", None)])
def test_an_app_token_sees_by_the_parameter(web, narrow, market, seen):
    query = {} if market is None else {"market": market}
    both = f"{narrow['wide']},{narrow['swedish']}"
    found = web.ok("/episodes", ids=both, **query)["episodes"]
    matches = web.ok("/search", q="herring", type="episode,show", **query)
    if seen is None:
        for path in (f"/shows/{narrow['show']}", f"/shows/{narrow['show']}/episodes", f"/episodes/{narrow['wide']}"):
            web.refused(404, "non existing id", "GET", path, **query)
        assert web.ok("/shows", ids=narrow["show"], **query) == {"shows": [None]}
        assert found == [None, None]
        assert matches["episodes"]["total"] == 0 and matches["shows"]["total"] == 0
        return
    body = web.ok(f"/shows/{narrow['show']}", **query)
    assert [e["name"] for e in body["episodes"]["items"]] == seen
    assert body["episodes"]["total"] == body["total_episodes"] == len(seen)
    listed = web.ok(f"/shows/{narrow['show']}/episodes", **query)
    assert [e["name"] for e in listed["items"]] == seen and listed["total"] == len(seen)
    assert [e and e["name"] for e in found] == ["Wide herring", "Swedish herring" if "Swedish herring" in seen else None]
    assert [e["name"] for e in matches["episodes"]["items"]] == seen and matches["episodes"]["total"] == len(seen)
    assert matches["shows"]["total"] == 1


def test_an_invalid_market_is_refused(web, narrow):
    for wrong in ("GBR", "ZZ", "S", "s1", "..", "SE,NO"):
        for path in (f"/shows/{narrow['show']}", f"/shows/{narrow['show']}/episodes", f"/episodes/{narrow['wide']}"):
            web.refused(400, "Invalid market code", "GET", path, market=wrong)
        web.refused(400, "Invalid market code", "GET", "/search", q="herring", type="show", market=wrong)
        web.refused(400, "Invalid market code", "GET", "/shows", ids=narrow["show"], market=wrong)


def test_the_accounts_country_goes_first(web, narrow):
    token = web.user_token("nils", ())
    for market in ("SE", "US", "nonsense", "from_token"):
        body = web.ok(f"/shows/{narrow['show']}", token, market=market)
        assert [e["name"] for e in body["episodes"]["items"]] == ["Wide herring"]
        assert "market=" not in body["episodes"]["href"], "it was not used"
    assert web.ok(f"/shows/{narrow['show']}", token)["total_episodes"] == 1


def test_a_user_without_a_country_sees_by_the_parameter(web, narrow):
    token = web.user_token("eva", ())
    web.refused(404, "non existing id", "GET", f"/shows/{narrow['show']}", token)
    assert web.ok(f"/shows/{narrow['show']}", token, market="SE")["total_episodes"] == 2
    web.refused(400, "Invalid market code", "GET", f"/shows/{narrow['show']}", token, market="ZZ")


def test_saved_things_stay_listed(web, narrow):
    token = web.user_token("eva")
    uris = f"spotify:show:{narrow['show']},spotify:episode:{narrow['swedish']}"
    assert web.call("PUT", "/me/library", token, uris=uris).status == 200
    [show] = web.ok("/me/shows", token)["items"]
    assert show["show"]["id"] == narrow["show"]
    [episode] = web.ok("/me/episodes", token)["items"]
    assert episode["episode"]["is_playable"] is False
    assert episode["episode"]["restrictions"] == {"reason": "market"}


def test_nowhere_and_everywhere_again(web):
    show, number = web.show("Nowhere", ["--markets", "none"])
    web.refused(404, "non existing id", "GET", f"/shows/{show}", market="SE")
    web.change_show(number, "--markets", "all")
    assert len(web.ok(f"/shows/{show}", market="SE")["available_markets"]) == 250
    refused = web.instance.admin("show", "set", "--show", number, "--markets", "SE,XX", check=False)
    assert refused.returncode == 2 and "SE,XX" in refused.stderr


def test_a_default_market(instance):
    instance.restart("--limits-enabled", "false", "--webapi-default-market", "SE")
    web = Webapi(instance)
    show, number = web.show("Default", ["--markets", "SE"])
    body = web.ok(f"/shows/{show}")
    assert "market=" not in body["episodes"]["href"]
    web.refused(404, "non existing id", "GET", f"/shows/{show}", market="NO")


def test_restrictions(web):
    show, number = web.show("Restricted")
    explicit, _ = web.episode(number, "Explicit", ["--explicit", "true"])
    assert "restrictions" not in web.ok(f"/episodes/{explicit}", market="SE")


def test_markets_are_listed(web):
    markets = web.ok("/markets")["markets"]
    assert len(markets) == 250 and markets == sorted(markets) and "XK" in markets
