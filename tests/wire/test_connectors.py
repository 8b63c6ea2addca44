"""`mooring pull anchor` and `mooring pull spotify` against services that misbehave (analytics-rest.md, part two;
creators-graphql.md, 12). Each test names the line of the contract's checklist that it is about."""

import base64
import gzip
import json
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

import fake_services
from fake_services import PW_S, SHOW, SP_DC, SP_KEY, STATION, WEB_STATION, FakeServices
from instance import BINARY, mooring

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "clients" / "python"
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("MOORING_", "SPOTIFY_", "ANCHOR_", "XDG_"))}
QUICK = ("--rate", "0", "--retry-delay", "0")
SECRETS = (PW_S, SP_DC, SP_KEY, "BQ-token")


@pytest.fixture
def services():
    one = FakeServices()
    yield one
    one.close()


class Pull:
    """Runs the command with settings from the environment and a home of its own."""

    def __init__(self, services, home):
        self.services, self.home = services, home
        self.archive = home / "archive"
        self.env = {**CLEAN, "HOME": str(home), "MOORING_ARCHIVE": str(self.archive), "ANCHOR_BASE_URL": services.base + "/v3",
                    "ANCHOR_WEBSTATION_ID": WEB_STATION, "ANCHOR_PW_S": PW_S, "MOORING_URL": services.base,
                    "SPOTIFY_SP_DC": SP_DC, "SPOTIFY_SP_KEY": SP_KEY}

    def __call__(self, *arguments, quick=True, **options):
        done = subprocess.run([str(BINARY), "pull", *map(str, arguments), *(QUICK if quick else ())], capture_output=True,
                              text=True, env=self.env, timeout=120, **options)
        for secret in SECRETS:
            assert secret not in done.stdout and secret not in done.stderr
        return done

    def start(self, *arguments):
        return subprocess.Popen([str(BINARY), "pull", *arguments, *QUICK], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env=self.env)

    def lines(self, *arguments):
        done = self(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def runs(self, connector):
        """The archive's runs, oldest first, as lists of lines."""
        return [[json.loads(line) for line in file.read_text().splitlines()]
                for file in sorted((self.archive / connector).glob("*.jsonl"))]

    def content(self, line):
        folder = self.archive / ("quarantine" if "drift" in line else f"objects/{line['sha256'][:2]}")
        return gzip.decompress((folder / (line["sha256"] + ".gz")).read_bytes()).decode()


@pytest.fixture
def pull(services, tmp_path):
    return Pull(services, tmp_path)


EVERYTHING = ["podcast-episode", "impressions", "impressions", "plays", "plays-by-age-range", "plays-by-app", "plays-by-device",
              "plays-by-episode", "plays-by-gender", "plays-by-geo", "plays-by-geo-city", "unique-listeners", "audience-size",
              "total-plays-by-episode", "total-plays"]
OF_AN_EPISODE = ["episode-plays", "episode-performance", "episode-aggregated-performance", "episode-metadata",
                 "episode-all-time-video-data"]


# -- analytics-rest: client and CLI --------------------------------------------------------------------------------------

def test_anchor_the_whole_run_in_order_with_the_number_of_calls(services, pull):
    lines = pull.lines("anchor")
    assert [line["endpoint"] for line in lines] == EVERYTHING + OF_AN_EPISODE * 4
    assert len(services.log()) == len(EVERYTHING) + 5 * 4, "the listing's first page has told the station"
    assert all(r.query["isMumsCompatible"] == "true" for r in services.log())
    assert all(r.headers["cookie"] == f"anchorpw_s={PW_S}" for r in services.log())
    assert lines[10]["response"]["data"] == {"rows": [], "columnHeaders": []}
    assert services.log("playsByGeo")[1].query["geo2"] == "Côte d'Ivoire"


def test_anchor_draft_and_no_video_are_skipped_with_a_reason(pull):
    lines = pull.lines("anchor")
    draft = [x for x in lines if x["endpoint"] == "episode-metadata" and x["response"] is None]
    assert [(x["episode"], x["skipped"]) for x in draft] == [("41000003", "a draft has no overview")]
    assert {x["skipped"] for x in lines if x["endpoint"] == "episode-all-time-video-data"} == {"no video"}


@pytest.mark.parametrize("endpoint, path, extra", [
    ("total-plays", f"/v3/analytics/station/{STATION}/totalPlays", []),
    ("total-plays-by-episode", f"/v3/analytics/station/{STATION}/totalPlaysByEpisode", []),
    ("unique-listeners", f"/v3/analytics/station/{STATION}/uniqueListeners", []),
    ("audience-size", f"/v3/analytics/station/{STATION}/audienceSize", []),
    ("plays", f"/v3/analytics/station/{STATION}/plays", ["--interval", "weekly"]),
    ("plays-by-age-range", f"/v3/analytics/station/{STATION}/playsByAgeRange", []),
    ("plays-by-gender", f"/v3/analytics/station/{STATION}/playsByGender", []),
    ("plays-by-app", f"/v3/analytics/station/{STATION}/playsByApp", ["--user-id", "9"]),
    ("plays-by-device", f"/v3/analytics/station/{STATION}/playsByDevice", []),
    ("plays-by-episode", f"/v3/analytics/station/{STATION}/playsByEpisode", ["--limit", "3"]),
    ("plays-by-geo", f"/v3/analytics/station/{STATION}/playsByGeo", []),
    ("plays-by-geo-city", f"/v3/analytics/station/{STATION}/playsByGeo", ["--country", "Norway"]),
    ("impressions", f"/v3/analytics/station/{STATION}", []),
    ("episode-plays", "/v3/analytics/episode/41000001/plays", ["--episode", "41000001"]),
    ("episode-performance", "/v3/analytics/episode/webEpisodeId:e181nk7/performance", ["--episode", "webEpisodeId:e181nk7"]),
    ("episode-aggregated-performance", "/v3/analytics/episode/41000001/aggregatedPerformance", ["--episode", "41000001"]),
    ("episode-metadata", "/v3/episodes/41000001/overview", ["--episode", "41000001"]),
    ("episode-all-time-video-data", "/v3/analytics/episode/41000001/allTimeVideoData", ["--episode", "41000001"]),
    ("podcast-episode", f"/v3/stations/webStationId:{WEB_STATION}/episodePage", []),
    ("episodes", f"/v3/stations/webStationId:{WEB_STATION}/episodePage", ["--limit", "4"]),
])
def test_anchor_each_endpoint(services, pull, endpoint, path, extra):
    days = ["--start", "2026-11-01", "--end", "1796083200"] if "plays" in endpoint and "total" not in endpoint else []
    lines = pull.lines("anchor", endpoint, *extra, *days)
    assert {line["endpoint"] for line in lines} == {endpoint}
    assert services.log()[-1].path == path
    if endpoint == "plays":
        assert services.log()[-1].query == {"timeInterval": "604800", "timeRangeStart": "1793491200",
                                            "timeRangeEnd": "1796083200", "isMumsCompatible": "true"}


def test_anchor_numbers_come_through_unchanged(pull):
    done = pull("anchor", "total-plays", "--json")
    assert '"rows": [[9007199254740993, 0.1, "x", null]]' in done.stdout


def test_anchor_tables_for_people(pull):
    done = pull("anchor", "plays-by-geo")
    assert "Côte d'Ivoire  0.75" in done.stdout and "Norway         0.25" in done.stdout


def test_anchor_walks_all_pages(services, pull):
    services.episodes[:] = fake_services.Episodes(117).items
    (line,) = pull.lines("anchor", "podcast-episode")
    assert [e["episodeId"] for e in line["response"]] == [e["episodeId"] for e in services.episodes]
    assert [r.query.get("pageToken") for r in services.log("episodePage")] == [None, "t50", "t100"]


@pytest.mark.parametrize("end", ["", "missing", None])
def test_anchor_each_end_of_the_pages(services, pull, end):
    services.last_next = end
    assert len(pull.lines("anchor", "podcast-episode")[0]["response"]) == 4


@pytest.mark.parametrize("place", ["top", "item", "next"])
def test_anchor_finds_the_station_in_each_place(services, pull, place):
    services.bootstrap_place = place
    pull.lines("anchor", "total-plays")
    assert [r.path for r in services.log()] == [f"/v3/stations/webStationId:{WEB_STATION}/episodePage",
                                                f"/v3/analytics/station/{STATION}/totalPlays"]


def test_anchor_says_that_no_station_was_found(services, pull):
    services.bootstrap_place = "nowhere"
    done = pull("anchor", "total-plays")
    assert done.returncode == 1 and "station_id_not_found" in done.stderr


def test_anchor_stops_at_the_first_error_unless_it_keeps_going(services, pull):
    services.fail("playsByApp", status=500, times=0)
    stopped = pull("anchor", "--json", "--jobs", "1")
    assert stopped.returncode == 1 and "plays-by-app: server_error" in stopped.stderr
    assert len(services.log("playsByDevice")) == 0
    services.clear()
    services.fail("playsByApp", status=500, times=0)
    going = pull("anchor", "--json", "--keep-going", "--new")
    assert going.returncode == 1
    endpoints = [json.loads(line)["endpoint"] for line in going.stdout.splitlines()]
    assert endpoints == [e for e in EVERYTHING if e != "plays-by-app"] + OF_AN_EPISODE * 4


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_anchor_repeats_what_may_pass(services, pull, status):
    services.fail("totalPlays", status=status, times=2)
    pull.lines("anchor", "total-plays")
    assert len(services.log("totalPlays")) == 3


@pytest.mark.parametrize("status, kind", [(429, "rate_limited"), (503, "server_error")])
def test_anchor_gives_up_after_its_attempts(services, pull, status, kind):
    services.fail("totalPlays", status=status, times=0)
    done = pull("anchor", "total-plays", "--attempts", "4")
    assert done.returncode == 1 and f"total-plays: {kind}" in done.stderr
    assert len(services.log("totalPlays")) == 4


def test_anchor_honours_retry_after(services, pull):
    services.fail("totalPlays", status=429, headers={"Retry-After": "1"})
    before = time.monotonic()
    pull.lines("anchor", "total-plays")
    assert time.monotonic() - before >= 1


@pytest.mark.parametrize("status, kind", [(400, "invalid_argument"), (401, "unauthorized"), (403, "forbidden"),
                                          (404, "not_found"), (500, "server_error")])
def test_anchor_each_error_kind_is_asked_once(services, pull, status, kind):
    services.fail("totalPlays", status=status, times=0)
    done = pull("anchor", "total-plays")
    assert done.returncode == 1 and f"total-plays: {kind}" in done.stderr
    assert len(services.log("totalPlays")) == 1


@pytest.mark.parametrize("body", [b"<html><body>Sign in</body></html>", b'{"data": [1, 2', b"", b"\xff\xfe{}", b"[" * 100000])
def test_anchor_a_bad_answer_is_an_error_and_asked_once(services, pull, body):
    services.fail("totalPlays", status=200, body=body, times=0)
    done = pull("anchor", "total-plays")
    assert done.returncode == 1 and "bad_answer" in done.stderr
    assert len(services.log("totalPlays")) == 1


@pytest.mark.parametrize("kind", ["cut", "truncate"])
def test_anchor_a_broken_connection_is_tried_again(services, pull, kind):
    services.fail("totalPlays", kind=kind)
    pull.lines("anchor", "total-plays")
    assert len(services.log("totalPlays")) == 2
    services.fail("audienceSize", kind=kind, times=0)
    done = pull("anchor", "audience-size", "--attempts", "3")
    assert done.returncode == 1 and "unreachable" in done.stderr


def test_anchor_a_silent_server_times_out(services, pull):
    import threading
    services.hold = threading.Event()
    done = pull("anchor", "total-plays", "--timeout", "1", "--attempts", "1")
    services.hold.set()
    assert done.returncode == 1 and "timeout" in done.stderr


def test_anchor_credentials_go_to_the_first_host_only(services, pull):
    other = FakeServices()
    try:
        services.fail("totalPlays", status=302, headers={"Location": other.base + "/v3/elsewhere"})
        pull("anchor", "total-plays")
        assert [r.path for r in other.log()] == ["/v3/elsewhere"]
        assert "cookie" not in other.log()[0].headers and "authorization" not in other.log()[0].headers
        services.fail("audienceSize", status=302, headers={"Location": "/v3/analytics/station/7310042/plays"})
        pull.lines("anchor", "audience-size")
        assert services.log()[-1].headers["cookie"] == f"anchorpw_s={PW_S}", "the same host sees it again"
        services.fail("uniqueListeners", status=302, times=0, headers={"Location": "uniqueListeners"})
        assert pull("anchor", "unique-listeners").returncode == 1
        assert len(services.log("uniqueListeners")) == 6
    finally:
        other.close()


def test_anchor_missing_settings_are_named(services, pull):
    for name in ("ANCHOR_PW_S", "ANCHOR_WEBSTATION_ID", "ANCHOR_BASE_URL"):
        value = pull.env.pop(name)
        done = pull("anchor", "total-plays")
        assert done.returncode == 2 and name in done.stderr
        pull.env[name] = ""
        assert pull("anchor", "total-plays").returncode == 2
        pull.env[name] = value
    assert services.log() == []


def test_anchor_settings_from_files(services, pull, tmp_path):
    (tmp_path / "pw").write_text(f"\n {PW_S} \n")
    pull.env["ANCHOR_PW_S_FILE"] = str(tmp_path / "pw")
    pull.env["ANCHOR_PW_S"] = "another"
    pull.lines("anchor", "total-plays")
    del pull.env["ANCHOR_PW_S_FILE"], pull.env["ANCHOR_PW_S"], pull.env["ANCHOR_WEBSTATION_ID"]
    folder = tmp_path / ".config" / "mooring"
    folder.mkdir(parents=True)
    (folder / "pull.conf").write_text(f"# a comment\nANCHOR_WEBSTATION_ID = {WEB_STATION}\n")
    (folder / "secrets").write_text(f"ANCHOR_PW_S={PW_S}\n")
    os.chmod(folder / "secrets", 0o644)
    refused = pull("anchor", "total-plays", "--new")
    assert refused.returncode == 2 and "chmod 600" in refused.stderr
    os.chmod(folder / "secrets", 0o600)
    pull.lines("anchor", "total-plays", "--new")
    (folder / "pull.conf").write_text(f"ANCHOR_PW_S={PW_S}\n")
    refused = pull("anchor", "total-plays", "--new")
    assert refused.returncode == 2 and "ANCHOR_PW_S belongs in a file of mode 600" in refused.stderr


@pytest.mark.parametrize("arguments", [["nonsense"], ["episode-plays"], ["plays-by-geo-city"], ["plays", "--start", "soon"],
                                       ["plays", "--interval", "yearly"], ["plays-by-geo", "--limit", "0"],
                                       ["plays", "--start", "2026-03-02", "--end", "2026-03-01"]])
def test_anchor_a_wrong_command_line_ends_with_2(services, pull, arguments):
    assert pull("anchor", *arguments).returncode == 2
    assert services.log() == []


def test_an_expired_cookie_says_how_to_get_a_fresh_one(services, pull):
    pull.env["ANCHOR_PW_S"] = "stale"
    done = pull("anchor", "--keep-going")
    assert done.returncode == 1 and "unauthorized" in done.stderr and "fetch a fresh anchorpw_s" in done.stderr
    assert len(services.log()) == 1


def test_credentials_about_to_expire_are_announced(pull):
    pull.env["ANCHOR_PW_S_EXPIRES"] = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 5 * 86400))
    assert "ANCHOR_PW_S expires on" in pull("anchor", "total-plays").stderr
    pull.env["ANCHOR_PW_S_EXPIRES"] = "2099-01-01"
    assert "expires" not in pull("anchor", "total-plays").stderr


