"""creators-rest.md, section 14: what older clients call."""

import json
import subprocess

import pytest

from accounts import PASSWORD
from creators import FUTURE, Creators, settled

DUMP = {"adCount", "created", "createdUnixTimestamp", "description", "duration", "hourOffset", "isDeleted", "isPublished",
        "podcastEpisodeId", "publishOn", "publishOnUnixTimestamp", "title", "url", "trackedUrl", "episodeImage", "shareLinkPath",
        "shareLinkEmbedPath"}
PAST = 1700000000


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "tide.mp3"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=duration=2", str(path)], check=True)
    return path.read_bytes()


@pytest.fixture(scope="module")
def published(api, sound):
    episode = api.draft()
    assert api.upload(episode, sound)["status"] == "completed"
    api.update(episode, title="Fog over the breakwater", description="<p>Notes.</p>", publishOn=PAST, seasonNumber=2)
    return episode


def test_X_5_X_6_X_7_X_21_X_22_the_old_uploaders_run(api, sound):
    given = api.read("/api/proxy/v3/upload/signed_url", filename="tide.mp3", type="audio/mp3")
    assert set(given) == {"requestUuid", "fileKey", "signedUrl"}
    path = f"/v3/upload/{given['requestUuid']}"
    api.refused(400, "upload_incomplete", "POST", path + "/process_audio", {})
    api.stored(given["signedUrl"], sound)
    body = {"audioType": "default", "caption": "tide.mp3", "isExtractedFromVideo": False, "origin": "podcast:upload"}
    assert api.ok("POST", path + "/process_audio", body) == {"requestUuid": given["requestUuid"]}
    done = settled(lambda: {**api.read(path), "status": api.read(path)["request"]["state"]}, {"uploaded"})
    assert done["request"]["state"] == "processed" and set(done) == {"requestUuid", "request", "data", "status"}
    audios = api.read("/pod/api/sourceaudio/audiolibrary")["audios"]
    mine = [one for one in audios if one["audioId"] == done["data"]["audioId"]]
    assert mine and mine[0]["caption"] == "tide.mp3" and mine[0]["audioTransformationStatus"] == "finished"
    made = api.ok("POST", "/api/podcastepisode", {"episodeAudios": [mine[0]], "hourOffset": -2, "isDraft": False,
                                                  "publishOn": None, "title": "By the old way", "description": "<p>x</p>"})
    assert set(made) == {"podcastEpisodeId", "episodeId"}
    assert api.state(made["episodeId"])[0] == "published"
    it = api.overview(made["episodeId"])
    assert it["hourOffset"] == -2 and it["episodeAudios"][0]["audioId"] == int(mine[0]["audioId"])
    later = api.ok("POST", "/pod/api/podcastepisode", {"episodeAudios": [], "isDraft": True, "title": "Later"})
    assert api.state(later["episodeId"])[0] == "draft"
    api.refused(400, "invalid_field", "POST", "/api/podcastepisode", {"episodeAudios": [{"audioId": "1"}], "title": "x"})
    stranger = api.member("uploader", None)
    api.refused(404, "not_found", "GET", path, token=stranger)
    assert api.read("/api/sourceaudio/audiolibrary", token=stranger) == {"audios": []}


def test_X_8_three_arrays(api, published):
    it = api.read(f"/v3/episodes/{published}")
    assert set(it) == {"audios", "episodes", "users"}
    audio, episode, user = it["audios"][0], it["episodes"][0], it["users"][0]
    assert set(audio) == {"audioId", "userId", "caption", "duration", "type", "isExportable", "language", "creationEpochTime",
                          "urls", "audioTransformationStatus"}
    assert set(audio["urls"][0]) == {"url", "sampleRate", "channels", "fileSize"}
    assert audio["urls"][0]["sampleRate"] == 44100 and audio["urls"][0]["channels"] == 1
    assert set(episode) == {"episodeId", "stationId", "userId", "title", "description", "duration", "creationEpochTime",
                            "creationHourOffset", "publishEpochTime", "isPublished", "isScheduled", "language", "imageUrl", "shareUrl",
                            "playCount", "spotifyUri", "episodeType", "containsMusicSegments", "tags", "episodeAudios"}
    assert episode["publishEpochTime"] == PAST and episode["isPublished"] is True
    assert set(user) == {"userId", "name", "podcastName", "emailAddress"}
    assert api.read(f"/v3/episodes/{api.draft()}")["episodes"][0]["publishEpochTime"] is None


