"""creators-rest.md, sections 1 to 6 and 15: addresses, credentials, origins, errors, which route wins."""

import pytest

from creators import Creators

ALLOWED = ("https://creators.spotify.com", "https://podcasters.spotify.com", "https://anchor.fm")


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


@pytest.fixture(scope="module")
def paths(api):
    """One readable address of each kind."""
    episode = api.draft()
    return ["/v3/region", f"/v3/stations/{api.station}/metadata", f"/v3/episodes/{episode}/episodeId",
            f"/v4/paywalls/{api.station}/lifecycle-state", f"/v6/wallet/{api.station}/availability"]


@pytest.mark.parametrize("prefix", ["", "/pod/api/proxy", "/api/proxy", "/anchor", "/anchor/pod/api/proxy"])
def test_every_prefix(api, paths, prefix):
    for path in paths:
        plain = api.read(path)
        for spelled in (prefix + path, prefix + path + "/", "/" + prefix + path.replace("/v", "//v", 1)):
            assert api.read(spelled) == plain, spelled
    assert api.ok("POST", prefix + "/MultiGetColor", {"color_queries": [{"url": "x"}]})["color_results"]
    assert api.ok("POST", f"{prefix}/v5/monetization-lifecycle/{api.station}/sync-and-fetch/", {})["stationId"] == api.station


def test_prefixes_are_taken_once(api):
    for path in ("/pod/api/proxy/pod/api/proxy/v3/region", "/pod/api/proxy/api/csrf", "/api/proxy/storage/uploads/x",
                 "/pod/api/v3/region/x", "/V3/region", "/v3/regions"):
        assert api.get(path).status == 404, path


def cookie(**values):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in values.items())}


def test_every_credential(api):
    session = api.session
    plain = session["anchorpw_s"].replace("%3A", ":")
    encoded = plain.replace(":", "%3A")
    good = [{"Authorization": f"Bearer {api.token}"}, {"Authorization": f"bearer {api.token}"}, cookie(anchorpw_s=plain),
            cookie(anchorpw_s=encoded), {"Cookie": f"anchorpw_s=s%3Ax.y; anchorpw_s={encoded}"},
            cookie(sp_dc=session["sp_dc"]), cookie(sp_dc=session["sp_dc"], sp_key=session["sp_key"]),
            {"Cookie": f"junk={'x' * 10000}; anchorpw_s={encoded}"},
            {"Authorization": f"Bearer {api.token}", "Cookie": "sp_dc=wrong"}]
    for headers in good:
        assert api.read("/v3/region", headers=headers) == {"region": "US"}, headers
    other = api.accounts.session()
    bad = [cookie(sp_dc=session["sp_dc"], sp_key=other["sp_key"]), cookie(anchorpw_s="s:x.y"), cookie(sp_dc="AQ" + "x" * 64),
           {"Authorization": "Bearer nonsense", **cookie(anchorpw_s=plain)}, {"Authorization": "Basic eDp5"}]
    for headers in bad:
        assert api.refused(401, "unauthorized", "GET", "/v3/region", headers=headers)["message"] == "credential not valid"
    answer = api.get("/v3/region", token=False)
    assert answer.header("WWW-Authenticate") == 'Bearer realm="mooring"' and answer.json["message"] == "not signed in"


def test_an_expired_bearer_says_so(instance):
    api = Creators(instance)
    instance.set_clock_offset(2 * 3600)
    assert api.refused(401, "unauthorized", "GET", "/v3/region")["message"] == "session expired"


def test_roles(api):
    episode = api.draft()
    stranger, analyst = api.member("stranger", None), api.member("analyst", "analyst")
    editor, admin = api.member("editor", "editor"), api.member("showadmin", "show_admin")
    read, write = f"/v3/episodes/{episode}/episodeId", f"/v3/episodes/{episode}/update"
    settings = f"/v3/stations/{api.station}/metadata"
    name = {"podcastName": "Harbour Lights"}
    api.refused(404, "not_found", "GET", read, token=stranger)
    api.refused(404, "not_found", "POST", write, {}, token=stranger)
    api.read(read, token=analyst)
    assert api.post(f"/v3/stations/{api.station}/episode-list-index", token=analyst).status == 200, "a post that reads"
    api.refused(403, "forbidden", "POST", write, {}, token=analyst)
    api.ok("POST", write, {"title": "By the editor"}, token=editor)
    api.refused(403, "forbidden", "POST", settings, name, token=editor)
    api.refused(403, "forbidden", "POST", f"/v3/episodes/{episode}/delete", {}, token=editor)
    api.ok("POST", settings, name, token=admin)
    read_only = api.accounts.session("ada", "--read-only")
    headers = cookie(anchorpw_s=read_only["anchorpw_s"])
    api.read(read, headers=headers)
    api.refused(403, "forbidden", "POST", write, {}, headers=headers)
    api.refused(403, "forbidden", "POST", "/v3/settings", {"webStationId": "abcdef"}, headers=headers)


def test_origins_of_writes(api):
    episode = api.draft()
    path = f"/v3/episodes/{episode}/update"
    by = {"bearer": {"Authorization": f"Bearer {api.token}"}, "cookie": cookie(anchorpw_s=api.session["anchorpw_s"])}
    for headers in by.values():
        api.ok("POST", path, {}, headers=headers)
        for origin in (*ALLOWED, api.instance.base_url):
            api.ok("POST", path, {}, headers={**headers, "Origin": origin, "Referer": "https://evil.example/"})
        for origin in ("https://evil.example", "null", "https://anchor.fm.evil.example"):
            api.refused(403, "origin_not_allowed", "POST", path, {}, headers={**headers, "Origin": origin})
            api.read(f"/v3/episodes/{episode}/episodeId", headers={**headers, "Origin": origin})
    api.refused(403, "origin_not_allowed", "POST", path, {}, headers={**by["cookie"], "Referer": "https://evil.example/x"})
    api.ok("POST", path, {}, headers={**by["cookie"], "Referer": "https://creators.spotify.com/pod/x"})
    api.ok("POST", path, {}, headers={**by["bearer"], "Referer": "https://evil.example/x"})