def test_nothing_secret_in_the_process_listing(services, pull):
    import threading
    services.hold = threading.Event()
    process = pull.start("anchor", "total-plays")
    while not services.log():
        assert process.poll() is None
    listing = Path(f"/proc/{process.pid}/cmdline").read_bytes().decode()
    services.hold.set()
    process.communicate(timeout=60)
    assert "total-plays" in listing and not any(secret in listing for secret in SECRETS)


# -- the archive -----------------------------------------------------------------------------------------------------------

def test_every_answer_is_kept_with_time_and_parameters(services, pull):
    lines = pull.lines("anchor")
    (run,) = pull.runs("anchor")
    assert run[0]["event"] == "begin" and run[-1]["event"] == "end"
    kept = [line for line in run if line["event"] == "answer"]
    assert len(kept) == len(lines)
    assert all(line["time"] and line["parameters"] for line in kept)
    plays = next(line for line in kept if line["endpoint"] == "plays")
    assert json.loads(plays["parameters"]).keys() == {"start", "end", "interval"}
    assert json.loads(pull.content(plays)) == next(x for x in lines if x["endpoint"] == "plays")["response"]
    assert (pull.archive / "anchor").stat().st_mode


def test_equal_answers_are_kept_once(pull):
    pull.lines("anchor", "total-plays")
    before = len(list(pull.archive.rglob("*.gz")))
    pull.lines("anchor", "total-plays")
    assert len(list(pull.archive.rglob("*.gz"))) == before
    assert len(pull.runs("anchor")) == 2