def test_X_10_order_of_audio(api, sound):
    episode = api.draft()
    audio = api.upload(episode, sound)["data"]["audioId"]
    path = f"/v3/episodes/{episode}/reorder"
    assert api.ok("POST", path, {"audioIdsInOrder": [audio]}) == {"status": "ok"}
    api.refused(400, "invalid_field", "POST", path, {"audioIdsInOrder": [audio, "1"]})
    api.refused(400, "missing_field", "POST", path, {})
    assert api.ok("POST", path, {"audioIdsInOrder": []}) == {"status": "ok"}
    assert api.overview(episode)["episodeAudios"] == []


def test_X_9_no_film(api, published):
    api.refused(404, "not_found", "GET", f"/v3/episodes/{published}/video")
    api.refused(400, "invalid_field", "POST", f"/v3/episodes/{published}/video", {"videoUploadId": 1})


def test_X_14_and_X_15_the_old_sign_in(api):
    csrf = api.get("/api/csrf", token=False)
    assert csrf.status == 200 and csrf.json["csrfToken"] and csrf.header("Set-Cookie")
    assert api.get("/pod/api/csrf", token=False).status == 200
    body = {"email": "ada@harbour.example", "password": PASSWORD, "_csrf": csrf.json["csrfToken"], "betaCode": None}
    for sent in (body, {name: value for name, value in body.items() if name != "_csrf"}):
        answer = api.post("/pod/api/login", sent, token=False)
        assert answer.status == 200, answer
        cookies = [value for name, value in answer.headers.items() if name.lower() == "set-cookie"]
        ours = [one for one in cookies if one.startswith("anchorpw_s=")]
        assert ours and "Secure" not in ours[0]
        assert api.read("/v3/region", headers={"Cookie": ours[0].split(";")[0]}) == {"region": "US"}
    assert api.post("/api/login", {**body, "password": "wrong"}, token=False).status == 401
    api.refused(400, "missing_field", "POST", "/api/login", {"email": "x"}, token=False)
    api.refused(403, "origin_not_allowed", "POST", "/api/login", body, token=False, headers={"Origin": "https://evil.example"})


def test_X_16_the_public_record(api, published):
    web_id = api.overview(published, returnWebIds="true")["webEpisodeId"]
    for prefix in ("/api", "/pod/api"):
        it = api.read(f"{prefix}/v3/episodes/{web_id}", token=False)
        assert set(it) == {"episode", "creator", "episodeAudios", "podcastMetadata"}
        assert set(it["episode"]) == {"episodeId", "webEpisodeId", "title", "description", "descriptionPreview", "episodeEnclosureUrl",
                                      "episodeImage", "duration", "created", "modified", "publishOn", "publishOnUnixTimestamp",
                                      "podcastSeasonNumber", "podcastEpisodeNumber"}
        assert it["episode"]["descriptionPreview"] == "Notes." and it["episode"]["podcastSeasonNumber"] == 2
        assert set(it["creator"]) == {"userId", "name", "vanitySlug"}
        assert set(it["podcastMetadata"]) == {"podcastName", "podcastImage", "podcastImage400"}
        assert it["episodeAudios"][0]["url"] == it["episode"]["episodeEnclosureUrl"]
    for state in ({}, {"publishOn": FUTURE}):
        hidden = api.draft()
        api.update(hidden, title="Hidden", **state)
        web_id = api.overview(hidden, returnWebIds="true")["webEpisodeId"]
        api.refused(404, "not_found", "GET", f"/api/v3/episodes/{web_id}", token=False)


