"""creators-rest.md, sections 8, 9 and 11: 1-A, 1-B, 1-C, 1-E, 1-G, 1-Q, 1-S, 1-Z, X-2, X-4."""

import re

import pytest

from creators import CLIENT, FUTURE, FUTURE_TEXT, Creators


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


OVERVIEW = {
    "userId": int, "stationId": int, "episodeId": int, "webEpisodeId": str, "webStationId": str, "spotifyUri": str,
    "spotifyUrl": str, "title": str, "description": str, "created": str, "createdUnixTimestamp": int, "modified": str,
    "publishOn": (str, type(None)), "publishOnUnixTimestamp": (int, type(None)),
    "wizardDraftedToPublishOn": (str, type(None)), "isPublished": bool, "isScheduled": bool, "isDraft": bool,
    "isDeleted": bool, "podcastEpisodeType": str, "podcastEpisodeIsExplicit": bool,
    "podcastSeasonNumber": (int, type(None)), "podcastEpisodeNumber": (int, type(None)), "isVideoEighteenPlus": bool,
    "isVideoEpisode": bool, "isTrailer": bool, "duration": int, "totalDuration": int, "hourOffset": int,
    "episodeAudios": list, "episodeImage": (str, type(None)), "shareLinkPath": str, "shareLinkEmbedPath": str,
    "shareUrl": str, "adCount": int, "containsSponsoredContent": bool, "containsMusicSegments": bool,
    "isPublishedToSpotifyExclusively": bool, "reviewState": str}


def test_1_S_a_new_episode_is_an_untitled_draft(api):
    made = api.ok("POST", f"/v3/stations/{api.station}/episodes", {"hourOffset": -9})
    assert made == {"episodeId": made["episodeId"], "stationId": api.station}
    it = api.overview(made["episodeId"])
    assert (it["title"], it["description"], it["hourOffset"], it["isDraft"]) == ("", "", -9, True)
    assert (it["podcastEpisodeType"], it["podcastEpisodeIsExplicit"], it["episodeAudios"]) == ("full", False, [])
    empty = api.call("POST", f"/v3/stations/{api.station}/episodes", raw=b"")
    assert empty.status == 200 and empty.json["episodeId"] != made["episodeId"]
    for wrong in (15, -15, "x", True, 1.5):
        api.refused(400, "invalid_field", "POST", f"/v3/stations/{api.station}/episodes", {"hourOffset": wrong})


def test_1_A_tells_the_number_in_every_state(api):
    episode = api.draft()
    uri = api.overview(episode)["spotifyUri"]
    for name in (uri, uri.replace(":", "%3A"), str(episode)):
        assert api.read(f"/v3/episodes/{name}/episodeId") == {"episodeId": episode}
    api.refused(404, "not_found", "GET", "/v3/episodes/spotify:episode:" + "0" * 22 + "/episodeId")


def test_1_B_has_every_key_with_its_type(api):
    episode = api.draft()
    api.update(episode, title="Fog over the breakwater", publishOn=FUTURE_TEXT, seasonNumber=2, episodeNumber=14)
    it = api.overview(episode, returnWebIds="true")
    assert set(it) == set(OVERVIEW)
    for name, kind in OVERVIEW.items():
        assert isinstance(it[name], kind) and (kind is int or not isinstance(it[name], bool) or kind is bool), name
    assert not {"episode", "data", "item", "result", "status", "state", "publishStatus", "publishState"} & set(it)
    assert set(OVERVIEW) - set(api.overview(episode)) == {"webEpisodeId", "webStationId"}
    assert it["webStationId"] == api.web_station
    assert (it["publishOn"], it["publishOnUnixTimestamp"]) == (FUTURE_TEXT, FUTURE)
    assert it["shareLinkPath"] == f"/{api.web_station}/episodes/Fog-over-the-breakwater-{it['webEpisodeId']}"
    assert it["shareLinkEmbedPath"] == it["shareLinkPath"].replace("/episodes/", "/embed/episodes/")
    assert it["spotifyUrl"] == api.instance.base_url + it["shareLinkPath"]
    assert it["shareUrl"] == api.instance.base_url + "/pod/show" + it["shareLinkPath"]