@pytest.mark.parametrize("after", [1, 3, 7, 12, 16, 22, 30])
def test_a_killed_run_goes_on_without_a_gap_or_a_double(services, pull, after):
    import threading
    services.hold = threading.Event()
    services.hold.set()
    process = pull.start("anchor", "--json", "--jobs", "2")
    while len(services.log()) < after and process.poll() is None:
        pass
    services.hold.clear()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    services.hold.set()
    first = Counter(r.line for r in services.log())
    done = pull("anchor", "--json", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["endpoint"] for line in lines] == EVERYTHING + OF_AN_EPISODE * 4, "the output is whole"
    if "going on with run" not in done.stderr:
        return  # the kill came before the run began, or after it ended
    (run,) = pull.runs("anchor")
    kept = Counter((x["endpoint"], x.get("episode"), x["parameters"]) for x in run if x["event"] == "answer")
    assert max(kept.values()) == 1 and len(kept) == len(EVERYTHING) + 20
    both = Counter(r.line for r in services.log())
    assert sum(both.values()) - sum(first.values()) <= len(kept) and set(first) <= set(both)
    assert sum(1 for n in both.values() if n > 1) <= 3, "asked again is only what was under way, and the station"


def test_a_run_that_failed_goes_on_where_it_stopped(services, pull):
    services.fail("audienceSize", status=500)
    assert pull("anchor", "--jobs", "1").returncode == 1
    asked = len(services.log())
    done = pull("anchor")
    assert done.returncode == 0 and "going on with run" in done.stderr
    assert len(services.log()) == len(EVERYTHING) + 20 + 1 + 1, "what failed, and the station's id, which was not kept"
    assert asked < len(services.log())
    pull("anchor")
    assert len(pull.runs("anchor")) == 2, "after its end a new one begins"


