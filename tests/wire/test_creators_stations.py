"""creators-rest.md, section 12: shows, accounts and money."""

import pytest

from creators import Creators
from pictures import png

METADATA = {
    "rssFeedUrl": str, "podcastName": str, "podcastDescription": str, "podcastAuthorName": str, "podcastAuthorEmail": str,
    "podcastImage": str, "podcastImage400": str, "podcastCategory": str, "podcastLanguage": str, "language": str,
    "isDistributedOnSpotify": bool, "isRssFeedDisabled": bool, "hasPublishedEpisode": bool,
    "distributionEligibilityForPaywalls": str, "isStationOver30DaysOld": bool, "isStationMarkedAsSpam": bool,
    "isExternalSyndicationSetup": bool, "isSaiAndDaiFullyActivated": bool, "isAdCategoryExclusionsEnabled": bool,
    "hasAnchorBrandingRemoved": bool, "isPublicCallinShownInRSS": bool, "isPublicCallinHiddenFromWeb": bool,
    "podcastIsExplicit": bool, "podcastEpisodeIsExplicit": bool, "itunesCategory": str, "podcastUrlApple": str,
    "podcastUrlGoogle": str, "podcastUrlOvercast": str, "podcastUrlPocketcasts": str,
    "hasDismissedDistributionMilestone": bool, "isPWEnabled": bool, "isPWSetup": bool}


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


@pytest.fixture
def station(api):
    """A station of its own, for tests that change it."""
    made = api.new_show("Low Tide")
    return made["id"]


def metadata(api, station):
    return api.read(f"/v3/stations/{station}/metadata")


def test_1_H_has_every_key_with_its_type(api):
    it = metadata(api, api.station)
    assert {name: type(value) for name, value in it.items()} == METADATA
    assert it["podcastName"] == "Harbour Lights"
    assert it["rssFeedUrl"].startswith(api.instance.base_url + "/feeds/")
    assert it["isStationOver30DaysOld"] is False


def test_1_H_published_episodes_flip_the_flag(api, station):
    draft = api.ok("POST", f"/v3/stations/{station}/episodes")["episodeId"]
    assert metadata(api, station)["hasPublishedEpisode"] is False
    api.update(draft, title="Fog", isPublished=True)
    assert metadata(api, station)["hasPublishedEpisode"] is True


def test_1_T_changes_and_answers_as_1_H(api, station):
    body = {"podcastName": "Harbour Lights 2", "podcastDescription": "Stories from the quay.", "podcastAuthorName": "Ida Brandt",
            "podcastCategory": "Arts|Design", "podcastLanguage": "en-GB", "podcastEpisodeIsExplicit": True,
            "podcastAuthorEmail": "ida@harbour.example", "userId": api.user}
    answer = api.ok("POST", f"/v3/stations/{station}/metadata", body)
    assert answer.pop("errors") == []
    assert answer == metadata(api, station)
    shown = {name: answer[name] for name in body if name != "userId"}
    assert shown == {**{name: body[name] for name in shown}, "podcastLanguage": "en-gb"}
    assert answer["itunesCategory"] == "Arts|Design" and answer["podcastIsExplicit"] is True
    kept = api.ok("POST", f"/v3/stations/{station}/metadata", {"podcastName": "Again"})
    assert kept["podcastDescription"] == "Stories from the quay." and kept["podcastIsExplicit"] is True


@pytest.mark.parametrize("field,most", [("podcastName", 100), ("podcastDescription", 600), ("podcastAuthorName", 80)])
def test_1_T_limits(api, station, field, most):
    path = f"/v3/stations/{station}/metadata"
    at = {"podcastName": "Name", field: "\u00e9" * most}
    assert api.ok("POST", path, at)[field] == "\u00e9" * most
    error = api.refused(400, "invalid_field", "POST", path, {"podcastName": "Name", field: "\u00e9" * (most + 1)})
    assert error["parameter"] == field


@pytest.mark.parametrize("body,code", [
    ({}, "missing_field"), ({"podcastName": " "}, "invalid_field"), ({"podcastName": 1}, "invalid_field"),
    ({"podcastName": "x", "podcastCategory": "Sailing"}, "invalid_field"),
    ({"podcastName": "x", "podcastLanguage": "english please"}, "invalid_field"),
    ({"podcastName": "x", "podcastEpisodeIsExplicit": "yes"}, "invalid_field")])
def test_1_T_refusals_change_nothing(api, station, body, code):
    before = metadata(api, station)
    api.refused(400, code, "POST", f"/v3/stations/{station}/metadata", body)
    assert metadata(api, station) == before


