"""analytics-rest.md, section 1: addresses, ids, credentials, parameters, errors, and what of it comes first."""

import gzip
import re
import shutil

import pytest

from analytics import Analytics
from instance import Instance, mooring

STATION_KINDS = ("totalPlays", "totalPlaysByEpisode", "uniqueListeners", "audienceSize", "plays", "playsByAgeRange",
                 "playsByApp", "playsByDevice", "playsByEpisode", "playsByGender", "playsByGeo")
EPISODE_KINDS = ("plays", "performance", "aggregatedPerformance")
PREFIXES = ("", "/pod/api/proxy", "/api/proxy", "/anchor", "/anchor/pod/api/proxy")
GOOD_QUERY = ("eyJpbmNsdWRlIjpbImltcHJlc3Npb25zIiwiZGFpbHlJbXByZXNzaW9ucyIsImltcHJlc3Npb25zQnlTb3VyY2UiXSwib3B0aW9ucyI6eyJpbXBy"
              "ZXNzaW9ucyI6eyJ2ZXJzaW9uIjoiMS4wIiwic3RhcnRUaW1lIjoxNzcwNzE0MDAwLjAsImVuZFRpbWUiOjE3NzMyMTk2MDAuMH0sImRhaWx5SW1w"
              "cmVzc2lvbnMiOnsidmVyc2lvbiI6IjEuMCIsInN0YXJ0VGltZSI6MTc3MDcxNDAwMC4wLCJlbmRUaW1lIjoxNzczMjE5NjAwLjB9LCJpbXByZXNz"
              "aW9uc0J5U291cmNlIjp7InZlcnNpb24iOiIxLjAiLCJzdGFydFRpbWUiOjE3NzA3MTQwMDAuMCwiZW5kVGltZSI6MTc3MzIxOTYwMC4wfX19")


@pytest.fixture(scope="module")
def api():
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        api = Analytics(one)
        api.episode = api.published("Slack Water", "2026-03-06T06:00:00Z")
        facts = api.facts()
        facts.download(api.episode, "2026-03-07T12:00", "ada", app="Overcast", device="iPhone", country="DE")
        facts.session(api.episode, "2026-03-08T12:00", "bob", app="Mooring Player", device="Mac", country="NO", age="28-34")
        api.add(facts)
        yield api
    finally:
        one.close()


def paths_of(station, episode):
    paths = [f"/v3/analytics/station/{station}/{kind}" for kind in STATION_KINDS]
    paths.append(f"/v3/analytics/station/{station}?query={GOOD_QUERY}")
    paths += [f"/v3/analytics/episode/{episode}/{kind}" for kind in EPISODE_KINDS]
    return paths


def paths(api):
    return paths_of(api.station, api.episode)


def respelled(path, prefix):
    """With a trailing slash and doubled ones."""
    plain, mark, query = path.partition("?")
    return prefix + plain.replace("/v3", "//v3").replace("/station/", "/station//") + "/" + mark + query


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix(api, prefix):
    for path in paths(api):
        plain = api.get(path).body
        assert api.get(prefix + path).body == plain, path
        assert api.get(respelled(path, prefix)).body == plain, path


def test_the_shared_routes_stand_beside(api):
    for prefix in PREFIXES:
        assert api.read(f"{prefix}/v3/stations/{api.station}/episodePage")["stationId"] == api.station
        assert api.read(f"{prefix}/v3/episodes/{api.episode}/overview")["episodeId"] == api.episode


def test_unknown_routes(api):
    for path in ("/v3/analytics", "/v3/analytics/", "/v3/analytics/station", f"/v3/analytics/stations/{api.station}/plays",
                 f"/v3/analytics/station/{api.station}/plays/more", f"/v3/analytics/station/{api.station}/topEpisodes",
                 f"/v3/analytics/station/{api.station}/publishedEpisodes", f"/v3/analytics/episode/{api.episode}/totalPlays",
                 f"/v3/analytics/episode/{api.episode}/comparison", f"/v3/analytics/episode/{api.episode}",
                 f"/v4/analytics/station/{api.station}/plays", f"/v3/analytics/station/{api.station}/Plays"):
        api.refused(404, "not_found", "GET", path)


def test_other_methods(api):
    for path in paths(api):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            answer = api.call(method, path, raw=b"{}")
            assert answer.status == 405 and answer.json["code"] == "method_not_allowed", (method, path)
            assert answer.header("Allow") == "GET, HEAD"
        head = api.call("HEAD", path)
        assert head.status == 200 and head.body == b"" and head.header("Mooring-As-Of")