def test_preflight_and_reading_by_pages(api):
    path = f"/v3/stations/{api.station}/metadata"
    answer = api.call("OPTIONS", path, token=False, headers={"Origin": ALLOWED[0], "Access-Control-Request-Method": "POST",
                                                             "Access-Control-Request-Headers": "content-type, x-other"})
    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == ALLOWED[0]
    assert answer.header("Access-Control-Allow-Credentials") == "true"
    assert answer.header("Access-Control-Allow-Methods") == "GET, HEAD, POST, PUT, DELETE, OPTIONS"
    assert answer.header("Access-Control-Allow-Headers") == "content-type, x-other"
    assert answer.header("Access-Control-Max-Age") == "600"
    got = api.get(path, headers={"Origin": ALLOWED[1], "Authorization": f"Bearer {api.token}"})
    assert got.header("Access-Control-Allow-Origin") == ALLOWED[1]
    assert api.get(path, headers={"Origin": "https://evil.example", "Authorization": f"Bearer {api.token}"}).header(
        "Access-Control-Allow-Origin") is None


def test_is_mums_compatible_changes_nothing(api, paths):
    for path in paths:
        plain = api.read(path)
        for query in ("isMumsCompatible=true", "isMumsCompatible=false", "isMumsCompatible=true&isMumsCompatible=x"):
            assert api.read(f"{path}?{query}") == plain


def test_is_mums_compatible_where_the_operator_asks_for_it(instance):
    api = Creators(instance)
    instance.restart("--creators-require-mums-param", "true", "--limits-enabled", "false")
    assert api.refused(400, "missing_query_parameter", "GET", "/v3/region")["parameter"] == "isMumsCompatible"
    api.read("/v3/region?isMumsCompatible=false")


def test_methods_bodies_and_conditions(api):
    answer = api.call("DELETE", "/v3/region")
    assert answer.status == 405 and answer.json["code"] == "method_not_allowed"
    assert set(answer.header("Allow").split(", ")) == {"GET", "HEAD", "OPTIONS"}
    head = api.call("HEAD", "/v3/region")
    assert head.status == 200 and head.body == b""
    assert api.get("/v3/region", headers={"If-None-Match": "*", "Authorization": f"Bearer {api.token}"}).status == 200
    assert api.get("/v3/region").header("ETag") is None
    path = f"/v3/episodes/{api.draft()}/update"
    for raw in (b"{", b"[]", b"title=x", b'{"title": "\xff"}', b"5", b"[" * 100):
        assert api.refused(400, "invalid_json", "POST", path, raw=raw)
    assert api.call("POST", path, raw=b'{"title":"a","title":"b"}').json["title"] == "b"
    api.refused(413, "body_too_large", "POST", path, raw=b" " * (1024 * 1024 + 1))


@pytest.mark.parametrize("user,status", [("own", 200), ("station", 200), ("text of own", 200), (None, 200), (999999, 403), ("abc", 400),
                                         (1.5, 400), ([], 400)])
def test_user_ids_and_station_ids_look_alike(api, user, status):
    value = {"own": api.user, "station": api.station, "text of own": str(api.user)}.get(user, user) if not isinstance(user, list) else user
    answer = api.post(f"/v3/episodes/{api.draft()}/update", {"userId": value, "title": "x"})
    assert answer.status == status, answer
    if status != 200:
        assert answer.json["code"] == ("user_mismatch" if status == 403 else "invalid_field")


def test_rate_limit_is_the_operators(instance):
    api = Creators(instance)
    instance.restart("--creators-requests", "3", "--limits-enabled", "true")
    for _ in range(3):
        api.read("/v3/region")
    answer = api.get("/v3/region")
    assert answer.status == 429 and answer.json["code"] == "rate_limited" and 1 <= int(answer.header("Retry-After")) <= 30


def test_legacy_endpoints_can_be_switched_off(instance):
    api = Creators(instance)
    instance.restart("--creators-legacy-endpoints", "false", "--limits-enabled", "false")
    for path in ("/v3/settings/user/distribution", "/api/csrf", "/api/podcast/metadata"):
        api.refused(404, "not_found", "GET", path)
    api.read("/v3/region")


def test_fixed_words_beat_placeholders(api):
    episode = api.draft()
    assert "items" in api.read("/v3/episodes/pcdFormData")
    assert "stations" in api.read("/v3/stations/status")
    assert "uploadId" in api.read(f"/v3/stations/{api.station}/images/upload/signed_url")
    assert "signedUrl" in api.read("/v3/upload/signed_url", filename="a.mp3", type="audio/mp3")
    api.refused(404, "not_found", "GET", "/v3/upload/media/0d4f")
    assert "userVerificationState" in api.read("/v3/users/verification")
    assert "externalUrls" in api.read("/v3/settings/user/distribution")
    assert "podcastCategoryOptions" in api.read("/v3/settings/podcast-category/options")
    for word in ("station", "stations"):
        assert api.read(f"/v3/{word}/{api.station}/episodes/featured") == {"featuredEpisode": None}
    api.update(episode, title="Fog", isPublished=True)
    web_id = api.overview(episode, returnWebIds="true")["webEpisodeId"]
    assert "creator" in api.get(f"/api/v3/episodes/{web_id}", token=False).json