def test_1_T_2_every_category_is_accepted(api, station):
    options = api.read("/v3/settings/podcast-category/options")["podcastCategoryOptions"]
    values = [one["value"] for one in options] + [sub["value"] for one in options for sub in one["subCategories"]]
    assert len(options) == 19 and len(values) == 110
    arts = options[0]
    assert (arts["value"], arts["display"]) == ("Arts", "Arts")
    assert {"value": "Arts|Design", "display": "Design"} in arts["subCategories"]
    for value in (values[0], values[-1], "Society & Culture|Documentary"):
        assert value in values
        body = {"podcastName": "x", "podcastCategory": value}
        assert api.ok("POST", f"/v3/stations/{station}/metadata", body)["podcastCategory"] == value


def test_1_L_and_1_U_the_slug(api):
    made = api.new_show("Quay Talk")
    station, show = made["id"], made["show_uri"].rsplit(":", 1)[1]
    ids = {"userId": api.user, "stationId": station, "webStationId": made["web_station_id"]}
    for name in (show, made["show_uri"], made["web_station_id"], station):
        assert api.read(f"/v3/shows/{name}/legacyIds") == ids, name
    set_to = {"webStationId": "quay_talk-1", "vanitySlug": "quay_talk-1", "stationId": station}
    assert api.ok("POST", "/v3/settings", {"webStationId": "Quay_Talk-1", "stationId": station}) == set_to
    assert api.ok("POST", "/v3/settings", {"webStationId": "quay_talk-1", "stationId": str(station)}) == set_to
    assert api.read(f"/v3/shows/{show}/legacyIds")["webStationId"] == "quay_talk-1"
    other = api.new_show("Other")["id"]
    for taken in ("QUAY_talk-1", made["web_station_id"]):
        api.refused(409, "slug_taken", "POST", "/v3/settings", {"webStationId": taken, "stationId": other})
    for wrong in ("ab", "x" * 65, "a b", "-ab", "ab-", "12345", "media", "\u00e9t\u00e9"):
        api.refused(400, "invalid_slug", "POST", "/v3/settings", {"webStationId": wrong, "stationId": other})
    api.refused(400, "missing_field", "POST", "/v3/settings", {"stationId": other})
    api.ok("POST", "/v3/settings", {"webStationId": "new-talk", "stationId": station})
    for slug in ("quay_talk-1", "new-talk", "NEW-talk"):
        assert api.read(f"/v3/stations/webStationId:{slug}/metadata")["podcastName"] == "Quay Talk"
    api.refused(409, "slug_taken", "POST", "/v3/settings", {"webStationId": "quay_talk-1", "stationId": other})


def test_every_form_of_a_stations_name(api):
    for name in (api.station, f"webStationId:{api.web_station}", f"webStationId:{api.web_station.upper()}",
                 f"webStationId%3A{api.web_station}", f"spotify:show:{api.show}"):
        assert metadata(api, name)["podcastName"] == "Harbour Lights", name
    for name in ("0", "999999", "harbour", "webStationId:nobody", "spotify:show:x"):
        api.refused(404, "not_found", "GET", f"/v3/stations/{name}/metadata")


def test_1_D_1_I_1_J_1_P_shapes(api):
    assert api.read("/v3/region") == {"region": "US"}
    assert api.ok("POST", f"/v3/{api.user}/partnerIds", {}) == {"optimizely": "", "mparticle": ""}
    assert api.ok("POST", f"/v3/{api.station}/partnerIds", {}) == {"optimizely": "", "mparticle": ""}
    api.refused(404, "not_found", "POST", "/v3/stations/partnerIds", {})
    assert api.read("/v3/users/verification") == {"userVerificationState": "verified", "hasValidBirthdate": True}
    assert api.read(f"/v3/users/{api.user}/settings/termsAndContactability") == {
        "termsOfServiceVersion": 1, "agreedToMinimumRequiredTermsOfService": True, "contactabilityStatus": "optedOut",
        "countryRule": "needsResponseOptInSelected"}


def test_1_K_and_1_Y_onboarding(api):
    for number in (api.user, api.station):
        for slash in ("", "/"):
            assert api.read(f"/v3/onboarding/redirectStatus/{number}{slash}") == {"shouldRedirect": False, "redirectPath": None}
            steps = api.read(f"/v3/onboarding/steps/{number}{slash}", userId=api.user)
            assert (steps["userId"], steps["stationId"]) == (api.user, api.station)
            assert [one["step"] for one in steps["steps"]] == ["createShow", "uploadCoverArt", "publishEpisode"]
    api.refused(404, "not_found", "GET", "/v3/onboarding/steps/999999/")


