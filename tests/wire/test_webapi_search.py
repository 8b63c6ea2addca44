"""webapi-v1.md, 7.8: search."""

import pytest

from webapi import Webapi


@pytest.fixture(scope="module")
def web(shared):
    one = Webapi(shared)
    show, number = one.show("Tide Tables", ["--author", "Saltmarsh Audio"], description="<p>Of <b>moon</b> and mud.</p>")
    one.number = number
    for title, description in [("Harbour lights", "On the quay."), ("Über den Kai", "Das Hafenlicht."),
                               ("Fifty % \"off\"", "Quoted."), ("Mud", "The harbour at dawn, the lights out.")]:
        one.episode(number, title, description=description)
    return one


def names(page):
    return [item["name"] for item in page["items"]]


def test_each_kind_and_both(web):
    body = web.ok("/search", q="harbour", type="show,episode", market="SE")
    assert list(body) == ["shows", "episodes"]
    assert set(body["episodes"]) == {"href", "items", "limit", "next", "offset", "previous", "total"}
    assert names(body["episodes"]) == ["Harbour lights", "Mud"], "the name first"
    assert "show" not in body["episodes"]["items"][0] and body["shows"]["items"] == []
    assert list(web.ok("/search", q="tide", type="show", market="SE")) == ["shows"]
    assert names(web.ok("/search", q="tide", type="show", market="SE")["shows"]) == ["Tide Tables"]
    assert "episodes" not in web.ok("/search", q="tide", type="show", market="SE")["shows"]["items"][0]


@pytest.mark.parametrize("query,found", [
    ("saltm", ["Tide Tables"]), ("moon MUD", ["Tide Tables"]), ("\"moon and mud\"", ["Tide Tables"]), ("\"mud and moon\"", []),
    ("ables", []), ("tide nothing", []), ("tide artist:abba", ["Tide Tables"]), ("b", []), ("%", []), ("'; DROP", [])])
def test_shows(web, query, found):
    assert names(web.ok("/search", q=query, type="show", market="SE")["shows"]) == found


@pytest.mark.parametrize("query,found", [
    ("uber", ["Über den Kai"]), ("ÜBER", ["Über den Kai"]), ("hafenl", ["Über den Kai"]), ("50", []), ("fifty %", ["Fifty % \"off\""]),
    ("\"off\"", ["Fifty % \"off\""]), ("harbour \"lights out\"", ["Mud"]), ("harb ligh", ["Harbour lights", "Mud"]),
    ("* OR harbour", []), ("title:harbour", []), ("NEAR(harbour lights)", [])])
def test_episodes(web, query, found):
    assert names(web.ok("/search", q=query, type="episode", market="SE")["episodes"]) == found


def test_the_old_name_of_the_query_and_music(web):
    body = web.ok("/search", query="harbour", type="episode,track,album,artist,playlist,audiobook", market="SE")
    assert list(body) == ["episodes", "tracks", "albums", "artists", "playlists", "audiobooks"]
    assert body["tracks"]["total"] == 0 and body["episodes"]["total"] == 2


def test_links_and_pages(web):
    body = web.ok("/search", q="harbour", type="episode", market="SE", limit=1)["episodes"]
    base = f"{web.instance.base_url}/spotify/v1/search?query=harbour&type=episode&market=SE"
    assert body["href"] == f"{base}&offset=0&limit=1"
    assert body["next"] == f"{base}&offset=1&limit=1" and body["total"] == 2
    rest = web.instance.get(web.instance.path_of(body["next"]), Authorization=f"Bearer {web.token}").json["episodes"]
    assert names(rest) == ["Mud"] and rest["next"] is None and rest["previous"] == f"{base}&offset=0&limit=1"
    assert web.ok("/search", q="a&b=c/é", type="show", market="SE")["shows"]["href"].endswith(
        "search?query=a%26b%3Dc%2F%C3%A9&type=show&market=SE&offset=0&limit=20")


def test_refusals(web):
    for query in ({}, {"q": ""}, {"q": "  "}):
        web.refused(400, "No search query", "GET", "/search", type="show", market="SE", **query)
    web.refused(400, "Missing parameter type", "GET", "/search", q="x", market="SE")
    web.refused(400, "Bad search type field wrong", "GET", "/search", q="x", type="show,wrong", market="SE")
    for limit in (0, 51, "x"):
        web.refused(400, "Invalid limit", "GET", "/search", q="x", type="show", limit=limit)
    for offset in (-1, 1001, "x"):
        web.refused(400, "Invalid offset", "GET", "/search", q="x", type="show", offset=offset)


def test_a_change_is_found_at_once(web):
    episode, number = web.episode(web.number, "Kelp")
    assert names(web.ok("/search", q="kelp", type="episode", market="SE")["episodes"]) == ["Kelp"]
    assert web.publishing.call("PUT", f"/episodes/{number}", {"title": "Wrack"}).status == 200
    assert web.ok("/search", q="kelp", type="episode", market="SE")["episodes"]["total"] == 0
    assert names(web.ok("/search", q="wrack", type="episode", market="SE")["episodes"]) == ["Wrack"]
    assert web.publishing.call("DELETE", f"/episodes/{number}").status in (200, 204)
    assert web.ok("/search", q="wrack", type="episode", market="SE")["episodes"]["total"] == 0