def test_cookies_that_expire_in_the_middle_can_be_replaced(services, pull):
    services.fail("uniqueListeners", status=401, times=1)
    done = pull("anchor", "--keep-going")
    assert done.returncode == 1 and "unauthorized" in done.stderr
    assert services.log("performance") == []
    assert pull("anchor").returncode == 0
    (run,) = pull.runs("anchor")
    assert len(run) == len(EVERYTHING) + 20 + 2


def test_an_unexpected_shape_is_put_aside_and_reported(services, pull):
    services.fail("playsByApp", status=200, body=b'{"data": {"rows": {}}}', times=0)
    done = pull("anchor", "--json")
    assert done.returncode == 0
    assert "unexpected shape" in done.stderr and "plays-by-app: data.rows is no list" in done.stderr
    (run,) = pull.runs("anchor")
    odd = next(x for x in run if x.get("endpoint") == "plays-by-app")
    assert pull.content(odd) == '{"data": {"rows": {}}}'


def test_a_full_disk_stops_the_run_and_nothing_is_lost(services, pull):
    import resource
    services.answers.clear()
    limit = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900)))  # noqa: E731
    done = pull("anchor", "--json", "--jobs", "1", preexec_fn=limit)
    assert done.returncode == 1 and "make room and run the command again" in done.stderr
    again = pull("anchor", "--json")
    assert again.returncode == 0 and "going on with run" in again.stderr
    (run,) = pull.runs("anchor")
    kept = Counter((x["endpoint"], x.get("episode"), x["parameters"]) for x in run if x["event"] == "answer")
    assert max(kept.values()) == 1 and len(kept) == len(EVERYTHING) + 20