def test_1_B_a_draft_is_for_the_web_app_only(api):
    episode = api.draft()
    path = f"/v3/episodes/{episode}/overview"
    error = api.refused(403, "draft_overview_forbidden", "GET", path)
    assert error["message"] == "the overview of a draft is not available"
    for one in CLIENT:
        api.refused(403, "draft_overview_forbidden", "GET", path,
                    headers={one: CLIENT[one], "Authorization": f"Bearer {api.token}"})
    assert api.state(episode) == ("draft", None)
    lower = {name.lower(): value for name, value in CLIENT.items()}
    assert api.read(path, headers={**lower, "Authorization": f"Bearer {api.token}"})["isDraft"] is True


@pytest.mark.parametrize("rule,plain,app", [("forbidden", 403, 403), ("allowed", 200, 200)])
def test_1_B_the_option_for_drafts(instance, rule, plain, app):
    api = Creators(instance)
    episode = api.draft()
    instance.restart("--creators-draft-overview", rule, "--limits-enabled", "false")
    path = f"/v3/episodes/{episode}/overview"
    assert api.get(path).status == plain
    assert api.get(path, headers={**CLIENT, "Authorization": f"Bearer {api.token}"}).status == app


PAST, PAST_TEXT = 1700000000, "2023-11-14T22:13:20.000Z"
STATES = {
    "draft": {}, "scheduled": {"publishOn": FUTURE}, "published": {"publishOn": PAST}}
# before, body, after (the state and, unless it is now, its time)
ROWS = [
    ("draft", {"isDraft": True, "publishOn": FUTURE}, ("draft", None)),
    ("scheduled", {"isDraft": True, "publishOn": FUTURE}, ("draft", None)),
    ("published", {"isDraft": True, "isPublished": True}, ("draft", None)),
    ("draft", {"isPublished": False, "publishOn": FUTURE_TEXT}, ("scheduled", FUTURE)),
    ("draft", {"isPublished": True, "publishOn": FUTURE_TEXT}, ("scheduled", FUTURE)),
    ("draft", {"publishOn": FUTURE}, ("scheduled", FUTURE)),
    ("draft", {"publishOn": PAST}, ("published", PAST)),
    ("draft", {"isPublished": False, "publishOn": PAST_TEXT}, ("published", PAST)),
    ("draft", {"isPublished": True}, ("published", "now")),
    ("draft", {"isPublished": False}, ("draft", None)),
    ("draft", {}, ("draft", None)),
    ("scheduled", {"publishOn": FUTURE + 60}, ("scheduled", FUTURE + 60)),
    ("scheduled", {"publishOn": FUTURE + 60, "isPublished": True}, ("scheduled", FUTURE + 60)),
    ("scheduled", {"publishOn": PAST}, ("published", PAST)),
    ("scheduled", {"isPublished": True}, ("published", "now")),
    ("scheduled", {"isPublished": False, "publishOn": None}, ("draft", None)),
    ("scheduled", {"publishOn": None}, ("draft", None)),
    ("scheduled", {"isPublished": False}, ("scheduled", FUTURE)),
    ("scheduled", {"title": "x"}, ("scheduled", FUTURE)),
    ("published", {"publishOn": FUTURE}, ("published", PAST)),
    ("published", {"publishOn": PAST - 1, "isPublished": False}, ("published", PAST)),
    ("published", {"isPublished": True}, ("published", PAST)),
    ("published", {}, ("published", PAST)),
    ("published", {"isPublished": False}, ("draft", None)),
]


@pytest.mark.parametrize("before,body,after", ROWS)
def test_1_C_each_row_of_the_state_table(api, before, body, after):
    episode = api.draft()
    api.update(episode, **STATES[before])
    assert api.state(episode)[0] == before
    answer = api.update(episode, **body)
    state, time = api.state(episode)
    assert state == after[0]
    if after[1] == "now":
        assert abs(time - api.instance.now()) < 60
    else:
        assert time == after[1]
    assert answer["didChangePublishState"] is (before != state)
    assert set(answer) == {"title", "description", "didChangePublishState", "isAnchorCreate", "shareUrl"}


