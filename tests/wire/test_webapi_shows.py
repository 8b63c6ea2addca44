"""webapi-v1.md, section 11: Get Show, ids, paging, and the other reading operations."""

import json
import re
from pathlib import Path

import pytest

from pictures import jpeg
from publishing import mp3_bytes
from webapi import Webapi

SHOW_MEMBERS = {
    "available_markets": list, "copyrights": list, "description": str, "html_description": str, "explicit": bool, "episodes": dict,
    "external_urls": dict, "href": str, "id": str, "images": list, "is_externally_hosted": (bool, type(None)), "languages": list,
    "media_type": str, "name": str, "publisher": str, "total_episodes": int, "type": str, "uri": str}
EPISODE_MEMBERS = {
    "audio_preview_url": (str, type(None)), "description": str, "html_description": str, "duration_ms": int, "explicit": bool,
    "external_urls": dict, "href": str, "id": str, "images": list, "is_externally_hosted": bool, "is_playable": bool,
    "language": str, "languages": list, "name": str, "release_date": str, "release_date_precision": str, "type": str, "uri": str}
UNKNOWN = "0123456789abcdefghijkl"


@pytest.fixture(scope="module")
def web(shared):
    return Webapi(shared)


def assert_members(value, members):
    assert set(value) == set(members)
    for name, kind in members.items():
        assert isinstance(value[name], kind), (name, value[name])


def without(members, *names):
    return {name: kind for name, kind in members.items() if name not in names}


def test_a_full_show_has_every_member(web, tmp_path):
    (tmp_path / "art.jpg").write_bytes(jpeg(1500, 1500))
    show, number = web.show("Full", ["--author", "Saltmarsh Audio", "--copyright", "2025 Saltmarsh Audio", "--language", "en-gb",
                                     "--image-file", tmp_path / "art.jpg"], description="<p>Long &amp; slow.</p><script>x</script>")
    uploaded = web.publishing.upload(number, mp3_bytes(3), title="Sound")
    assert uploaded.status == 201, uploaded
    body = web.ok(f"/shows/{show}", market="SE")
    assert_members(body, SHOW_MEMBERS)
    assert body["copyrights"] == [{"text": "2025 Saltmarsh Audio", "type": "C"}]
    assert body["description"] == "Long & slow."
    assert body["html_description"] == "<p>Long &amp; slow.</p>"
    assert body["publisher"] == "Saltmarsh Audio"
    assert body["languages"] == ["en"]
    assert body["media_type"] == "audio" and body["type"] == "show" and body["uri"] == f"spotify:show:{show}"
    assert body["is_externally_hosted"] is False
    assert len(body["available_markets"]) == 250 and body["available_markets"] == sorted(body["available_markets"])
    assert [image["width"] for image in body["images"]] == [640, 300, 64]
    assert all(set(image) == {"height", "url", "width"} for image in body["images"])
    picture = web.instance.get(web.instance.path_of(body["images"][0]["url"]))
    assert picture.status == 200 and picture.header("Content-Type") == "image/jpeg"
    assert web.instance.get(web.instance.path_of(body["external_urls"]["spotify"])).status == 200
    assert body["href"] == f"{web.instance.base_url}/spotify/v1/shows/{show}"
    [episode] = body["episodes"]["items"]
    assert_members(episode, EPISODE_MEMBERS)
    assert episode["images"] == body["images"], "the show's when it has none"
    assert episode["duration_ms"] > 0 and episode["is_playable"] is True and episode["is_externally_hosted"] is False
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", episode["release_date"]) and episode["release_date_precision"] == "day"
    assert web.instance.get(web.instance.path_of(episode["external_urls"]["spotify"])).status == 200


def test_a_bare_show_and_one_with_external_audio_only(web):
    show, number = web.show("Bare")
    body = web.ok(f"/shows/{show}", market="SE")
    assert_members(body, SHOW_MEMBERS)
    assert body["episodes"]["items"] == [] and body["episodes"]["total"] == 0 and body["total_episodes"] == 0
    assert body["is_externally_hosted"] is None and body["copyrights"] == []
    web.episode(number)
    body = web.ok(f"/shows/{show}", market="SE")
    assert_members(body["episodes"]["items"][0], EPISODE_MEMBERS)
    assert body["is_externally_hosted"] is True
    assert body["episodes"]["items"][0]["is_externally_hosted"] is True
    assert body["episodes"]["items"][0]["duration_ms"] == 0