def test_requests_at_a_time_are_bounded(services, pull):
    services.episodes[:] = fake_services.Episodes(30).items
    pull.lines("anchor", "--jobs", "3")
    assert services.most_busy <= 3
    assert len({r.connection for r in services.log()}) <= 3, "connections are used again"


def test_requests_a_second_are_bounded(services, pull):
    before = time.monotonic()
    done = pull("anchor", "--rate", "20", "--retry-delay", "0", "--json", quick=False)
    assert done.returncode == 0
    assert time.monotonic() - before >= (len(services.log()) - 1) / 20


# -- creators GraphQL: command line ----------------------------------------------------------------------------------------

OPERATIONS = ["getUserMetadata", "WebGetUserShows", "getShowsForUser", "WebGetUserAndShows", "WebGetUserRegistration",
              "WebGetExternalPartnerId", "WebGetShowTypeByUri", "getShowOverviewStatsNRT", "getShowAllPlatformsStatsNRT",
              "getShowClips", "WebGetMonetizationLifecycleState", "getShowOnSpotifyStats", "getShowOnSpotifyStatsNRT",
              "getShowAudienceAllPlatformsGeoStats_country", "getShowAudienceDemographicsStats",
              "getShowAudienceAllPlatformsStats", "getShowImpressionsTrendStats", "getShowAudienceDiscoveryStats",
              "getShowImpressionsSourcesStats", "getShowTopEpisodes", "WebGetIndexedEpisodeList", "all_episodes",
              "getEpisodeMetadataForAnalytics", "getEpisodePerformanceAllTime", "getEpisodeStreamsAndDownloads",
              "getEpisodePlaysTotal", "getEpisodePlaysDaily", "getEpisodeImpressionsFaceted", "getEpisodeConsumptionAllTime",
              "getEpisodeConsumption", "getEpisodeAudienceSizeAllTime", "getEpisodeLegacyWebId"]


