"""The Python package `anchorconnector` 0.6.3, unmodified, collects a demo's numbers; `mooring admin measure` says the same."""

import calendar
import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from instance import Instance

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "clients" / "python"
DAY = 86400


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    if not (PACKAGES / "anchorconnector").is_dir():
        pytest.skip("the PyPI packages of tests/clients could not be installed")
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed, so the demo has no audio")
    folder = tmp_path_factory.mktemp("anchor")
    one = Instance(folder / "demo")
    one.start("--credentials", str(folder / "credentials.json"), "--shows", "2", "--episodes", "4", "--plays", "6000", command="demo")
    one.credentials = json.loads((folder / "credentials.json").read_text())
    try:
        yield one
    finally:
        one.close()


class Collected:
    """What the connector brought home of the first show, asked for a range of local days."""

    def __init__(self, demo, zone="UTC0"):
        self.demo = demo
        self.creators = demo.credentials["creators"]
        self.today = dt.datetime.fromtimestamp(demo.now(), dt.timezone.utc).date()
        self.begin, self.end = self.today - dt.timedelta(days=60), self.today - dt.timedelta(days=1)
        done = subprocess.run(
            ["/usr/bin/python3", str(HERE / "run_anchorconnector.py"), self.creators["proxy_base_url"] + "/v3",
             self.creators["web_station_id"], self.creators["anchorpw_s"], str(self.begin), str(self.end)],
            capture_output=True, text=True, timeout=300, env={**os.environ, "TZ": zone})
        assert done.returncode == 0, done.stderr[-3000:]
        self.answers = json.loads(done.stdout)

    def rows(self, name):
        return self.answers[name]["data"]["rows"]

    def measure(self, metric, *flags, begin=None, end=None):
        """By the range asked for, unless other days are given."""
        return self.demo.admin("measure", metric, "--from", begin or self.begin, "--to", end or self.end, "--show",
                               self.creators["station_id"], *flags)

    def by(self, dimension, metric="sd", **days):
        return {row[dimension]: row["value"] for row in self.measure(metric, "--by", dimension, **days)}


@pytest.fixture(scope="module")
def collected(demo):
    return Collected(demo)


ALWAYS = {"begin": "2020-01-01"}


def seconds(day):
    return calendar.timegm(day.timetuple())


def test_every_method_is_called(collected):
    assert collected.answers["not called"] == []
    assert collected.answers["station_id"] == collected.creators["station_id"]


def test_totals(collected):
    total = collected.measure("sd", **ALWAYS)[0]["value"]
    assert collected.rows("total_plays") == [total] and total > 1000
    week = {"begin": collected.today - dt.timedelta(days=7)}
    assert collected.rows("unique_listeners") == [collected.measure("reach", **week)[0]["value"]]
    mean = collected.measure("sd_first_30d", **ALWAYS)[0]["value"]
    assert collected.rows("audience_size") == [int(mean + 0.5)] and mean > 0


def test_series(collected):
    expected = [row["value"] for row in collected.measure("sd", "--bucket", "day")]
    assert collected.rows("plays") == [[seconds(collected.begin) + DAY * n, value] for n, value in enumerate(expected)]
    assert len(expected) == 60 and sum(expected) > 0
    assert sum(row[1] for row in collected.rows("plays weekly")) == sum(expected)


def test_episodes(collected):
    by_episode = collected.by("episode", **ALWAYS)
    episodes = collected.answers["episodes"]
    assert episodes == collected.answers["podcast_episode"], "in pages of two and of fifty"
    assert {str(one["episodeId"]): one["totalPlays"] for one in episodes if one["totalPlays"]} == by_episode
    totals = collected.rows("total_plays_by_episode")
    assert {str(row[1]): row[2] for row in totals if row[2]} == by_episode and [row[4] for row in totals] == list(range(1, len(totals) + 1))
    table = collected.answers["plays_by_episode all"]["data"]
    titles, sums = table["labels"]["EpisodeTitle"], {}
    for _, key, plays in table["rows"]:
        sums[titles[key]] = sums.get(titles[key], 0) + plays
    in_range = collected.by("episode")
    assert sums == {one["title"]: in_range[str(one["episodeId"])] for one in episodes if str(one["episodeId"]) in in_range}


