"""creators-rest.md, section 13: 6-A to 6-D, and the sequences of section 18 with real files."""

import json
import sqlite3
import subprocess
from urllib.parse import urlsplit

import pytest

from creators import FUTURE, FUTURE_TEXT, Creators

UNION = {"uploadId", "requestUuid", "fileKey", "url", "signedUrl", "headers"}


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    """Makes files with ffmpeg and keeps them."""
    folder = tmp_path_factory.mktemp("media")

    def make(name, *options, sound="sine=frequency=440:duration=3", picture=None):
        path = folder / name
        if not path.exists():
            inputs = ["-f", "lavfi", "-i", sound] + (["-f", "lavfi", "-i", picture] if picture else [])
            subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *inputs, *options, str(path)], check=True)
        return path.read_bytes()

    return make


def tone(media):
    return media("tide.mp3", "-b:a", "64k")


# 6-A.

def test_6_A_has_every_set_of_names(api):
    episode = api.draft()
    it = api.begin(episode)
    assert set(it) == UNION and it["headers"] == {}
    assert it["uploadId"] == it["requestUuid"] and it["url"] == it["signedUrl"]
    assert it["fileKey"] == it["uploadId"] + "/tide.mp3"
    assert it["url"].startswith(api.instance.base_url + "/storage/uploads/" + it["uploadId"])
    video = api.begin(episode, "walk.mp4", "video/mp4")
    assert set(video) == UNION
    several = api.begin(episode, "walk.mp4", "video/mp4", isMultipartUpload="true", numParts=3, uploadType="video")
    assert set(several) == UNION | {"signedUrlParts"}
    assert [one["partNumber"] for one in several["signedUrlParts"]] == [1, 2, 3]
    assert len({one["url"] for one in several["signedUrlParts"]}) == 3
    assert "signedUrlParts" not in api.begin(episode, numParts=3)


@pytest.mark.parametrize("extension", ["mp3", "m4a", "aifc", "aiff", "ogg", "wav", "flac", "mp4", "mov", "MP3"])
def test_6_A_known_extensions(api, extension):
    assert api.begin(api.draft(), "a." + extension, "application/octet-stream")["uploadId"]


@pytest.mark.parametrize("query,code", [
    ({"type": "audio/mp3"}, "missing_query_parameter"), ({"filename": "a.mp3"}, "missing_query_parameter"),
    ({"filename": "a.txt", "type": "audio/mp3"}, "unsupported_format"), ({"filename": "mp3", "type": "audio/mp3"}, "unsupported_format"),
    ({"filename": "a.mp3", "type": "text/plain"}, "unsupported_format"),
    ({"filename": "a.mp3", "type": "video/mp4"}, "unsupported_format"),
    ({"filename": "a.mp3", "type": "audio/mp3", "uploadType": "video"}, "unsupported_format"),
    ({"filename": "a/b.mp3", "type": "audio/mp3"}, "invalid_field"), ({"filename": "a\\b.mp3", "type": "audio/mp3"}, "invalid_field"),
    ({"filename": "x" * 256 + ".mp3", "type": "audio/mp3"}, "invalid_field"),
    ({"filename": "a.mp3", "type": "audio/mp3", "uploadType": "audio"}, "invalid_field"),
    ({"filename": "a.mp4", "type": "video/mp4", "isMultipartUpload": "true", "numParts": "0"}, "invalid_field"),
    ({"filename": "a.mp4", "type": "video/mp4", "isMultipartUpload": "true", "numParts": "1001"}, "invalid_field")])
def test_6_A_refusals(api, query, code):
    api.refused(400, code, "GET", f"/v3/episodes/{api.draft()}/upload/signedUrl", **query)


# 6-B.

