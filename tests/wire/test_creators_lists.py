"""creators-rest.md, 1-X and X-1: the episodes of a station."""

from urllib.parse import parse_qs, urlsplit

import pytest

from creators import FUTURE, Creators

ITEM = {"episodeId", "stationId", "webEpisodeId", "spotifyEpisodeUri", "spotifyShowUri", "title", "publishOnUnixTimestamp",
        "createdUnixTimestamp", "shareLinkPath", "shareLinkEmbedPath", "downloadUrl", "totalPlays", "duration", "adCount",
        "containsMusicSegments", "isPublishedToSpotifyExclusively", "wordpressPostMetadataId", "isTrailer", "isVideoEpisode",
        "audioCount"}
PAST = 1700000000


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


@pytest.fixture(scope="module")
def station(api):
    """Seven published episodes, a scheduled one and two drafts; their numbers by title."""
    made = api.new_show("Listed")["id"]
    numbers = {}
    for title, publish in [("Delta", PAST), ("alpha", PAST + 1), ("Charlie", PAST + 2), ("bravo", PAST + 3), ("Echo tide", PAST + 4),
                           ("foxtrot", PAST + 5), ("Tide golf", PAST + 6), ("Hotel", FUTURE), ("India", None), ("", None)]:
        number = api.ok("POST", f"/v3/stations/{made}/episodes")["episodeId"]
        api.update(number, title=title, **({"publishOn": publish} if publish else {}))
        numbers[title] = number
    return made, numbers


def page(api, station, **query):
    return api.read(f"/v3/stations/{station}/episodePage", **query)


def walk(api, station, **query):
    """All items, following `next` as the connector does: it cuts the text after `pageToken=`."""
    items, token = [], None
    while True:
        one = page(api, station, **query, **({"pageToken": token} if token else {}))
        items += one["items"]
        if one["next"] is None:
            return items
        assert one["items"]
        token = one["next"].split("pageToken=")[1]


def titles(items):
    return [one["title"] for one in items]


NEWEST = ["Hotel", "Tide golf", "foxtrot", "Echo tide", "bravo", "Charlie", "alpha", "Delta"]


def test_every_key_of_an_item(api, station):
    for one in page(api, station[0], limit=20)["items"]:
        assert set(one) == ITEM
        nulls = {name for name, value in one.items() if value is None}
        assert nulls <= {"title", "wordpressPostMetadataId"} and one["wordpressPostMetadataId"] is None
        assert isinstance(one["shareLinkPath"], str) and one["downloadUrl"] == "" and one["totalPlays"] == 0


def test_drafts_have_no_date_and_no_title(api, station):
    by_id = {one["episodeId"]: one for one in page(api, station[0], limit=20)["items"]}
    assert by_id[station[1][""]]["title"] is None
    assert by_id[station[1][""]]["publishOnUnixTimestamp"] == by_id[station[1]["India"]]["publishOnUnixTimestamp"] == 0
    assert by_id[station[1]["Hotel"]]["publishOnUnixTimestamp"] == FUTURE


def test_orders(api, station):
    number, numbers = station
    newest = titles(page(api, number, limit=20)["items"])
    assert [one for one in newest if one in NEWEST] == NEWEST
    assert newest[0] == "Hotel" and set(newest[1:3]) == {None, "India"}, "drafts by the time they were made"
    by_title = titles(page(api, number, limit=20, orderBy="TITLE")["items"])
    assert by_title == ["alpha", "bravo", "Charlie", "Delta", "Echo tide", "foxtrot", "Hotel", "India", "Tide golf", None]
    by_id = sorted(numbers.values(), reverse=True)
    for order in ("duration", "plays", "adCount"):
        assert [one["episodeId"] for one in page(api, number, limit=20, orderBy=order)["items"]] == by_id
    api.refused(400, "invalid_field", "GET", f"/v3/stations/{number}/episodePage", orderBy="size")


@pytest.mark.parametrize("order", ["publishOn", "title", "duration", "plays"])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_a_walk_meets_each_episode_once(api, station, order, limit):
    items = walk(api, station[0], limit=limit, orderBy=order)
    whole = page(api, station[0], limit=100, orderBy=order)["items"]
    assert items == whole and len(items) == 10


def test_links(api, station):
    number = station[0]
    first = page(api, number, limit=4)
    assert (first["limit"], first["stationId"], first["prev"]) == (4, number, None)
    assert first["first"] == f"/v3/stations/{number}/episodePage?orderBy=publishOn&limit=4"
    token = first["next"].split("pageToken=")[1]
    assert len(token) <= 64 and token.replace("-", "").replace("_", "").isalnum()
    second = page(api, number, limit=4, pageToken=token)
    last = page(api, number, limit=4, pageToken=parse_qs(urlsplit(first["last"]).query)["pageToken"][0])
    assert len(last["items"]) == 2 and last["next"] is None
    assert second["prev"] == first["first"]
    back = parse_qs(urlsplit(last["prev"]).query)["pageToken"][0]
    assert page(api, number, limit=4, pageToken=back)["items"] == second["items"]
    assert page(api, number, limit=100)["last"] == page(api, number, limit=100)["first"]


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": -1}, {"limit": "x"}])
def test_limits(api, station, query):
    api.refused(400, "invalid_field", "GET", f"/v3/stations/{station[0]}/episodePage", **query)
    assert page(api, station[0], limit=1000)["limit"] == 100
    assert page(api, station[0])["limit"] == 15