def test_each_episode(collected):
    published = 0
    for one in collected.answers["episodes"]:
        number = one["episodeId"]
        metadata = collected.answers[f"episode_metadata {number}"]
        assert collected.answers[f"episode_all_time_video_data {number}"] == 404
        plays = collected.rows(f"episode_plays {number}")
        for name in ("weekly", "monthly"):
            assert sum(row[1] for row in collected.rows(f"episode_plays {name} {number}")) == sum(row[1] for row in plays)
        if metadata == 403:
            assert one["publishOnUnixTimestamp"] == 0, "a draft"
            continue
        assert metadata["publishOnUnixTimestamp"] * 1000 > 0 and metadata["episodeAudios"][0]["url"] and metadata["webEpisodeId"]
        if not metadata["isPublished"]:
            continue
        published += 1
        curve = [int(row[1]) for row in collected.rows(f"episode_performance {number}")]
        assert len(curve) == one["duration"] // 1000 and max(curve) > 0
        aggregated = dict(collected.rows(f"episode_aggregated_performance {number}"))
        assert aggregated["percentile100"] == (200 * curve[-1] + max(curve)) // (2 * max(curve))
        assert 0 < int(aggregated["averageListenSeconds"]) <= len(curve)
    assert published == 4


def shares(counts):
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}


def test_shares(collected):
    for method, dimension in (("plays_by_app", "app"), ("plays_by_device", "device")):
        expected = shares(collected.by(dimension))
        folded = {name: share for name, share in expected.items() if share >= 0.02 and name != "Other"}
        rows = dict(collected.rows(method))
        other = rows.pop("Other", 0)
        assert rows == folded and abs(sum(rows.values()) + other - 1) < 1e-9
    assert collected.answers["plays_by_app user"] == collected.answers["plays_by_app"]
    ages = shares(collected.by("age", "streams"))
    assert dict(collected.rows("plays_by_age_range")) == {name: ages.get(name, 0) for name in
                                                          ("0-17", "18-22", "23-27", "28-34", "35-44", "45-59", "60+")}
    genders = shares(collected.by("gender", "streams"))
    assert dict(collected.rows("plays_by_gender")) == {"Male": genders["MALE"], "Female": genders["FEMALE"],
                                                       "Non-binary": genders.get("NON_BINARY", 0), "Not specified": genders[""]}


def test_places(collected):
    codes = {"United States": "US", "Germany": "DE", "United Kingdom": "GB", "Norway": "NO", "Sweden": "SE", "Portugal": "PT",
             "New Zealand": "NZ", "Czech Republic": "CZ"}
    by_code = collected.by("country", **ALWAYS)
    by_code.pop("ZZ", None)
    expected = shares(by_code)
    rows = dict(collected.rows("plays_by_geo"))
    assert {codes[name] for name in rows} == set(expected)
    for name, share in rows.items():
        assert abs(share - expected[codes[name]]) <= 0.005 + 1e-9, name
    first = collected.rows("plays_by_geo")[0][0]
    assert first == "United States" and collected.answers["plays_by_geo_city"]["parameters"]["geos"][1] == first
    assert abs(sum(row[1] for row in collected.rows("plays_by_geo_city")) - 1) < 0.03


def test_impressions(collected):
    data = collected.answers["impressions"]["data"]
    days = {"begin": data["impressions"]["start"], "end": data["impressions"]["end"]}
    assert data["impressions"]["count"] == collected.measure("impressions", **days)[0]["value"] > 0
    assert [one["count"] for one in data["dailyImpressions"]["counts"]] == [
        row["value"] for row in collected.measure("impressions", "--bucket", "day", **days)]
    surfaces = collected.by("surface", "impressions", **days)
    assert {name: count for name, count in data["impressionsBySource"]["sourcedCounts"]["counts"].items() if count} == surfaces
    assert collected.answers["impressions custom"]["data"]["impressions"]["count"] >= 0


@pytest.mark.parametrize("zone", ["EET-2", "EST5", "NZST-12", "IST-5:30"])
def test_local_midnights_mean_the_same_days(demo, collected, zone):
    """What clients elsewhere ask for are the days that they meant (2.2)."""
    there = Collected(demo, zone)
    for method in ("plays", "plays weekly", "plays_by_app", "plays_by_episode all"):
        assert there.answers[method] == collected.answers[method], method
    assert there.rows("plays_by_age_range") == collected.rows("plays_by_age_range")
    assert there.answers["impressions"]["data"]["impressions"]["count"] > 0


def test_the_whole_program_of_the_package(demo):
    """`python -m anchorconnector` stops at drafts, as it does with the real service: the second show has none."""
    creators = demo.credentials["creators"]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES), "ANCHOR_BASE_URL": creators["proxy_base_url"] + "/v3",
                   "ANCHOR_WEBSTATION_ID": demo.credentials["shows"][1]["web_station_id"], "ANCHOR_PW_S": creators["anchorpw_s"]}
    done = subprocess.run(["/usr/bin/python3", "-m", "anchorconnector"], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr.count("Episode Metadata = ") == 4 and "Plays by Geo City = " in done.stderr
    older = {**environment, "ANCHOR_BASE_URL": creators["base_url"] + "/v3"}
    done = subprocess.run(["/usr/bin/python3", "-m", "anchorconnector"], env=older, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