def test_pages_of_known_origins_may_read(api):
    path, origin = paths(api)[0], "https://creators.spotify.com"
    preflight = api.call("OPTIONS", path, token=False, headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
    assert preflight.status == 204 and preflight.header("Access-Control-Allow-Origin") == origin
    with_token = {"Authorization": f"Bearer {api.token}"}
    assert api.get(path, headers={**with_token, "Origin": origin}).header("Access-Control-Allow-Origin") == origin
    stranger = api.get(path, headers={**with_token, "Origin": "https://evil.example", "Referer": "https://evil.example/x"})
    assert stranger.status == 200 and stranger.header("Access-Control-Allow-Origin") is None


def test_every_form_of_an_id(api):
    overview = api.read(f"/v3/episodes/{api.episode}/overview", returnWebIds="true")
    web_episode = overview["webEpisodeId"]
    slug = next(row["slug"] for row in api.instance.admin("show", "list") if row["id"] == api.station)
    stations = [f"webStationId:{api.web_station}", f"webStationId%3A{api.web_station}", f"webStationId:{api.web_station.upper()}",
                f"webStationId:{slug}", f"spotify:show:{api.show}", f"spotify%3Ashow%3A{api.show}"]
    episodes = [f"webEpisodeId:{web_episode}", f"webEpisodeId%3A{web_episode}", f"webEpisodeId:{web_episode.upper()}",
                f"webEpisodeId:{api.episode}", overview["spotifyUri"], overview["spotifyUri"].replace(":", "%3A"), web_episode]
    plain = paths(api)
    for number, path in enumerate(plain):
        forms = episodes if "/episode/" in path else stations
        expected = api.read(path)
        for form in forms:
            spelled = paths_of(form, form)[number]
            assert api.read(spelled) == expected, spelled


def test_web_ids_are_the_numbers_in_other_digits(api):
    digits = "0123456789abcdefghijklmnopqrstuv"
    number, text = api.episode + 1000000, ""
    while number:
        number, rest = divmod(number, 32)
        text = digits[rest] + text
    assert api.overview(api.episode, returnWebIds="true")["webEpisodeId"] == "e" + text
    assert api.web_station == format((api.station + 100000) * 100, "x")


def test_an_all_digit_web_station_id_is_no_number(api):
    web = next(one for one in (api.new_show(f"Show {n}") for n in range(40)) if one["web_station_id"].isdigit())
    assert api.of_station("totalPlays", f"webStationId:{web['web_station_id']}")["stationId"] == web["id"]
    api.refused(404, "not_found", "GET", f"/v3/analytics/station/{web['web_station_id']}/totalPlays")


def test_unknown_ids(api):
    archived, deleted = api.published("Archived", "2026-03-07T06:00:00Z"), api.published("Gone", "2026-03-07T06:00:00Z")
    key = api.instance.admin("key", "create", "--workspace", api.accounts.workspace, "--label", "t", "--scope", "episodes:write")["key"]
    gone = api.instance.request("DELETE", f"/autopod/v1/episodes/{archived}", headers={"X-API-Key": key})
    assert gone.status in (200, 204), gone
    api.ok("POST", f"/v3/episodes/{deleted}/delete", {})
    for station in ("0", "-1", "999999", "9" * 30, "x", "webStationId:", "webStationId:zz", "webStationId:1", "spotify:show:x",
                    "spotify:show:" + "0" * 22, f"webEpisodeId:{api.episode}", f"{api.station}x", f"+{api.station}", "%00"):
        for path in paths_of(station, api.episode)[:12]:
            status = api.get(path).status
            assert status == (400 if station == "%00" else 404), path
    for episode in ("0", "999999", "e", "e0", "ezzzz", "spotify:episode:x", "webEpisodeId:", str(archived), str(deleted)):
        for path in paths_of(api.station, episode)[12:]:
            api.refused(404, "not_found", "GET", path)


def cookie(**values):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in values.items())}