@pytest.mark.parametrize("token", ["x", "A" * 23, "A" * 28, "A" * 64, "../../etc", "%00"])
def test_broken_tokens(api, station, token):
    api.refused(400, "invalid_page_token", "GET", f"/v3/stations/{station[0]}/episodePage?orderBy=title&pageToken={token}")


def test_tokens_belong_to_their_list(api, station):
    """analytics-rest.md, 5.1: to station, order and search; without an order beside it, that of the token holds."""
    number = station[0]
    by_title = page(api, number, limit=2, orderBy="title")
    token = by_title["next"].split("pageToken=")[1]
    expected = page(api, number, limit=2, orderBy="title", pageToken=token)
    assert page(api, number, limit=2, pageToken=token) == expected and "orderBy=title" in expected["next"]
    assert titles(page(api, number, limit=3, pageToken=token)["items"])[:2] == titles(expected["items"])
    other = api.new_show("Another list")["id"]
    for path, query in ((number, {"orderBy": "publishOn"}), (number, {"searchTitle": "a"}), (other, {})):
        api.refused(400, "invalid_page_token", "GET", f"/v3/stations/{path}/episodePage", pageToken=token, **query)
    searched = page(api, number, limit=1, searchTitle="tide", subscriptionsFilter="free")
    assert "&searchTitle=tide&subscriptionsFilter=free&pageToken=" in searched["next"]
    assert titles(api.read(searched["next"])["items"]) == ["Echo tide"]


def test_search_and_subscriptions(api, station):
    assert titles(page(api, station[0], searchTitle="TIDE")["items"]) == ["Tide golf", "Echo tide"]
    assert titles(walk(api, station[0], searchTitle="tide", limit=1)) == ["Tide golf", "Echo tide"]
    paid = page(api, station[0], subscriptionsFilter="paid")
    assert (paid["items"], paid["next"], paid["prev"]) == ([], None, None)
    assert len(page(api, station[0], subscriptionsFilter="free", limit=100)["items"]) == 10


@pytest.mark.parametrize("order", ["publishOn", "title"])
def test_tokens_hold_while_episodes_come_and_go(api, order):
    station = api.new_show("Changing")["id"]
    numbers = []
    for index in range(6):
        number = api.ok("POST", f"/v3/stations/{station}/episodes")["episodeId"]
        api.update(number, title=f"Episode {5 - index}", publishOn=PAST + index)
        numbers.append(number)
    first = page(api, station, limit=2, orderBy=order)
    token = first["next"].split("pageToken=")[1]
    seen = [one["episodeId"] for one in first["items"]]
    api.post(f"/v3/episodes/{seen[-1]}/delete")
    for title, publish in (("A new one", PAST + 100), ("Zulu", PAST - 100)):
        fresh = api.ok("POST", f"/v3/stations/{station}/episodes")["episodeId"]
        api.update(fresh, title=title, publishOn=publish)
    rest = []
    while token:
        one = page(api, station, limit=2, orderBy=order, pageToken=token)
        rest += [item["episodeId"] for item in one["items"]]
        token = one["next"].split("pageToken=")[1] if one["next"] else None
    assert rest == list(reversed(numbers))[2:] + [fresh]


def test_X_1_all_of_them_at_once(api, station):
    path = f"/v3/stations/{station[0]}/episodes"
    error = api.refused(400, "missing_query_parameter", "GET", path)
    assert error["message"] == "query.userId is required"
    answer = api.read(path, userId=api.user)
    assert set(answer) == {"episodes"}
    assert [one["episodeId"] for one in answer["episodes"]] == sorted(station[1].values(), reverse=True)
    for one in answer["episodes"]:
        assert set(one) == {"episodeId", "webEpisodeId", "title", "isDraft", "isPublished", "isScheduled", "publishOn", "created",
                            "createdUnixTimestamp", "duration"}
        assert all(type(one[flag]) is bool for flag in ("isDraft", "isPublished", "isScheduled"))
    states = {one["title"]: (one["isDraft"], one["isScheduled"], one["isPublished"]) for one in answer["episodes"]}
    assert states["Hotel"] == (False, True, False) and states["Delta"] == (False, False, True)
    assert states[None] == (True, False, False)
    api.refused(403, "user_mismatch", "GET", path, userId=999999)


def test_1_X_recommendations(api):
    assert api.read(f"/v3/stations/{api.station}/hostRecommendations") == {"stationId": api.station, "recommendations": []}
