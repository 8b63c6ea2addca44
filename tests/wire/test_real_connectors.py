"""The original connectors, unmodified, sign in to a Mooring with two cookies (accounts-oauth.md, 9.3)."""

import datetime
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from demo import Demo

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "clients" / "python"


def run(kind, accounts, session):
    if not PACKAGES.is_dir():
        pytest.skip("the PyPI packages of tests/clients could not be installed")
    return subprocess.run(["/usr/bin/python3", str(HERE / "run_connector.py"), kind, accounts.instance.base_url,
                           session["sp_dc"], session["sp_key"]], capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("kind", ["graphql", "rest"])
def test_a_connector_gets_its_bearer(accounts, kind):
    done = run(kind, accounts, accounts.session("ada", "--read-only"))
    assert done.returncode == 0, done.stderr[-2000:]
    assert re.fullmatch(r"BQ[A-Za-z0-9_-]{43}", done.stdout.strip())


@pytest.mark.parametrize("kind", ["graphql", "rest"])
def test_a_connector_is_told_that_its_cookies_ended(accounts, kind):
    done = run(kind, accounts, {"sp_dc": "AQ" + "x" * 64, "sp_key": "0b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b"})
    assert done.returncode != 0
    assert "CredentialsExpired" in done.stderr


ANSWERS = [
    "getusermetadata", "webgetusershows", "getshowsforuser", "webgetuserandshows", "webgetuserregistration",
    "webgetshowtypebyuri", "getshowoverviewstatsnrt", "getshowclips", "webgetmonetizationlifecyclestate",
    "getshowonspotifystats", "getshowonspotifystatsnrt", "getshowplaysanddownloadsbygeo_country",
    "getshowplaysanddownloadsbygeo_region", "getshowplaysanddownloadsbygeo_city", "getshowdemographics",
    "getshowplaysanddownloadsplatformsstats", "getshowimpressionstrendstats", "getshowaudiencediscoverystats",
    "getshowimpressionssourcesstats", "getshowtopepisodes", "webgetindexedepisodelist", "all_episodes",
]
EPISODE_ANSWERS = [
    "getepisodemetadataforanalytics", "getepisodeperformancealltime", "getepisodestreamsanddownloads",
    "getepisodeplaysdaily", "getepisodeimpressionsfaceted", "getepisodeconsumptionalltime", "getepisodeconsumption",
    "getepisodeaudiencesizealltime",
]


@pytest.fixture(scope="module")
def demo():
    if not PACKAGES.is_dir():
        pytest.skip("the PyPI packages of tests/clients could not be installed")
    one = Demo("--shows", "2", "--episodes", "60", "--plays", "3000")
    yield one
    one.close()


def run_program(demo, folder, **more):
    accounts = demo.credentials["accounts"]
    settings = {"SPOTIFY_SP_DC": accounts["sp_dc"], "SPOTIFY_SP_KEY": accounts["sp_key"],
                "SPOTIFY_OUTPUT_DIR": str(folder), "SPOTIFY_GEO_COUNTRY": "Germany", "SPOTIFY_GEO_REGION": "Hamburg",
                "PATH": os.environ["PATH"], **more}
    done = subprocess.run(["/usr/bin/python3", str(HERE / "run_connector_main.py"), demo.credentials["base_url"]],
                          capture_output=True, text=True, timeout=300, env=settings)
    assert done.returncode == 0, done.stderr[-4000:]
    return {path.stem: json.loads(path.read_text()) for path in Path(folder).iterdir()}


def test_the_program_of_the_graphql_connector_runs_to_its_end(demo, tmp_path):
    published = demo.show["episodes"][-1]["uri"]
    answers = run_program(demo, tmp_path, SPOTIFY_EPISODE_URI=published)
    suffix = published.rsplit(":", 1)[1]
    assert {*ANSWERS, *(f"{name}_{suffix}" for name in EPISODE_ANSWERS)} <= set(answers)
    # 60 published ones, a scheduled one and a draft: two pages.
    assert len(answers["all_episodes"]) == 62
    assert len({one["uri"] for one in answers["all_episodes"]}) == 62
    show = answers["getshowoverviewstatsnrt"]["showByShowUri"]
    total = show["streamsAndDownloadsAllTime"]["analyticsValue"]["analyticsValue"]["value"]
    assert isinstance(total, int) and total > 0
    stats = answers["getshowonspotifystats"]["showByShowUri"]
    assert len(stats["playsDaily"]["analyticsValue"]["analyticsValue"]["points"]) == 30
    countries = answers["getshowplaysanddownloadsbygeo_country"]["showByShowUri"]
    assert countries["showPlaysAndDownloadsByGeo"]["analyticsValue"]["analyticsValue"]["geos"]


def test_the_same_for_dates(demo, tmp_path):
    today = datetime.date.today()
    answers = run_program(demo, tmp_path, SPOTIFY_START_DATE=str(today - datetime.timedelta(days=10)),
                          SPOTIFY_END_DATE=str(today - datetime.timedelta(days=4)))
    points = answers["getshowonspotifystats"]["showByShowUri"]["playsDaily"]["analyticsValue"]["analyticsValue"]["points"]
    assert [point["date"] for point in points] == [str(today - datetime.timedelta(days=10 - n)) for n in range(7)]
    # The first one listed leads to the older API, where it says what it is called there.
    first = answers["all_episodes"][0]
    legacy = next(answer for name, answer in answers.items() if name.startswith("getepisodelegacywebid"))
    assert legacy["spotifyUri"] == first["uri"]
    # The connector maps seven days to the last seven.
    audience = answers["getshowaudiencediscoverystats"]["showByShowUri"]["audienceSize"]
    assert isinstance(audience["analyticsValue"]["analyticsValue"]["value"], int)