def test_1_M_and_1_N_exact_bodies(api):
    assert api.ok("POST", f"/v3/stations/{api.station}/episode-list-index", {}) == {"success": True}
    assert api.call("POST", f"/v3/stations/{api.station}/episode-list-index", raw=b"").json == {"success": True}
    assert api.read(f"/v3/stations/{api.station}/pcdForm") == {"formUrl": ""}


def test_1_R_and_1_W_tell_what_the_operator_set(api, station):
    money = f"/v5/monetization-lifecycle/{station}/sync-and-fetch"
    assert api.ok("POST", money, {}) == {
        "stationId": station, "products": {"SPOTIFY_PARTNER_PROGRAM": {"lifecycleState": "INELIGIBLE", "pendingRequirements": []}}}
    assert api.read(f"/v4/paywalls/{station}/lifecycle-state") == {
        "stationId": station, "lifecycleState": "NOT_ENROLLED", "isEligible": False}
    assert api.read(f"/v6/wallet/{station}/availability") == {
        "stationId": station, "isAvailable": False, "reasons": ["NOT_SUPPORTED"]}
    assert api.read(f"/v6/wallet/{station}/") == {
        "stationId": station, "currency": "USD", "balanceCents": 0, "pendingBalanceCents": 0, "lifetimeEarningsCents": 0}
    assert api.read(f"/v3/paywalls/{station}/") == {
        "stationId": station, "isEnabled": False, "isSetup": False, "subscriberCount": 0, "paywalls": []}
    api.instance.admin("creators", "money", "--show", str(station), "--partner-program", "ACTIVE", "--paywall", "ENROLLED",
                       "--paywall-enabled", "true", "--subscribers", "12", "--wallet", "--currency", "EUR", "--balance", "1250",
                       "--spotify", "on")
    assert api.ok("POST", money, {})["products"]["SPOTIFY_PARTNER_PROGRAM"]["lifecycleState"] == "ACTIVE"
    assert api.read(f"/v4/paywalls/{station}/lifecycle-state")["lifecycleState"] == "ENROLLED"
    assert api.read(f"/v6/wallet/{station}/availability") == {"stationId": station, "isAvailable": True, "reasons": []}
    shown = api.read(f"/v6/wallet/{station}/")
    assert (shown["currency"], shown["balanceCents"]) == ("EUR", 1250)
    shown = api.read(f"/v3/paywalls/{station}/")
    assert (shown["isEnabled"], shown["isSetup"], shown["subscriberCount"]) == (True, False, 12)
    assert metadata(api, station)["isDistributedOnSpotify"] is True
    assert api.read(f"/v3/stations/{station}/distribution")["spotifyDistributionStatus"] == "on"


def test_1_J_and_1_I_tell_what_the_operator_set(instance):
    api = Creators(instance)
    instance.admin("creators", "standing", "--email", "ada@harbour.example", "--verification", "email_change_requested",
                   "--valid-birthdate", "false", "--optimizely", "o1")
    instance.restart("--limits-enabled", "false")
    assert api.read("/v3/users/verification") == {"userVerificationState": "verifiedEmailChangeRequested",
                                                  "hasValidBirthdate": False}
    assert api.ok("POST", f"/v3/{api.user}/partnerIds", {}) == {"optimizely": "o1", "mparticle": ""}


def test_1_O_X_12_and_X_13_links(api):
    made = api.new_show("Linked")
    station = made["id"]
    assert api.read(f"/v3/stations/{station}/distribution") == {
        "canEnableRss": True, "externalUrls": {}, "spotifyDistributionStatus": "off", "spotifyShowUri": made["show_uri"],
        "platforms": ["rss"], "vanitySlug": "", "isEnterprisePodcast": False}
    link = "https://podcasts.example/1"
    body = {"userId": station, "externalLinks": {"itunes": link, "nonsense": "x", "overcast": ""}, "podcastItunesOwnerCode": "77",
            "isUserEmailInRss": False, "podcastRedirectDestination": None, "isRssFeedEnabled": True}
    answer = api.ok("PUT", "/v3/settings/user/distribution", body)
    assert answer == api.read("/v3/settings/user/distribution", userId=station)
    assert answer["externalUrls"] == {"itunes": link} and answer["podcastItunesOwnerCode"] == "77"
    assert api.read(f"/v3/stations/{station}/distribution")["platforms"] == ["rss", "itunes"]
    assert metadata(api, station)["podcastUrlApple"] == link
    for wrong in ({"externalLinks": {"itunes": "javascript:x"}}, {"externalLinks": []}, {"isRssFeedEnabled": "no"}):
        api.refused(400, "invalid_field", "PUT", "/v3/settings/user/distribution", {"userId": station, **wrong})