def test_1_C_published_episodes_may_be_redated_where_the_operator_says_so(instance):
    api = Creators(instance)
    instance.restart("--creators-allow-published-redate", "true", "--limits-enabled", "false")
    episode = api.draft()
    api.update(episode, publishOn=PAST)
    api.update(episode, publishOn=PAST - 60)
    assert api.state(episode) == ("published", PAST - 60)
    api.update(episode, publishOn=FUTURE)
    assert api.state(episode) == ("published", PAST - 60)


def test_1_C_media_first_where_the_operator_says_so(instance):
    api = Creators(instance)
    instance.restart("--creators-require-media-to-publish", "true", "--limits-enabled", "false")
    episode = api.draft()
    api.refused(409, "media_not_ready", "POST", f"/v3/episodes/{episode}/update", {"isPublished": True, "title": "Fog"})
    assert api.overview(episode)["title"] == "", "nothing of it was stored"


@pytest.mark.parametrize("given,shown", [
    ("2031-03-04T06:30:00Z", FUTURE_TEXT), ("2031-03-04T07:30:00+01:00", FUTURE_TEXT), ("2031-03-04T06:30", FUTURE_TEXT),
    (FUTURE, FUTURE_TEXT), (FUTURE * 1000, FUTURE_TEXT), (str(FUTURE), FUTURE_TEXT), (float(FUTURE), FUTURE_TEXT),
    ("2031-03-04T06:30:00.1239999Z", "2031-03-04T06:30:00.123Z"), ("2031-03-04", "2031-03-04T00:00:00.000Z"),
    (2026, "1970-01-01T00:33:46.000Z")])
def test_1_C_times(api, given, shown):
    episode = api.draft()
    api.update(episode, publishOn=given)
    assert api.overview(episode)["publishOn"] == shown


@pytest.mark.parametrize("wrong", ["tomorrow", "", "2031-13-01", True, [], {}, -5, 1.5, 253402300800000, "9999999999999999999"])
def test_1_C_refuses_other_times(api, wrong):
    episode = api.draft()
    error = api.refused(400, "invalid_field", "POST", f"/v3/episodes/{episode}/update", {"publishOn": wrong, "title": "x"})
    assert error["parameter"] == "publishOn" and error["message"].startswith("body.publishOn")
    assert api.overview(episode)["title"] == ""


def test_1_C_the_wizards_time_is_text_and_has_no_effect(api):
    episode = api.draft()
    api.update(episode, publishOn=FUTURE, wizardDraftedToPublishOn="2031-03-04T07:00:00.000Z")
    it = api.overview(episode)
    assert (it["publishOn"], it["wizardDraftedToPublishOn"]) == (FUTURE_TEXT, "2031-03-04T07:00:00.000Z")
    api.refused(400, "invalid_field", "POST", f"/v3/episodes/{episode}/update", {"wizardDraftedToPublishOn": FUTURE})
    api.update(episode, wizardDraftedToPublishOn=None)
    assert api.overview(episode)["wizardDraftedToPublishOn"] is None


def test_1_C_what_is_not_sent_stays(api):
    episode = api.draft()
    whole = {"title": "Low tide special", "description": "<p>We walk the flats.</p>", "episodeType": "bonus",
             "podcastEpisodeIsExplicit": True, "isVideoEighteenPlus": True, "seasonNumber": 2, "episodeNumber": 15}
    api.update(episode, **whole)
    api.update(episode, userId=api.user, publishOn=FUTURE)  # the date script
    api.update(episode, userId=str(api.station))
    it = api.overview(episode)
    kept = {"title": it["title"], "episodeType": it["podcastEpisodeType"], "description": it["description"],
            "podcastEpisodeIsExplicit": it["podcastEpisodeIsExplicit"], "isVideoEighteenPlus": it["isVideoEighteenPlus"],
            "seasonNumber": it["podcastSeasonNumber"], "episodeNumber": it["podcastEpisodeNumber"]}
    assert kept == whole
    api.update(episode, seasonNumber=None, podcastEpisodeNumber=None, podcastEpisodeType="full")
    it = api.overview(episode)
    assert (it["podcastSeasonNumber"], it["podcastEpisodeNumber"], it["podcastEpisodeType"]) == (None, None, "full")