def test_every_name_of_the_seeds_example_occurs(web):
    show, number = web.show("Seed")
    web.episode(number)
    seed = json.loads((Path(__file__).parent / "../fixtures/webapi/show.json").read_text())
    body = web.ok(f"/shows/{show}", market="SE")
    assert set(seed) <= set(body)
    assert set(seed["episodes"]) == set(body["episodes"])
    assert set(seed["episodes"]["items"][0]) - {"resume_point", "restrictions"} <= set(body["episodes"]["items"][0])


@pytest.mark.parametrize("count", [1, 50, 51, 120])
def test_the_embedded_page(web, count):
    show, number = web.show(f"Embedded {count}")
    for index in range(count):
        web.publishing.episode(number, f"Number {index}")
    page = web.ok(f"/shows/{show}", market="SE", limit=7, offset=3)["episodes"]
    assert (page["limit"], page["offset"], page["previous"], page["total"]) == (50, 0, None, count)
    assert [item["name"] for item in page["items"]] == [f"Number {i}" for i in reversed(range(max(0, count - 50), count))]
    base = f"{web.instance.base_url}/spotify/v1/shows/{show}/episodes"
    assert page["href"] == f"{base}?offset=0&limit=50&market=SE"
    if count <= 50:
        assert page["next"] is None
        return
    assert page["next"] == f"{base}?offset=50&limit=50&market=SE"
    rest = web.instance.get(web.instance.path_of(page["next"]), Authorization=f"Bearer {web.token}").json
    assert [item["name"] for item in rest["items"]] == [f"Number {i}" for i in reversed(range(max(0, count - 100), count - 50))]
    assert rest["previous"] == f"{base}?offset=0&limit=50&market=SE"


@pytest.mark.parametrize("size", [1, 7, 20, 50])
def test_walking_reaches_each_episode_once(web, size):
    show, number = web.show(f"Walk {size}")
    ids = [web.publishing.episode(number, f"Number {index}")["id"] for index in range(23)]
    seen, url, pages = [], f"/shows/{show}/episodes?limit={size}&market=SE", 0
    target = web.prefix + url
    while target:
        page = web.instance.get(target, Authorization=f"Bearer {web.token}").json
        assert page["total"] == len(ids) and page["limit"] == size
        seen += [item["name"] for item in page["items"]]
        last, target = page, page["next"] and web.instance.path_of(page["next"])
    assert seen == [f"Number {index}" for index in reversed(range(23))]
    while last["previous"]:
        last = web.instance.get(web.instance.path_of(last["previous"]), Authorization=f"Bearer {web.token}").json
        pages += 1
    assert last["offset"] == 0 and pages == (23 - 1) // size
    by_offset = [web.ok(f"/shows/{show}/episodes", limit=size, offset=o, market="SE")["items"] for o in range(0, 23, size)]
    assert [item["name"] for page in by_offset for item in page] == seen
    beyond = web.ok(f"/shows/{show}/episodes", limit=size, offset=500, market="SE")
    assert beyond["items"] == [] and beyond["next"] is None and beyond["previous"].endswith(f"offset={500 - size}&limit={size}&market=SE")


def test_bad_pages(web):
    show, _ = web.show("Bad pages")
    for limit in ["0", "51", "-1", "x", "1.5", "99999999999999999999"]:
        web.refused(400, "Invalid limit", "GET", f"/shows/{show}/episodes", limit=limit, market="SE")
    for offset in ["-1", "x", "99999999999999999999"]:
        web.refused(400, "Invalid offset", "GET", f"/shows/{show}/episodes", offset=offset, market="SE")