def test_spotify_order_and_one_sign_in(services, pull):
    lines = pull.lines("spotify")
    assert [line["operation"] for line in lines] == OPERATIONS
    assert len(services.log("/oauth2/v2/auth")) == len(services.log("/api/token")) == 1
    assert lines[-1]["response"]["big"] == 9223372036854775807
    for request in services.log():
        assert ("sp_dc" in request.headers.get("cookie", "")) == (request.path == "/accounts/oauth2/v2/auth")


def test_spotify_file_names(pull, tmp_path):
    pull.env |= {"SPOTIFY_OUTPUT_DIR": str(tmp_path / "out"), "SPOTIFY_GEO_COUNTRY": "Germany", "SPOTIFY_GEO_REGION": "Hamburg"}
    pull.lines("spotify")
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert {"getshowtopepisodes.json", "all_episodes.json", "getshowaudienceallplatformsgeostats_country.json",
            "getshowaudienceallplatformsgeostats_region.json", "getshowaudienceallplatformsgeostats_city.json",
            f"getepisodeplaysdaily_{1:022d}.json"} <= names
    assert len(names) == len(OPERATIONS) + 2
    text = (tmp_path / "out" / "getshowtopepisodes.json").read_text()
    assert text.startswith('{\n  "showByShowUri": {\n    "uri"')


def test_spotify_exit_status_for_each_failure(services, pull):
    for name in ("SPOTIFY_SP_DC", "SPOTIFY_SP_KEY"):
        value = pull.env.pop(name)
        done = pull("spotify")
        assert done.returncode == 2 and name in done.stderr
        pull.env[name] = value
    assert pull("spotify", "--start-date", "2026-03-01").returncode == 2
    assert pull("spotify", "--start-date", "2026-02-30", "--end-date", "2026-03-01").returncode == 2
    assert services.log() == []
    services.signed_in = False
    expired = pull("spotify")
    assert expired.returncode == 1 and "credentials_expired" in expired.stderr and "fetch new ones" in expired.stderr
    assert len(services.log()) == 1, "one authorise request, never a second"


def test_spotify_single_overrides(services, pull):
    other = FakeServices()
    try:
        other.tokens = services.tokens
        pull.env |= {"SPOTIFY_GRAPHQL_URL": other.base + "/graph/v2/graph-pq"}
        pull.lines("spotify")
        assert {r.path for r in services.log()} == {"/accounts/oauth2/v2/auth", "/accounts/api/token",
                                                    "/anchor/v3/episodes/41000001/overview"}
    finally:
        other.close()