def test_1_Y_lists_the_shows_of_the_account(api):
    listed = api.read("/v3/stations/status")["stations"]
    assert [one["stationId"] for one in listed] == sorted(one["stationId"] for one in listed)
    mine = listed[0]
    assert set(mine) == {"stationId", "webStationId", "vanitySlug", "userId", "showUri", "podcastName", "podcastImage400",
                         "role", "hasPublishedEpisode"}
    assert (mine["stationId"], mine["role"], mine["userId"]) == (api.station, "owner", api.user)
    nobody = api.member("nobody", None)
    assert api.read("/v3/stations/status", token=nobody) == {"stations": []}


def test_1_V_a_cover_for_a_show_and_an_episode(api, station):
    done = api.picture(f"stations/{station}", png(1400, 1400, [bytes((47, 93, 115)) * 1400] * 1400))
    assert (done["status"], done["width"], done["height"], done["contentType"]) == ("completed", 1400, 1400, "image/png")
    it = metadata(api, station)
    assert (it["podcastImage"], it["podcastImage400"]) == (done["imageUrl"], done["imageUrl400"])
    for url in (done["imageUrl"], done["imageUrl400"]):
        assert api.instance.get(api.instance.path_of(url)).status == 200
    feed = api.instance.get(api.instance.path_of(it["rssFeedUrl"])).text
    assert done["imageUrl"].rsplit("/", 2)[1] in feed

    episode = api.ok("POST", f"/v3/stations/{station}/episodes")["episodeId"]
    of_episode = api.picture(f"episodes/{episode}", png(600, 600))
    assert api.overview(episode)["episodeImage"] == of_episode["imageUrl"]

    colours = api.ok("POST", "/MultiGetColor", {"color_queries": [{"url": done["imageUrl"]}, {"url": "https://x.example/a.jpg"}]})
    own, foreign = colours["color_results"]
    raw = own["color_raw"]
    assert own["status"] == "OK" and raw["is_fallback"] is False
    assert all(abs(raw[name] - value) <= 3 for name, value in zip("rgb", (47, 93, 115))), "as far as JPEG keeps colours"
    assert raw["hex"] == "#{r:02X}{g:02X}{b:02X}".format(**raw)
    assert own["color_dark"]["g"] < raw["g"] < own["color_light"]["g"]
    assert foreign["status"] == "INVALID_URL" and foreign["color_raw"]["hex"] == "#535353"
    assert foreign["color_raw"]["is_fallback"] is True
    api.refused(400, "missing_field", "POST", "/MultiGetColor", {})
    api.refused(400, "invalid_field", "POST", "/MultiGetColor", {"color_queries": []})


def test_1_V_what_is_no_picture_fails_and_says_why(api, station):
    done = api.picture(f"stations/{station}", b"GIF89a" + b"\0" * 100)
    assert done["status"] == "failed" and done["failureReason"] == "UNSUPPORTED_IMAGE" and done["message"]


def test_1_V_steps_and_ids(api, station):
    base = f"/v3/stations/{station}/images/upload"
    given = api.read(base + "/signed_url")
    assert set(given) == {"url", "uploadId"}
    path = f"{base}/{given['uploadId']}"
    assert api.read(path + "/")["status"] == "pending"
    api.refused(400, "upload_incomplete", "POST", path + "/process_upload", {})
    other = api.new_show("Elsewhere")["id"]
    api.refused(404, "not_found", "GET", f"/v3/stations/{other}/images/upload/{given['uploadId']}/")
    api.refused(404, "not_found", "GET", f"/v3/upload/media/{given['uploadId']}")
    episode = api.ok("POST", f"/v3/stations/{station}/episodes")["episodeId"]
    media = api.begin(episode)["uploadId"]
    api.refused(404, "not_found", "GET", f"{base}/{media}/")
    picture = api.read(f"/v3/episodes/{episode}/images/upload/signed_url")["uploadId"]
    process = f"/v3/episodes/{episode}/images/upload/{picture}/process_upload"
    api.refused(400, "invalid_field", "POST", process, {"episodeId": episode + 1})
    api.refused(400, "invalid_field", "POST", process, {"uploadType": "video"})
    assert api.put(given["url"].replace("sig=", "sig=0"), b"x").status == 403
    assert api.put(given["url"], b"\x89PNG" + b"\0" * (10 * 1024 * 1024)).status == 413