@pytest.mark.parametrize("field,wrong", [
    ("episodeType", "special"), ("episodeType", 1), ("title", 5), ("description", []), ("isPublished", "true"),
    ("isPublished", 1), ("podcastEpisodeIsExplicit", "no"), ("seasonNumber", -1), ("episodeNumber", "4"), ("isDraft", 0)])
def test_1_C_wrong_fields_change_nothing(api, field, wrong):
    episode = api.draft()
    error = api.refused(400, "invalid_field", "POST", f"/v3/episodes/{episode}/update", {"title": "New", field: wrong})
    assert error["parameter"] == field
    assert api.overview(episode)["title"] == ""


def test_1_C_limits_of_texts(api):
    episode = api.draft()
    path = f"/v3/episodes/{episode}/update"
    assert api.update(episode, title="\U0001f30a" * 200)["title"] == "\U0001f30a" * 200
    api.refused(400, "title_too_long", "POST", path, {"title": "x" * 201})
    assert api.update(episode, title=" a\u0000b\tc\u0085\n ")["title"] == " ab\tc "
    text = "<p>" + "\u00e9" * 4000 + "</p>"
    assert api.update(episode, description=text)["description"] == text
    api.refused(400, "description_too_long", "POST", path, {"description": "y" * 4001})
    api.refused(400, "description_too_long", "POST", path, {"description": "<p>" * 30000})
    assert api.update(episode, description="")["description"] == ""


@pytest.mark.parametrize("sent,stored", [
    ("a<br>b<br/>c<br />", "a<br />b<br />c<br />"),
    ('<a href="https://x.example/">x</a>', '<a href="https://x.example/" rel="ugc noopener noreferrer" target="_blank">x</a>'),
    ("plain & simple  text\r\n", "plain & simple  text\r\n"),
    ("&amp;&nbsp;&#8217;\u2019 \u65e5\u672c", "&amp;&nbsp;&#8217;\u2019 \u65e5\u672c"),
    ("<script>alert(1)</script>ok<!-- c -->", "ok"),
    ('<a href="javascript:alert(1)">x</a>', "x"),
    ("<p onclick=\"x\">a", "<p>a</p>"),
    ("</p>a</strong>", "a"),
    ("<table><tr><td>cell</td></tr></table>", "cell")])
def test_1_C_descriptions_are_filtered_and_twice_is_once(api, sent, stored):
    episode = api.draft()
    assert api.update(episode, description=sent)["description"] == stored
    assert api.update(episode, description=stored)["description"] == stored
    assert api.overview(episode)["description"] == stored


def test_1_E_and_1_Q_the_promotion_flag(api):
    episode = api.draft()
    path = f"/v3/episodes/{episode}/sponsoredContentStatus"
    assert api.read(path) == {"containsSponsoredContent": False}
    api.update(episode, publishOn=FUTURE)
    for time in (FUTURE + 5, (FUTURE + 5) * 1000, FUTURE_TEXT):
        assert api.ok("PUT", path, {"containsSponsoredContent": True, "publishOn": time}) == {"containsSponsoredContent": True}
    assert api.read(path) == {"containsSponsoredContent": True}
    assert api.state(episode) == ("scheduled", FUTURE)
    assert api.overview(episode)["containsSponsoredContent"] is True
    api.refused(400, "missing_field", "PUT", path, {"publishOn": FUTURE})
    api.refused(400, "missing_field", "PUT", path, {"containsSponsoredContent": True})
    api.refused(400, "invalid_field", "PUT", path, {"containsSponsoredContent": True, "publishOn": None})
    api.refused(400, "invalid_field", "PUT", path, {"containsSponsoredContent": 1, "publishOn": FUTURE})


def test_1_G_disclosure_forms(api):
    first, second = api.draft(), api.draft()
    uris = [api.overview(one)["spotifyUri"] for one in (first, second)]
    path = "/v3/episodes/pcdFormData"
    assert api.read(path) == {"items": []}
    item = {"episodeUri": uris[0], "episodeId": first, "formUrl": "", "containsSponsoredContent": False}
    for name in ("episodeUri[]", "episodeUri%5B%5D", "episodeUri"):
        assert api.read(f"{path}?{name}={uris[0]}") == {"items": [item]}
    both = api.read(f"{path}?episodeUri[]={uris[1]}&episodeUri[]=spotify:episode:{'0' * 22}&episodeUri[]={uris[0]}")
    assert [one["episodeUri"] for one in both["items"]] == [uris[1], uris[0]]
    many = "&".join(f"episodeUri[]={uris[0]}" for _ in range(201))
    api.refused(400, "invalid_field", "GET", f"{path}?{many}")