def test_6_B_stores_bytes_and_tells_their_md5(api, media):
    data = tone(media)
    given = api.begin(api.draft())
    for headers in ({}, {"Content-Type": "audio/mp3"}, {"Authorization": "Bearer nonsense", "Cookie": "sp_dc=x",
                                                        "Origin": "https://evil.example"}):
        answer = api.put(given["url"], data, headers)
        assert answer.status == 200 and answer.body == b"", answer
        assert answer.header("Access-Control-Expose-Headers") == "ETag"
    api.stored(given["url"], data)
    chunks = iter([data[:1000], data[1000:]])
    parts = urlsplit(given["url"])
    assert api.instance.request("PUT", parts.path + "?" + parts.query, chunks, {}).status == 200
    preflight = api.instance.request("OPTIONS", parts.path + "?" + parts.query, None, {"Origin": "https://anywhere.example"})
    assert preflight.status in (200, 204) and "PUT" in preflight.header("Access-Control-Allow-Methods")
    assert "content-type" in preflight.header("Access-Control-Allow-Headers").lower()
    assert preflight.header("Access-Control-Allow-Origin") == "*"


def test_6_B_signatures(api):
    several = api.begin(api.draft(), "walk.mp4", "video/mp4", isMultipartUpload="true", numParts=2)
    first, second = (one["url"] for one in several["signedUrlParts"])
    for wrong in (first.replace("partNumber=1", "partNumber=2"), first[:-3], first.replace("expires=1", "expires=2"),
                  several["url"].split("?")[0], first.replace(several["uploadId"], "0" * 36)):
        answer = api.put(wrong, b"x")
        assert (answer.status, answer.json["code"]) == (403, "signature_invalid"), wrong
    assert api.put(second, b"x").status == 200
    assert api.instance.get(api.instance.path_of(first)).status == 405


def test_6_B_an_address_expires(instance):
    api = Creators(instance)
    url = api.begin(api.draft())["url"]
    instance.set_clock_offset(3500)
    assert api.put(url, b"x").status == 200
    instance.set_clock_offset(3601)
    answer = api.put(url, b"x")
    assert (answer.status, answer.json["code"]) == (403, "signature_expired")


def test_6_B_too_large_by_declaration_and_by_sum(api):
    given = api.begin(api.draft())
    connection = api.instance.connect()
    parts = urlsplit(given["url"])
    head = (f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {500 * 1024 * 1024 + 1}\r\n"
            "Expect: 100-continue\r\n\r\n")
    connection.sendall(head.encode())
    assert connection.recv(4096).startswith(b"HTTP/1.1 413")
    connection.close()


# 6-C.

def test_6_C_refusals(api, media):
    data = tone(media)
    episode = api.draft()
    given = api.begin(episode)
    path = f"/v3/upload/{given['uploadId']}/process_upload"
    api.refused(400, "upload_incomplete", "POST", path, {"uploadType": "default"})
    etag = api.stored(given["url"], data)
    api.refused(400, "missing_field", "POST", path, {})
    api.refused(400, "invalid_upload_type", "POST", path, {"uploadType": "audio"})
    api.refused(400, "invalid_storage", "POST", path, {"uploadType": "video"})
    assert api.refused(400, "etag_mismatch", "POST", path, {"uploadType": "default", "parts": [
        {"partNumber": 1, "etag": "0" * 32}]})
    for parts in ([{"partNumber": 2, "etag": etag}], [{"partNumber": 1, "etag": etag}] * 2, [{"partNumber": 1}], "x"):
        api.refused(400, "invalid_field", "POST", path, {"uploadType": "default", "parts": parts})
    for contradiction in ({"episodeId": episode + 1}, {"stationId": api.station + 1}, {"uploadId": "0" * 36}):
        api.refused(400, "invalid_field", "POST", path, {"uploadType": "default", **contradiction})
    api.refused(403, "user_mismatch", "POST", path, {"uploadType": "default", "userId": 999999})
    api.refused(404, "not_found", "POST", "/v3/upload/0d4f/process_upload", {"uploadType": "default"})
    several = api.begin(episode, "walk.mp4", "video/mp4", isMultipartUpload="true", numParts=2)
    several_path = f"/v3/upload/{several['uploadId']}/process_upload"
    api.refused(400, "missing_field", "POST", several_path, {"uploadType": "video"})
    api.stored(several["signedUrlParts"][0]["url"], b"x")
    both = [{"partNumber": n, "etag": "0" * 32} for n in (1, 2)]
    api.refused(400, "upload_incomplete", "POST", several_path, {"uploadType": "video", "parts": both})