def test_every_credential(api):
    raw = api.session["anchorpw_s"].replace("%3A", ":").replace("%2B", "+").replace("%2F", "/")
    encoded = raw.replace(":", "%3A").replace("+", "%2B").replace("/", "%2F")
    good = [cookie(anchorpw_s=raw), cookie(anchorpw_s=encoded), {"Cookie": f"a=1; anchorpw_s={encoded}; b=2; sp_dc=wrong"},
            {"Cookie": f"anchorpw_s=s%3Ax.y; anchorpw_s={encoded}"}, {"Authorization": f"Bearer {api.token}"},
            {"Authorization": f"bEARER {api.token}", "Cookie": "anchorpw_s=wrong"}]
    shared = [f"/v3/stations/{api.station}/episodePage", f"/v3/episodes/{api.episode}/overview"]
    sp_dc = [cookie(sp_dc=api.session["sp_dc"]), cookie(sp_dc=api.session["sp_dc"], sp_key=api.session["sp_key"])]
    for path in paths(api):
        for headers in good:
            assert api.get(path, headers=headers).status == 200, (path, headers)
        for headers in sp_dc:
            assert api.refused(401, "unauthorized", "GET", path, headers=headers)["message"] == "not signed in"
        for headers in (cookie(anchorpw_s="s:x.y"), cookie(anchorpw_s="x"), {"Authorization": "Bearer x", **cookie(anchorpw_s=raw)},
                        {"Authorization": "Basic eDp5"}):
            answer = api.get(path, headers=headers)
            assert answer.status == 401 and answer.json["message"] == "credential not valid"
            assert answer.header("WWW-Authenticate") == 'Bearer realm="mooring"'
        assert api.refused(401, "unauthorized", "GET", path, token=False)["message"] == "not signed in"
    for path in shared:
        for headers in good[:1] + sp_dc:
            assert api.get(path, headers=headers).status == 200, path


def test_a_cookie_that_expired_says_so(instance):
    api = Analytics(instance)
    episode = api.draft()
    api.move_to(instance, "2029-03-13T09:30:00")
    for headers in (cookie(anchorpw_s=api.session["anchorpw_s"]), {"Authorization": f"Bearer {api.token}"}):
        for path in paths_of(api.station, episode):
            assert api.refused(401, "unauthorized", "GET", path, headers=headers)["message"] == "session expired"


def test_roles(api):
    stranger, analyst = api.member("stranger", None), api.member("analyst", "analyst")
    for path in paths(api):
        api.refused(404, "not_found", "GET", path, token=stranger)
        assert api.get(path, token=analyst).status == 200
    read_only = api.accounts.session("ada", "--read-only")
    assert api.get(paths(api)[0], headers=cookie(anchorpw_s=read_only["anchorpw_s"])).status == 200


def test_parameters_that_change_nothing(api):
    for path in paths(api):
        plain = api.read(path)
        mark = "&" if "?" in path else "?"
        for query in ("isMumsCompatible=true", "isMumsCompatible=false", "isMumsCompatible=%FF", "csvFilename=a.csv&x=y",
                      "isMumsCompatible=1&isMumsCompatible="):
            assert api.read(path + mark + query) == plain, query
        assert api.read(path, headers={"Accept-Language": "fi", "Authorization": f"Bearer {api.token}"}) == plain
    assert api.of_episode(api.episode, "plays", limit="x") == api.of_episode(api.episode, "plays"), "not a parameter here"


def test_the_last_of_a_repeated_parameter_counts(api):
    path = f"/v3/analytics/station/{api.station}/plays"
    assert api.read(path + "?timeInterval=x&timeInterval=604800")["parameters"]["timeInterval"] == 604800
    assert api.read(path + "?timeInterval=&timeRangeStart=")["parameters"]["timeInterval"] == 86400
    api.refused(400, "invalid_field", "GET", path + "?timeInterval=604800&timeInterval=x")


@pytest.mark.parametrize("kind", ["playsByApp", "playsByDevice"])
def test_user_ids(api, kind):
    path = f"/v3/analytics/station/{api.station}/{kind}"
    plain = api.read(path)
    for user in (api.user, api.station, ""):
        assert api.read(path, userId=user) == plain
    assert api.refused(403, "user_mismatch", "GET", path, userId=999999)["parameter"] == "userId"
    for user in ("x", "-1", "1.5", "9" * 40):
        assert api.refused(400, "invalid_field", "GET", path, userId=user)["parameter"] == "userId"
    assert api.of_station("playsByAgeRange", userId="x"), "a parameter of these two only"