def test_spotify_one_bad_operation_never_stops_the_rest(services, pull):
    services.fail("getShowTopEpisodes", status=500, times=0)
    services.fail("getShowClips", status=503, times=0)
    done = pull("spotify", "--json", "--attempts", "2")
    assert done.returncode == 1
    assert "getShowTopEpisodes: http" in done.stderr and "getShowClips: max_retries" in done.stderr
    got = [json.loads(line)["operation"] for line in done.stdout.splitlines()]
    assert got == [o for o in OPERATIONS if o not in ("getShowTopEpisodes", "getShowClips")]


def test_spotify_a_refused_token_is_fetched_anew_once(services, pull):
    services.fail("getShowTopEpisodes", status=401)
    pull.lines("spotify")
    assert len(services.log("/oauth2/v2/auth")) == 2
    services.clear()
    services.fail("getShowTopEpisodes", status=401, times=0)
    done = pull("spotify", "--attempts", "3")
    assert done.returncode == 1 and "getShowTopEpisodes: max_retries" in done.stderr
    assert len(services.log("getShowTopEpisodes")) == 3


@pytest.mark.parametrize("fault", [{"kind": "cut"}, {"kind": "truncate"}, {"status": 429, "headers": {"Retry-After": "0"}},
                                   {"status": 502}, {"status": 504}])
def test_spotify_bad_weather_passes(services, pull, fault):
    services.fail("getShowTopEpisodes", **fault)
    assert len(pull.lines("spotify")) == len(OPERATIONS)


@pytest.mark.parametrize("body, complaint", [
    (b"<html>", "bad_answer"), (b'{"data": {"show', "bad_answer"),
    (b'{"data": {"other": {}}}', "unexpected shape"), (b'{"data": null, "errors": [{"message": "e"}]}', "unexpected shape"),
    (b"[]", "unexpected shape"), (b'{"data": {"showByShowUri": 7}}', "unexpected shape")])
def test_spotify_wrong_answers_are_told(services, pull, body, complaint):
    services.fail("getShowTopEpisodes", status=200, body=body, times=0)
    done = pull("spotify")
    assert complaint in done.stderr and "getShowTopEpisodes" in done.stderr
    assert done.returncode == (1 if complaint == "bad_answer" else 0)


def test_spotify_a_null_is_no_error(services, pull):
    services.answers["getShowTopEpisodes"] = {"data": {"showByShowUri": None}, "errors": [{"message": "e"}]}
    pull.lines("spotify")


def test_spotify_all_shows_and_all_episodes(services, pull):
    lines = pull.lines("spotify", "--all-shows", "--all-episodes")
    assert Counter(x["operation"] for x in lines)["getShowTopEpisodes"] == 2
    assert Counter(x["operation"] for x in lines)["getEpisodePlaysDaily"] == 8
    services.episodes.clear()
    done = pull("spotify", "--json")
    assert done.returncode == 0 and "no episode" in done.stderr


def test_spotify_a_killed_run_goes_on(services, pull):
    process = pull.start("spotify", "--json", "--jobs", "1")
    while len(services.log()) < 15 and process.poll() is None:
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = pull("spotify", "--json")
    assert [json.loads(line)["operation"] for line in done.stdout.splitlines()] == OPERATIONS
    (run,) = pull.runs("spotify")
    kept = Counter((x["endpoint"], x.get("episode"), x["parameters"]) for x in run if x["event"] == "answer")
    assert max(kept.values()) == 1 and len(kept) == len(OPERATIONS)


# -- the same requests as the original packages ----------------------------------------------------------------------------

def original(kind, services, **env):
    if not (PACKAGES / "anchorconnector").is_dir():
        pytest.skip("the PyPI packages of tests/clients could not be installed")
    return subprocess.run(["/usr/bin/python3", str(HERE / "run_original.py"), kind, services.base], capture_output=True,
                          text=True, timeout=120, env={**CLEAN, **env})


def anchor_request(request):
    """A request without what differs from call to call: times within a run, the text of impressions but for its form."""
    query = dict(request.query)
    for name in ("timeRangeStart", "timeRangeEnd"):
        if name in query:
            query[name] = len(query[name])
    if "query" in query:
        text = json.loads(base64.b64decode(query["query"]))
        spans = {name: o["endTime"] - o["startTime"] for name, o in text["options"].items()}
        query["query"] = (text["include"], spans, len(query["query"]))
    return request.method, request.path, json.dumps(query, sort_keys=True), request.headers.get("cookie"), request.body