def test_6_C_closes_the_upload_and_is_repeatable(api, media):
    data = tone(media)
    given = api.begin(api.draft())
    etag = api.stored(given["url"], data)
    body = {"userId": api.station, "origin": "episode-media:upload", "caption": "Tide", "isExtractedFromVideo": False,
            "isMultipartUpload": True, "parts": [{"partNumber": 1, "etag": etag.upper()}], "uploadId": given["uploadId"]}
    for _ in range(2):
        assert api.submit(given["requestUuid"], **body) == {"requestUuid": given["uploadId"]}
    answer = api.put(given["url"], data)
    assert (answer.status, answer.json["code"]) == (409, "upload_closed")
    done = api.poll(given["uploadId"])
    assert done["data"]["caption"] == "Tide"


# 6-D.

def test_6_D_the_three_shapes(api, media):
    episode = api.draft()
    given = api.begin(episode)
    path = f"/v3/upload/media/{given['uploadId']}"
    waiting = api.read(path, includeMediaValidation="true")
    assert (waiting["status"], waiting["request"]["state"], waiting["validationStatus"]) == (
        "processing", "uploaded", "validation_pending")
    assert waiting["data"] is None and "mediaValidation" not in waiting and waiting["request"]["audioId"] is None
    api.stored(given["url"], tone(media))
    api.submit(given["uploadId"], caption="tide.mp3")
    done = api.poll(given["uploadId"])
    assert (done["status"], done["request"]["state"], done["validationStatus"]) == ("completed", "processed", "validation_success")
    assert done["mediaValidation"] == {"status": "validation_success", "failures": [], "failureInfo": {}}
    assert done["mediaType"] == "audio" and abs(done["durationInMilliseconds"] - 3000) < 100
    assert done["request"]["audioId"] == done["data"]["audioId"] == str(done["data"]["audioFileId"])
    assert "mediaValidation" not in api.read(path)
    track = api.overview(episode)["episodeAudios"]
    assert track == [{"audioId": done["data"]["audioFileId"], "webAudioId": track[0]["webAudioId"], "caption": "tide.mp3",
                      "type": "default", "duration": done["durationInMilliseconds"], "url": done["data"]["url"],
                      "audioTransformationStatus": "finished"}]
    bad = api.upload(api.draft(), b"not media at all" * 100)
    assert (bad["status"], bad["request"]["state"], bad["validationStatus"]) == ("failed", "failed", "validation_failure")
    assert bad["mediaValidation"]["failures"][0]["reason"] == "UNSUPPORTED_MEDIA"
    assert bad["mediaValidation"]["failures"][0]["type"] == "FAILURE_TYPE_MAL_REJECTION"
    assert bad["mediaValidation"]["failureInfo"]["errorCode"] == "UNSUPPORTED_MEDIA"
    assert bad["request"]["failureReason"] == "" and bad["data"] is None


FORMATS = {
    "mp3": (["-b:a", "64k"], "audio/mpeg"), "m4a": (["-c:a", "aac"], "audio/mp4"), "wav": ([], "audio/mpeg"),
    "flac": ([], "audio/mpeg"), "aiff": ([], "audio/mpeg"), "aifc": (["-f", "aiff", "-c:a", "pcm_s16be"], "audio/mpeg"),
    "ogg": (["-c:a", "libvorbis"], "audio/mpeg")}


@pytest.mark.parametrize("extension", FORMATS)
def test_6_D_every_format_becomes_what_apps_play(api, media, extension):
    options, served = FORMATS[extension]
    episode = api.draft()
    done = api.upload(episode, media("tone." + extension, *options), "tone." + extension, "application/octet-stream")
    assert done["status"] == "completed", done
    assert abs(done["durationInMilliseconds"] - 3000) < 100
    api.update(episode, title="Tone", isPublished=True)
    answer = api.instance.get(api.instance.path_of(done["data"]["url"]))
    assert answer.status == 200 and answer.header("Content-Type") == served
    probed = subprocess.run(["ffprobe", "-v", "error", "-of", "json", "-show_format", "-"], input=answer.body,
                            capture_output=True, check=True)
    assert json.loads(probed.stdout)["format"]["format_name"].split(",")[0] in ("mp3", "mov")