def test_ids(web):
    show, number = web.show("Ids")
    episode, _ = web.episode(number)
    for wrong in [show[:21], show + "0", "-" * 22, "_" * 22, "%C3%A9" * 11, "é".encode().hex() * 5]:
        web.refused(400, "Invalid base62 id", "GET", f"/shows/{wrong}", market="SE")
        web.refused(400, "Invalid base62 id", "GET", f"/episodes/{wrong}", market="SE")
    for other in [UNKNOWN, "Z" * 22, episode]:
        web.refused(404, "non existing id", "GET", f"/shows/{other}", market="SE")
        web.refused(404, "non existing id", "GET", f"/shows/{other}/episodes", market="SE")
    web.refused(404, "non existing id", "GET", f"/episodes/{show}", market="SE")
    assert int(show[0]) <= 7 and int(episode[0]) <= 7, "random 128-bit numbers"


def test_what_is_not_out_does_not_exist(web):
    show, number = web.show("Hidden")
    draft = web.instance.admin("episode", "list", "--show", number)
    assert draft == []
    archived, archived_number = web.episode(number, "Archived")
    assert web.publishing.call("DELETE", f"/episodes/{archived_number}").status in (200, 204)
    scheduled, _ = web.episode(number, "Scheduled", datetime=4000000000)
    visible, _ = web.episode(number, "Visible")
    for hidden in (archived, scheduled):
        web.refused(404, "non existing id", "GET", f"/episodes/{hidden}", market="SE")
    found = web.ok("/episodes", ids=f"{archived},{visible},{scheduled}", market="SE")["episodes"]
    assert [one and one["name"] for one in found] == [None, "Visible", None]
    assert web.ok(f"/shows/{show}", market="SE")["total_episodes"] == 1
    assert web.publishing.call("PUT", f"/shows/{number}", {"published": False}).status == 200
    web.refused(404, "non existing id", "GET", f"/shows/{show}", market="SE")
    web.refused(404, "non existing id", "GET", f"/episodes/{visible}", market="SE")
    assert web.ok("/shows", ids=show, market="SE") == {"shows": [None]}


def test_several_shows(web):
    one, number = web.show("First")
    two, _ = web.show("Second")
    episode, _ = web.episode(number)
    body = web.ok("/shows", ids=f"{two},{UNKNOWN},{one},{two},{episode}", market="SE")
    assert list(body) == ["shows"]
    assert [show and show["name"] for show in body["shows"]] == ["Second", None, "First", "Second", None]
    assert_members(body["shows"][0], without(SHOW_MEMBERS, "episodes"))
    assert body["shows"][2]["total_episodes"] == 1
    plain = web.instance.get(f"/spotify/v1/shows/?ids={one},{two}&market=SE", Authorization=f"Bearer {web.token}")
    assert len(plain.json["shows"]) == 2
    assert len(web.ok("/shows", ids=",".join([one] * 50), market="SE")["shows"]) == 50
    web.refused(400, "Too many ids requested", "GET", "/shows", ids=",".join([one] * 51), market="SE")
    web.refused(400, "Missing required field: ids", "GET", "/shows", market="SE")
    web.refused(400, "Missing required field: ids", "GET", "/shows", ids="", market="SE")
    web.refused(400, "Invalid base62 id", "GET", "/shows", ids=f"{one},", market="SE")


def test_several_episodes_are_full(web):
    show, number = web.show("Episodes")
    one, _ = web.episode(number, "First")
    two, _ = web.episode(number, "Second")
    body = web.ok("/episodes", ids=f"{two},{one},{show},{two}", market="SE")
    assert [episode and episode["name"] for episode in body["episodes"]] == ["Second", "First", None, "Second"]
    assert_members(body["episodes"][0], {**EPISODE_MEMBERS, "show": dict})
    assert_members(body["episodes"][0]["show"], without(SHOW_MEMBERS, "episodes"))
    single = web.ok(f"/episodes/{one}", market="SE")
    assert single == body["episodes"][1]
    listed = web.ok(f"/shows/{show}/episodes", market="SE")["items"]
    assert listed == web.ok(f"/shows/{show}", market="SE")["episodes"]["items"]
    assert {k: v for k, v in single.items() if k != "show"} == listed[1]