def test_X_17_and_X_18_the_dump(api, published):
    draft = api.draft()
    it = api.read("/pod/api/podcastepisode", isMumsCompatible="true")
    assert set(it) == {"allEpisodeWebIds", "podcastId", "podcastEpisodes", "totalPodcastEpisodes", "vanitySlug", "stationCreatedDate"}
    assert it["totalPodcastEpisodes"] == len(it["podcastEpisodes"]) == len(it["allEpisodeWebIds"])
    assert it["podcastId"] == api.web_station
    items = {one["podcastEpisodeId"]: one for one in it["podcastEpisodes"]}
    web_id, draft_id = (api.overview(one, returnWebIds="true")["webEpisodeId"] for one in (published, draft))
    assert set(items[web_id]) == DUMP and items[web_id]["publishOnUnixTimestamp"] == PAST * 1000
    assert set(items[draft_id]) == DUMP - {"publishOn"} and items[draft_id]["publishOnUnixTimestamp"] is None
    assert {name for name, value in items[web_id].items() if value is None} <= {"episodeImage"}
    assert api.read("/api/podcastepisode", webStationId=api.web_station) == api.read("/api/podcastepisode")
    one = api.read(f"/api/podcastepisode/{draft_id}")
    assert set(one) == {"podcastEpisodeId", "title", "description", "safeDescription", "created", "createdUnixTimestamp", "publishOn",
                        "isDraft", "podcastEpisodeType", "podcastEpisodeIsExplicit", "podcastSeasonNumber", "podcastEpisodeNumber",
                        "episodeAudios", "episodeImage", "shareLinkPath", "shareLinkEmbedPath", "isPublishedToSpotifyExclusively",
                        "spotifyUrl", "reviewState"}
    assert one["isDraft"] is True and one["publishOn"] is None


def test_X_19_download(api, published, sound):
    page = api.read(f"/v3/stations/{api.station}/episodePage", limit=100)["items"]
    url = [one["downloadUrl"] for one in page if one["episodeId"] == published][0]
    assert url.startswith("/pod/api/audio/a")
    foreign = url.split("?")[0] + "?url=https%3A%2F%2Fevil.example%2F"
    for address in (url, foreign, url.split("?")[0].replace("/pod/api", "/api")):
        answer = api.get(address, token=False)
        assert answer.status == 302, answer
        target = answer.header("Location")
        assert target.startswith(api.instance.base_url + "/media/")
        assert api.instance.get(api.instance.path_of(target)).body == sound
    draft = api.draft()
    audio = api.upload(draft, sound)["data"]["audioFileId"]
    web_audio = api.overview(draft)["episodeAudios"][0]["webAudioId"]
    assert audio and api.get(f"/api/audio/{web_audio}/download", token=False).status == 404
    member = api.get(f"/api/audio/{web_audio}/download")
    assert member.status == 302
    assert api.instance.get(api.instance.path_of(member.header("Location"))).status == 200
    assert api.get("/api/audio/a1/download", token=False).status == 404


def test_X_20_the_collectors_run(api):
    it = api.read("/api/podcast/metadata")
    assert it["webStationId"] == api.web_station and it["podcastName"] == "Harbour Lights"
    for one in api.read(f"/api/proxy/v3/stations/webStationId:{it['webStationId']}/episodePage")["items"]:
        assert isinstance(one["shareLinkPath"], str) and isinstance(one["totalPlays"], int)
    json.dumps(it)


def test_what_is_not_offered(api):
    for path in ("/v3/stations/1/paywalls", "/v3/import", "/v3/music/segments", "/v3/episodes/1/waveform"):
        assert api.get(path).status == 404
