"""publishing-v1.md, section 18: lists, paging, visibility, search, station, shows."""

import base64
import random
import time

import pytest

from publishing import Publishing


def cursor_of(seconds, identifier, padded=False):
    text = base64.urlsafe_b64encode(f"{seconds}_{identifier}".encode()).decode()
    return text if padded else text.rstrip("=")


def walk(publishing, limit, **filters):
    """Every episode by cursors."""
    seen, cursor = [], None
    while True:
        query = "&".join(f"{k}={v}" for k, v in {**filters, "limit": limit, **({"cursor": cursor} if cursor else {})}.items())
        page = publishing.call("GET", f"/episodes?{query}").json
        assert list(page) == ["episodes", "total", "limit", "offset", "next_cursor"]
        seen += page["episodes"]
        cursor = page["next_cursor"]
        if cursor is None:
            return seen
        assert len(page["episodes"]) == limit


def test_the_seeds_cursor_letter_for_letter(publishing):
    show = publishing.show()["id"]
    for offset in range(3):
        publishing.episode(show, datetime=1707472800 + offset)
    assert cursor_of(1707472800, 1234) == "MTcwNzQ3MjgwMF8xMjM0"
    answer = publishing.call("GET", "/episodes?cursor=MTcwNzQ3MjgwMF8xMjM0")
    assert answer.status == 200 and answer.json["episodes"] == []
    episodes = publishing.call("GET", "/episodes?limit=1").json
    newest = episodes["episodes"][0]
    assert episodes["next_cursor"] == cursor_of(newest["datetime"], newest["id"])


def test_cursors_padded_unpadded_in_both_alphabets(shared_publishing):
    for cursor in (cursor_of(1, 1), cursor_of(1707472800, 12345, True), cursor_of(1707472800, 12, True),
                   base64.b64encode(b"1707472800_123").decode()):
        assert shared_publishing.call("GET", f"/episodes?cursor={cursor.replace('=', '%3D')}").status == 200, cursor


@pytest.mark.parametrize("text", [
    "1707472800", "_1", "1_", "a_b", "01_1", "1_01", "-1_1", "1_-1", "1_1_1", " 1_1", "1_1 ", "1.0_1", "9007199254740992_1",
    "1_9007199254740992", "99999999999999999999_1", "+1_1",
])
def test_a_malformed_cursor_is_400(shared_publishing, text):
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    answer = shared_publishing.call("GET", f"/episodes?cursor={cursor}")
    assert (answer.status, answer.json) == (400, {"message": "cursor is invalid"})


@pytest.mark.parametrize("cursor", ["!!!!", "MTcw*", "a", "MTcwNzQ3MjgwMF8xMjM0" * 4, "MTcwNzQ3MjgwMF8xMjM0====", "%00"])
def test_what_is_not_base64_is_400(shared_publishing, cursor):
    answer = shared_publishing.call("GET", f"/episodes?cursor={cursor}")
    assert (answer.status, answer.json) == (400, {"message": "cursor is invalid"})


def test_an_empty_cursor_counts_as_absent_and_a_cursor_beats_the_offset(shared_publishing):
    assert shared_publishing.call("GET", "/episodes?cursor=").status == 200
    page = shared_publishing.call("GET", f"/episodes?cursor={cursor_of(5, 5)}&offset=7").json
    assert page["offset"] == 0