@pytest.mark.parametrize("state", ["draft", "scheduled", "published"])
def test_1_Z_deleting_is_final(api, state):
    episode = api.draft()
    api.update(episode, **STATES[state])
    it = api.overview(episode, returnWebIds="true")
    assert api.ok("POST", f"/v3/episodes/{episode}/delete", {}) == {}
    for name in (episode, it["spotifyUri"], f"webEpisodeId:{it['webEpisodeId']}", it["webEpisodeId"]):
        api.refused(404, "not_found", "GET", f"/v3/episodes/{name}/overview")
    api.refused(404, "not_found", "POST", f"/v3/episodes/{episode}/delete", {})


def test_an_archived_episode_is_gone_here(api):
    """Restoring has no command yet; `app/publishing` tests that it brings everything back."""
    api.instance.admin("workspace", "set", "--workspace", str(api.accounts.workspace), "--publishing-api", "on")
    key = api.instance.admin("key", "create", "--workspace", str(api.accounts.workspace), "--label", "t", "--scope",
                             "episodes:write")["key"]
    episode = api.draft()
    api.update(episode, title="Fog", publishOn=PAST)
    archived = api.instance.request("DELETE", f"/autopod/v1/episodes/{episode}", None, {"X-API-Key": key})
    assert archived.status in (200, 204), archived
    api.refused(404, "not_found", "GET", f"/v3/episodes/{episode}/overview")
    listed = api.read(f"/v3/stations/{api.station}/episodes", userId=api.user)["episodes"]
    assert episode not in [one["episodeId"] for one in listed]


def test_X_2_and_X_3_have_ids_as_strings(api):
    profile = api.read(f"/v3/profile/station/webStationId/{api.show}")["station"]
    assert profile == {"stationId": str(api.station), "userId": str(api.user), "webStationId": api.web_station,
                       "vanitySlug": "", "name": "Harbour Lights"}
    made = api.ok("POST", "/v3/episodes", {"stationId": profile["stationId"], "title": "Harbour walk"})
    assert set(made) == {"episodeId", "stationId"} and made["stationId"] == api.station
    assert api.overview(made["episodeId"])["title"] == "Harbour walk"
    api.refused(400, "missing_field", "POST", "/v3/episodes", {"title": "x"})
    api.refused(404, "not_found", "POST", "/v3/episodes", {"stationId": 999999})


def test_X_4_publishes_now_or_later(api):
    now, later = api.draft(), api.draft()
    assert api.ok("POST", f"/v3/episodes/{now}/publish", {})["didChangePublishState"] is True
    assert api.state(now)[0] == "published"
    assert api.ok("POST", f"/v3/episodes/{later}/publish", {"publishOn": "2031-03-04T06:30:00Z"})["didChangePublishState"]
    assert api.state(later) == ("scheduled", FUTURE)
    assert api.ok("POST", f"/v3/episodes/{now}/publish", {})["didChangePublishState"] is False


def test_every_form_of_an_episodes_name(api):
    episode = api.draft()
    it = api.overview(episode, returnWebIds="true")
    web_id = it["webEpisodeId"]
    assert re.fullmatch(r"e[0-9a-v]+", web_id)
    for name in (episode, it["spotifyUri"], f"webEpisodeId:{web_id}", f"webEpisodeId%3A{web_id}", f"webEpisodeId:{episode}",
                 f"webEpisodeId:{web_id.upper().replace('E', 'e', 1)}", web_id, web_id.upper()):
        assert api.read(f"/v3/episodes/{name}/episodeId") == {"episodeId": episode}, name
    for name in ("0", "-1", "x", "spotify:episode:short", "webEpisodeId:", "1e5", str(2**60), "%00", "spotify:show:" + api.show):
        assert api.get(f"/v3/episodes/{name}/episodeId").status in (400, 404), name