def test_anchor_asks_what_the_original_asks(services, pull):
    services.episodes[:] = [e for e in fake_services.Episodes(60).items if e["title"]]  # the original stops at a draft
    done = original("anchor", services, ANCHOR_BASE_URL=services.base + "/v3", ANCHOR_WEBSTATION_ID=WEB_STATION, ANCHOR_PW_S=PW_S)
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = Counter(map(anchor_request, services.log()))
    services.clear()
    pull.lines("anchor")
    ours = Counter(anchor_request(r) for r in services.log() if not r.path.endswith("/allTimeVideoData"))
    assert ours == theirs
    assert len(services.log()) == sum(theirs.values()) + len(services.episodes), "added by us: video of each episode"


def spotify_request(request):
    headers = {k: request.headers.get(k) for k in ("cookie", "x-creator-client", "content-type", "origin", "referer", "user-agent",
                                                   "accept", "accept-language", "anchor-api-version", "anchor-client-type")}
    if request.path.startswith("/accounts"):
        for name in ("user-agent", "accept"):
            headers.pop(name)
    query = {k: v for k, v in request.query.items() if k not in ("state", "code_challenge")}
    body = json.dumps(request.json, sort_keys=True) if request.path.endswith("graph-pq") else ""
    return request.method, request.path, json.dumps(query, sort_keys=True), json.dumps(headers, sort_keys=True), body


@pytest.mark.parametrize("extra", [{}, {"SPOTIFY_START_DATE": "2026-11-01", "SPOTIFY_END_DATE": "2026-11-20",
                                        "SPOTIFY_GEO_COUNTRY": "Germany", "SPOTIFY_GEO_REGION": "Hamburg"}])
def test_spotify_asks_what_the_original_asks(services, pull, extra):
    services.episodes[:] = fake_services.Episodes(60).items
    done = original("spotify", services, SPOTIFY_SP_DC=SP_DC, SPOTIFY_SP_KEY=SP_KEY, **extra)
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = Counter(map(spotify_request, services.log()))
    services.clear()
    pull.env |= extra
    pull.lines("spotify")
    added = ("WebGetExternalPartnerId", "getShowAllPlatformsStatsNRT", "getEpisodePlaysTotal")
    ours = Counter(spotify_request(r) for r in services.log() if r.operation not in added)
    assert ours == theirs
    assert [r.operation for r in services.log() if r.operation in added] and len(services.log()) == sum(theirs.values()) + 3


def test_the_cookies_of_a_session_sign_in_to_a_mooring(accounts, pull):
    session = accounts.session("ada", "--read-only")
    pull.env |= {"MOORING_URL": accounts.instance.base_url, "SPOTIFY_SP_DC": session["sp_dc"], "SPOTIFY_SP_KEY": session["sp_key"]}
    done = pull("spotify", "--attempts", "1")
    assert "credentials_expired" not in done.stderr and "authentication" not in done.stderr, done.stderr
    assert "getUserMetadata: max_retries" not in done.stderr, "the bearer was refused"
    pull.env["SPOTIFY_SP_KEY"] = "0b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b"
    assert "credentials_expired" in pull("spotify", "--new").stderr


def test_the_command_has_help():
    assert "anchor" in mooring("pull", "--help").stdout
    for connector in ("anchor", "spotify"):
        assert mooring("pull", connector, "--help").returncode == 0
    assert mooring("pull").returncode == 2


def test_a_terminal_sees_how_far_it_is(pull):
    import pty
    reader, writer = pty.openpty()
    done = subprocess.Popen([str(BINARY), "pull", "anchor", "--json", *QUICK], stdout=subprocess.DEVNULL, stderr=writer, env=pull.env)
    os.close(writer)
    seen = b""
    while True:
        try:
            block = os.read(reader, 65536)
        except OSError:
            break  # the other end is closed
        if not block:
            break
        seen += block
    assert done.wait(60) == 0
    assert b"15  total-plays" in seen and seen.rstrip().endswith(b"answers")


def test_without_a_home_it_asks_where_to_keep_answers(services, pull):
    del pull.env["HOME"], pull.env["MOORING_ARCHIVE"]
    done = pull("anchor", "total-plays")
    assert done.returncode == 1 and "--archive FOLDER or --no-archive" in done.stderr
    assert pull("anchor", "total-plays", "--no-archive").returncode == 0