PICTURE = "testsrc=size=320x240:rate=10:duration={}"


def test_18_2_a_film_in_two_parts(api, media):
    data = media("walk.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", picture=PICTURE.format(3))
    cookies = {"Cookie": f"sp_dc={api.session['sp_dc']}; sp_key={api.session['sp_key']}"}
    station = api.read(f"/v3/profile/station/webStationId/{api.show}", headers=cookies)["station"]
    episode = api.ok("POST", "/v3/episodes", {"stationId": station["stationId"], "title": "Harbour walk"}, headers=cookies)["episodeId"]
    given = api.begin(episode, "walk.mp4", "video/mp4", isMultipartUpload="true", numParts=2, uploadType="video")
    half = len(data) // 2
    etags = [api.stored(part["url"], piece) for part, piece in zip(given["signedUrlParts"], (data[:half], data[half:]))]
    parts = [{"partNumber": 2, "etag": etags[1]}, {"partNumber": 1, "etag": etags[0].strip('"')}]
    api.submit(given["requestUuid"], uploadType="video", isMultipartUpload=True, parts=parts, isExtractedFromVideo=True)
    done = api.poll(given["requestUuid"])
    assert done["status"] == "completed" and done["mediaType"] == "video", done
    assert api.update(episode, title="Harbour walk", isPublished=False)["didChangePublishState"] is False
    listed = api.read(f"/v3/stations/{api.station}/episodes", userId=api.user)["episodes"]
    assert [one["isDraft"] for one in listed if one["episodeId"] == episode] == [True]
    assert api.update(episode, title="Harbour walk", isPublished=True)["didChangePublishState"] is True
    it = api.overview(episode, returnWebIds="true")
    assert it["isVideoEpisode"] is True and len(it["episodeAudios"]) == 1
    page = api.read(f"/v3/stations/{api.station}/episodePage", orderBy="publishOn", limit=50)
    assert [one["isVideoEpisode"] for one in page["items"] if one["episodeId"] == episode] == [True]
    film = api.read(f"/v3/episodes/{episode}/video")
    assert (film["requestUuid"], film["extension"]) == (given["requestUuid"], "mp4")
    again = api.ok("POST", f"/v3/episodes/{episode}/video", {"videoUploadId": film["videoUploadId"]})
    assert again["episodeId"] == it["webEpisodeId"]


def test_a_film_for_an_episode_with_audio_fails(api, media):
    episode = api.draft()
    assert api.upload(episode, tone(media))["status"] == "completed"
    data = media("walk.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", picture=PICTURE.format(3))
    given = api.begin(episode, "walk.mp4", "video/mp4")
    api.stored(given["url"], data)
    api.submit(given["uploadId"], uploadType="video")
    done = api.poll(given["uploadId"])
    assert done["mediaValidation"]["failureInfo"]["errorCode"] == "EPISODE_ALREADY_HAS_AUDIO"
    assert [one["audioTransformationStatus"] for one in api.overview(episode)["episodeAudios"]] == ["finished"]


@pytest.mark.parametrize("seconds,reason", [(6, "VIDEO_DURATION_LONGER_THAN_AUDIO"), (1, "AUDIO_DURATION_LONGER_THAN_VIDEO")])
def test_sound_and_picture_of_other_lengths(api, media, seconds, reason):
    data = media(f"odd{seconds}.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", picture=PICTURE.format(seconds))
    given = api.begin(api.draft(), "odd.mp4", "video/mp4")
    api.stored(given["url"], data)
    api.submit(given["uploadId"], uploadType="video")
    done = api.poll(given["uploadId"])
    assert done["mediaValidation"]["failures"][0]["reason"] == reason
    assert done["mediaType"] == "video"