def test_what_is_asked_first(api):
    bad = "timeInterval=x"
    assert api.get("/v3/analytics/nothing", token=False).status == 404
    assert api.call("POST", f"/v3/analytics/station/{api.station}/plays", token=False).status == 405
    assert api.get(f"/v3/analytics/station/999999/plays?{bad}", token=False).status == 401
    assert api.get(f"/v3/analytics/station/999999/plays?{bad}").status == 404
    assert api.get(f"/v3/analytics/station/{api.station}/plays?{bad}").status == 400
    api.refused(403, "draft_overview_forbidden", "GET", f"/v3/episodes/{api.draft()}/overview?limit=x")


def test_errors_hold_no_credential(api):
    secret = api.session["anchorpw_s"]
    for path in ("/v3/analytics/station/999999/plays", f"/v3/analytics/station/{api.station}/plays?timeInterval=x"):
        answer = api.get(path, headers=cookie(anchorpw_s=secret))
        assert secret not in answer.text and secret.replace("%3A", ":") not in answer.text
    error = api.refused(400, "invalid_field", "GET", f"/v3/analytics/station/{api.station}/plays?timeInterval=x")
    assert error == {"statusCode": 400, "status": 400, "code": "invalid_field", "error": "Bad Request", "parameter": "timeInterval",
                     "message": "query.timeInterval must be one of 3600, 86400, 604800, 2628000"}
    assert secret not in api.instance.log_text()


def test_answers_are_compressed_where_asked(api):
    sent = {"Authorization": f"Bearer {api.token}"}
    for path in (f"/v3/analytics/station/{api.station}/plays?timeRangeStart=0", f"/v3/stations/{api.station}/metadata"):
        plain = api.get(path, headers=sent)
        assert plain.header("Content-Encoding") is None and plain.header("Vary") == "Accept-Encoding"
        packed = api.get(path, headers={**sent, "Accept-Encoding": "gzip, deflate"})
        assert packed.header("Content-Encoding") == "gzip" and gzip.decompress(packed.body) == plain.body
        assert len(packed.body) < len(plain.body)
        head = api.call("HEAD", path, headers={**sent, "Accept-Encoding": "gzip"})
        assert head.body == b"" and head.header("Content-Length") == packed.header("Content-Length")
        assert api.get(path, headers={**sent, "Accept-Encoding": "br, gzip;q=0"}).header("Content-Encoding") is None
    brief = api.get(f"/v3/analytics/station/{api.station}/totalPlays", headers={**sent, "Accept-Encoding": "gzip"})
    assert brief.header("Content-Encoding") is None


def test_the_rate_limit_is_shared(instance):
    api = Analytics(instance)
    instance.restart("--creators-requests", "3", "--limits-enabled", "true")
    for path in (f"/v3/analytics/station/{api.station}/totalPlays", "/v3/region", f"/v3/analytics/station/{api.station}/plays"):
        assert api.get(path).status == 200
    answer = api.get(f"/v3/analytics/station/{api.station}/totalPlays")
    assert answer.status == 429 and answer.json["code"] == "rate_limited" and 1 <= int(answer.header("Retry-After")) <= 30


def test_without_plays_everything_is_unavailable(instance):
    """A store that cannot be opened: 503 here, and the catalog's part goes on."""
    api = Analytics(instance)
    episode = api.published("Slack Water", "2026-03-06T06:00:00Z")
    instance.stop()
    for file in instance.data.glob("plays.duckdb*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    (instance.data / "plays.duckdb").write_bytes(b"no database " * 1000)
    instance.start(*instance.extra, listen=f"127.0.0.1:{instance.port}")
    for path in paths_of(api.station, episode):
        answer = api.get(path)
        assert answer.status == 503 and answer.json["code"] == "unavailable" and answer.header("Retry-After"), path
    api.refused(400, "invalid_field", "GET", f"/v3/analytics/station/{api.station}/plays?timeInterval=x")
    api.refused(404, "not_found", "GET", f"/v3/analytics/episode/{episode}/allTimeVideoData")
    assert api.read(f"/v3/stations/{api.station}/episodePage")["items"][0]["totalPlays"] == 0


def test_the_reference_lists_every_route():
    done = mooring("reference", "analytics")
    rows = re.findall(r"^\| \d+ (\w+) \| GET \| `([^`]+)` \| read \|$", done.stdout, re.M)
    assert [kind for kind, _ in rows] == [*STATION_KINDS[:11], "impressions", *EPISODE_KINDS, "allTimeVideoData"]
    assert all(path.endswith("/" + kind) or kind == "impressions" for kind, path in rows)