def test_pictures_of_every_shape(web, tmp_path):
    for width, height, expected in [(200, 200, [200, 64]), (900, 500, [500, 300, 64]), (3000, 3000, [640, 300, 64])]:
        (tmp_path / "art.jpg").write_bytes(jpeg(width, height))
        show, _ = web.show(f"Picture {width}", ["--image-file", tmp_path / "art.jpg"])
        images = web.ok(f"/shows/{show}", market="SE")["images"]
        assert [image["width"] for image in images] == expected
        assert [image["height"] for image in images] == expected
        for image in images:
            assert web.instance.get(web.instance.path_of(image["url"])).status == 200, image


def test_an_episodes_own_languages(web):
    _, number = web.show("Languages", ["--language", "de"])
    plain, _ = web.episode(number, "Plain")
    swedish, _ = web.episode(number, "Swedish", ["--language", "sv", "--language", "en-GB"])
    body = web.ok(f"/episodes/{plain}", market="SE")
    assert (body["language"], body["languages"]) == ("de", ["de"])
    body = web.ok(f"/episodes/{swedish}", market="SE")
    assert (body["language"], body["languages"]) == ("sv", ["sv", "en"])


def test_every_path_with_and_without_a_trailing_slash(web):
    show, number = web.show("Slashes")
    episode, _ = web.episode(number)
    user = web.user_token()
    for path in [f"/shows/{show}", f"/shows/{show}/episodes", f"/episodes/{episode}", f"/shows?ids={show}", f"/episodes?ids={episode}",
                 "/me", "/me/shows", "/me/episodes", f"/me/shows/contains?ids={show}", f"/me/episodes/contains?ids={episode}",
                 f"/me/library/contains?uris=spotify:show:{show}", "/search?q=slashes&type=show", "/markets"]:
        name, _, query = path.partition("?")
        for spelled in (name, name + "/"):
            answer = web.get(f"{spelled}?market=SE&{query}", user)
            assert answer.status == 200, (spelled, answer)
            head = web.call("HEAD", f"{spelled}?market=SE&{query}", user)
            assert head.status == 200 and head.body == b""
            assert head.header("Content-Length") == str(len(answer.body)), spelled


def test_links_follow_the_way_a_request_came(web):
    show, _ = web.show("Ways")
    auth = {"Authorization": f"Bearer {web.token}"}
    prefixed = web.get(f"/shows/{show}", market="SE").json
    assert prefixed["href"].startswith(web.instance.base_url + "/spotify/v1/")
    alias = web.instance.request("GET", f"/v1/shows/{show}?market=SE", headers={**auth, "Host": "api.spotify.com"}).json
    assert alias["href"] == f"http://api.spotify.com/v1/shows/{show}"
    assert alias["episodes"]["href"].startswith("http://api.spotify.com/v1/")
    forged = web.instance.request("GET", f"/spotify/v1/shows/{show}?market=SE", headers={**auth, "Host": "evil.example"}).json
    assert forged["href"] == prefixed["href"]
    forwarded = web.instance.request("GET", f"/v1/shows/{show}?market=SE",
                                     headers={**auth, "Host": "api.spotify.com", "X-Forwarded-Proto": "https"}).json
    assert forwarded["href"].startswith("http://"), "not from a trusted proxy"
    bare = web.instance.request("GET", f"/v1/shows/{show}?market=SE", headers=auth)
    assert bare.status == 404 and "error" not in bare.text[:10]


def test_links_behind_a_trusted_proxy(instance):
    instance.restart("--limits-enabled", "false", "--http-trusted-proxies", "127.0.0.1")
    web = Webapi(instance)
    show, _ = web.show("Behind")
    headers = {"Authorization": f"Bearer {web.token}", "Host": "inner", "X-Forwarded-Host": "api.spotify.com",
               "X-Forwarded-Proto": "https"}
    answer = instance.request("GET", f"/v1/shows/{show}?market=SE", headers=headers)
    assert answer.json["href"] == f"https://api.spotify.com/v1/shows/{show}"