def test_new_audio_takes_the_place_of_the_old(api, media):
    episode = api.draft()
    first = api.upload(episode, tone(media))
    second = api.upload(episode, media("other.mp3", "-b:a", "64k", sound="sine=frequency=220:duration=2"))
    tracks = api.overview(episode)["episodeAudios"]
    assert [one["audioId"] for one in tracks] == [second["data"]["audioFileId"]]
    assert first["data"]["audioFileId"] != second["data"]["audioFileId"]


def test_the_same_file_again(api, media):
    """Its blob was stored anew, under the first one's open file."""
    first, second = (api.upload(api.draft(), tone(media)) for _ in range(2))
    assert (first["status"], second["status"]) == ("completed", "completed")


def test_1_Z_a_running_upload_ends_as_failed(api, media):
    episode = api.draft()
    given = api.begin(episode)
    api.stored(given["url"], tone(media))
    api.submit(given["uploadId"])
    api.post(f"/v3/episodes/{episode}/delete")
    answer = api.get(f"/v3/upload/media/{given['uploadId']}")
    assert answer.status == 404 or answer.json["status"] in ("failed", "completed")
    with sqlite3.connect(f"file:{api.instance.data}/catalog.sqlite?mode=ro", uri=True) as catalog:
        kept = catalog.execute("SELECT count(*) FROM upload_parts WHERE upload_id = ?", [given["uploadId"]]).fetchone()
    assert kept == (0,), "its bytes are not kept for ever"


def test_18_1_an_audio_episode_is_scheduled_and_goes_live(instance, media):
    api = Creators(instance)
    ids = api.read(f"/v3/shows/{api.show}/legacyIds", isMumsCompatible="true")
    episode = api.ok("POST", f"/v3/stations/{ids['stationId']}/episodes", {"hourOffset": -9})["episodeId"]
    api.refused(403, "draft_overview_forbidden", "GET", f"/v3/episodes/{episode}/overview", returnWebIds="true")
    given = api.begin(episode)
    etag = api.stored(given["signedUrl"], tone(media))
    instance.restart("--limits-enabled", "false")
    api.submit(given["requestUuid"], userId=api.station, isMultipartUpload=True,
               parts=[{"partNumber": 1, "etag": etag}], uploadId=given["uploadId"], episodeId=episode, stationId=api.station)
    instance.restart("--limits-enabled", "false")
    assert api.poll(given["requestUuid"])["status"] == "completed"
    now = api.instance.now()
    soon = int(now) + 3600
    api.ok("PUT", f"/v3/episodes/{episode}/sponsoredContentStatus", {"containsSponsoredContent": False, "publishOn": soon})
    whole = {"userId": ids["userId"], "title": "Low tide special", "description": "<p>Flats.</p>", "episodeType": "full",
             "podcastEpisodeIsExplicit": False, "isPublished": False, "publishOn": soon}
    assert api.update(episode, **whole)["didChangePublishState"] is True
    it = api.read(f"/v3/episodes/{episode}/overview", returnWebIds="true")
    assert (it["isPublished"], it["publishOnUnixTimestamp"]) == (False, soon)
    assert [one["audioTransformationStatus"] for one in it["episodeAudios"]] == ["finished"]
    feed = instance.path_of(api.read(f"/v3/stations/{api.station}/metadata")["rssFeedUrl"])
    assert "Low tide special" not in instance.get(feed).text
    assert api.get(f"/api/v3/episodes/{it['webEpisodeId']}", token=False).status == 404
    instance.set_clock_offset(3700)
    api.token = api.token_of(api.session)  # the old one has expired
    it = api.read(f"/v3/episodes/{episode}/overview")
    assert (it["isPublished"], it["publishOnUnixTimestamp"]) == (True, soon)
    assert "Low tide special" in instance.get(feed).text
    api.update(episode, **{**whole, "isPublished": True, "publishOn": FUTURE_TEXT})
    assert api.state(episode) == ("published", soon) and soon != FUTURE
    assert api.ok("POST", f"/v3/episodes/{episode}/delete", {}) == {}
    assert "Low tide special" not in instance.get(feed).text