def test_equal_times_across_a_page_border_neither_repeat_nor_leave_out(publishing):
    show = publishing.show()["id"]
    made = [publishing.episode(show, title=f"Episode {n}", datetime=1700000000 + n // 4)["id"] for n in range(15)]
    for limit in (1, 2, 3, 4, 5, 7, 15, 100):
        seen = walk(publishing, limit)
        assert [e["id"] for e in seen] == sorted(made, reverse=True)


@pytest.mark.parametrize("total,limit", [(0, 3), (1, 1), (3, 3), (4, 3), (6, 3)])
def test_next_cursor_is_null_exactly_on_the_last_page(publishing, total, limit):
    show = publishing.show()["id"]
    for n in range(total):
        publishing.episode(show, datetime=1700000000 + n)
    assert len(walk(publishing, limit)) == total
    for offset in range(0, total + 1):
        page = publishing.call("GET", f"/episodes?limit={limit}&offset={offset}").json
        assert (page["next_cursor"] is None) == (offset + limit >= total)
        assert page["total"] == total and page["offset"] == offset


@pytest.mark.parametrize("query,status,limit", [
    ("limit=0", 400, None), ("limit=-1", 400, None), ("limit=1", 200, 1), ("limit=100", 200, 100), ("limit=101", 200, 100),
    ("limit=abc", 400, None), ("limit=", 400, None), ("limit=1.0", 400, None), ("", 200, 20), ("offset=-1", 400, None),
    ("offset=999999", 200, 20), ("offset=x", 400, None), ("show_id=999999", 200, 20), ("show_id=x", 400, None),
    ("unknown=1", 200, 20),
])
def test_the_edges_of_limit_offset_and_show_id(shared_publishing, query, status, limit):
    answer = shared_publishing.call("GET", f"/episodes?{query}")
    assert answer.status == status, answer
    if status == 200:
        assert answer.json["limit"] == limit
    else:
        name = query.split("=")[0]
        expected = {"limit": "limit must be an integer of 1 or more", "offset": "offset must be an integer of 0 or more",
                    "show_id": "show_id must be an integer"}[name]
        assert answer.json == {"message": expected}


def test_the_page_walk_survives_changes_between_pages(publishing):
    """The table of 6.3, with random changes, against a plain model."""
    chance = random.Random(63)
    show = publishing.show()["id"]
    now = int(publishing.instance.now())
    for round_number in range(6):
        start = {publishing.episode(show, title=f"{round_number}-{n}", datetime=now - 1000 + chance.randrange(40))["id"]
                 for n in range(10)}
        seen, moved, archived, cursor = [], set(), set(), None
        while True:
            page = publishing.call("GET", f"/episodes?limit=4&show_id={show}" + (f"&cursor={cursor}" if cursor else "")).json
            seen += [e["id"] for e in page["episodes"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
            event = chance.randrange(4)
            if event == 0:
                publishing.episode(show, title="newer", datetime=now - 1)
            elif event == 1:
                victim = chance.choice(sorted(start - archived))
                publishing.call("DELETE", f"/episodes/{victim}")
                archived.add(victim)
            elif event == 2:
                subject = chance.choice(sorted(start - archived))
                publishing.call("PUT", f"/episodes/{subject}", {"datetime": now - 1000 + chance.randrange(40)})
                moved.add(subject)
            else:
                publishing.instance.set_clock_offset(chance.randrange(50))
        steady = start - moved - archived
        assert steady <= set(seen)
        for identifier in steady:
            assert seen.count(identifier) == 1
        for episode in walk(publishing, 50, show_id=show):
            publishing.call("DELETE", f"/episodes/{episode['id']}")


def listed(publishing):
    in_list = {e["id"] for e in walk(publishing, 100)}
    in_search = {e["id"] for e in publishing.call("GET", "/search?q=subject&limit=100").json["results"]}
    assert in_list == in_search
    return in_list


def test_each_row_of_the_visibility_table(publishing):
    instance = publishing.instance
    show = publishing.show()["id"]
    hidden_show = publishing.show("Hidden", published=False)["id"]
    active = publishing.episode(show, title="Subject one")["id"]
    scheduled = publishing.episode(show, title="Subject two", datetime=int(instance.now()) + 1000)["id"]
    unpublished = publishing.episode(hidden_show, title="Subject three")["id"]
    archived = publishing.episode(show, title="Subject four")["id"]
    assert publishing.call("DELETE", f"/episodes/{archived}").status == 204
    other = Publishing(instance, name="Other")
    foreign = other.episode(other.show()["id"], title="Subject five")["id"]

    assert listed(publishing) == {active}
    by_id = {i: publishing.call("GET", f"/episodes/{i}").status for i in (active, scheduled, unpublished, archived, foreign)}
    assert by_id == {active: 200, scheduled: 200, unpublished: 200, archived: 404, foreign: 404}


def test_a_scheduled_episode_appears_when_the_clock_has_moved_and_nothing_else_was_done(publishing):
    instance = publishing.instance
    show = publishing.show()["id"]
    when = int(instance.now()) + 500
    scheduled = publishing.episode(show, title="Subject", datetime=when)["id"]
    instance.set_clock_offset(when - 5 - time.time())
    assert listed(publishing) == set()
    instance.set_clock_offset(when - time.time() + 0.001)
    assert listed(publishing) == {scheduled}
    instance.set_clock_offset(0)  # a clock that steps back hides nothing that was out, once that is on record


def test_unpublishing_a_show_hides_its_episodes_at_the_next_request(publishing):
    show = publishing.show()["id"]
    episode = publishing.episode(show, title="Subject")["id"]
    assert listed(publishing) == {episode}
    publishing.call("PUT", f"/shows/{show}", {"published": False})
    assert listed(publishing) == set()
    publishing.call("PUT", f"/shows/{show}", {"published": True})
    assert listed(publishing) == {episode}


def test_search_finds_parts_of_title_show_and_presenter_in_any_case(publishing):
    show = publishing.show("Straßenmusik 100%", presenter="Åsa Öberg")["id"]
    other = publishing.show("Quiet")["id"]
    a = publishing.episode(show, title="Der_Anfang", datetime=1700000000)["id"]
    b = publishing.episode(other, title="ÉLAN vital", datetime=1700000001)["id"]

    def found(term, **more):
        from urllib.parse import urlencode
        answer = publishing.call("GET", "/search?" + urlencode({"q": term, **more}))
        assert answer.status == 200
        body = answer.json
        assert list(body) == ["results", "query", "total"]
        assert body["total"] == len(body["results"])
        return [e["id"] for e in body["results"]]

    assert found("élan") == [b]
    assert found("ÅSA ö") == [a]
    assert found("musik") == [a]
    assert found("%") == [a] and found("_") == [a]
    assert found("r_a") == [a] and found("rXa") == []
    assert found("") == []
    assert publishing.call("GET", "/search").json == {"results": [], "query": "", "total": 0}
    assert found("i", limit=1) == [b]
    long = "x" * 250
    assert publishing.call("GET", f"/search?q={long}").json["query"] == "x" * 200


def test_the_station_member_by_member(publishing):
    answer = publishing.call("GET", "/station")
    assert answer.json == {"id": publishing.workspace, "name": "Saltmarsh Audio", "description": "", "image": "",
                           "color": "#000000", "url": ""}


def test_shows_member_by_member(publishing):
    low = publishing.call("POST", "/shows", {"title": "low Water"}).json
    assert low == {"id": low["id"], "title": "low Water", "description": "", "image": "", "published": False, "presenter": ""}
    assert publishing.call("POST", "/shows", {"title": "x"}).header("Content-Type") == "application/json; charset=utf-8"
    full = publishing.call("POST", "/shows", {"title": "Ardent", "description": "d", "published": True, "presenter": "Ines",
                                              "image_url": "https://img.example/a.jpg"}).json
    assert full["image"] == "https://img.example/a.jpg" and full["presenter"] == "Ines" and full["published"] is True
    assert [s["title"] for s in publishing.call("GET", "/shows").json] == ["Ardent", "low Water", "x"]
    assert publishing.call("GET", f"/shows/{full['id']}").json == full
    changed = publishing.call("PUT", f"/shows/{full['id']}", {"presenter": "", "title": " New "}).json
    assert changed == {**full, "presenter": "", "title": "New"}
    assert publishing.call("PUT", f"/shows/{full['id']}", changed).json == changed


def test_a_show_is_deleted_only_without_episodes(publishing):
    empty, used = publishing.show("Empty")["id"], publishing.show("Used")["id"]
    answer = publishing.call("DELETE", f"/shows/{empty}")
    assert (answer.status, answer.body) == (204, b"")
    assert publishing.call("GET", f"/shows/{empty}").status == 404
    episode = publishing.episode(used)["id"]
    publishing.call("DELETE", f"/episodes/{episode}")
    answer = publishing.call("DELETE", f"/shows/{used}")
    assert (answer.status, answer.json) == (409, {"message": "Show has episodes and cannot be deleted"})


@pytest.mark.parametrize("body,message", [
    ({}, "title is required"), ({"title": ""}, "title is required"), ({"title": None}, "title is required"),
    ({"title": "  "}, "title is required"), ({"title": "x" * 201}, "title must be 200 characters or fewer"),
    ({"title": "x", "description": "x" * 5001}, "description must be 5000 characters or fewer"),
    ({"title": "x", "presenter": "x" * 201}, "presenter must be 200 characters or fewer"),
    ({"title": "x", "image_url": "ftp://a.example/"}, "image_url must be a valid HTTP/HTTPS URL"),
])
def test_invalid_shows_are_400(shared_publishing, body, message):
    answer = shared_publishing.call("POST", "/shows", body)
    assert (answer.status, answer.json) == (400, {"message": message})
