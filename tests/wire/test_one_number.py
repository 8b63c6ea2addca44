"""The same question over REST, GraphQL, and the command, on invented histories (analytics-rest.md, 3.3; section 6 of
creators-graphql.md, "Equal to REST")."""

import base64
import datetime as dt
import json

import pytest
from analytics import DAY, T0, Analytics, Example
from graphql import Graphql
from instance import Instance
from test_analytics_totals import BEGIN, GENDERS, RANGES, History, query_of
from test_graphql_numbers import EPISODE, SHOW, VALUES


def day_of(at):
    return str(dt.datetime.fromtimestamp(at, dt.timezone.utc).date())


class Both:
    """One history, asked about in every way there is."""

    def __init__(self, history):
        self.history, self.api, self.station = history, history.api, history.station
        self.graphql = Graphql(self.api.instance, self.api.token)
        overview = self.api.read(f"/v3/stations/{self.station}/episodePage")
        self.uris = {item["episodeId"]: item["spotifyEpisodeUri"] for item in overview["items"]}
        self.show = overview["items"][0]["spotifyShowUri"]

    def rest(self, kind, **query):
        return self.history.rows(kind, **query)

    def gql(self, metric, days=None, aggregation="TOTAL", episode=None, **more):
        """The value of a metric: of the days from the first to before the second, or of all time."""
        window = {"window": "WINDOW_ALL_TIME"}
        if days:
            window = {"window": "WINDOW_CUSTOM",
                      "customDateRange": {"startDate": day_of(days[0]), "endDate": day_of(days[1] - DAY)}}
        name = "showAnalyticsMetricType" if episode is None else "episodeAnalyticsMetricType"
        request = {name: metric, "aggregationType": f"AGGREGATION_TYPE_{aggregation}", **window, **more}
        data = self.graphql.data((SHOW if episode is None else EPISODE) + VALUES,
                                 u=self.show if episode is None else self.uris[episode], r=request)
        return next(iter(data.values()))["analytics"]["analyticsValue"]["analyticsValue"]

    def points(self, *arguments, **more):
        return {point["date"]: point["value"]["value"]
                for point in self.gql(*arguments, aggregation="DAILY", **more)["points"]}

    def command(self, metric, days, *flags):
        return self.api.instance.admin("measure", metric, "--from", day_of(days[0]), "--to", day_of(days[1] - DAY),
                                       "--show", self.station, *flags)


@pytest.fixture(scope="module")
def api():
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        yield Analytics(one)
    finally:
        one.close()


@pytest.fixture(scope="module", params=[27, 61])
def both(api, request):
    one, other = History(api, request.param), History(api, request.param + 1000)
    api.add(one.facts, other.facts)
    return Both(one)


def rounded(shares):
    return {name: pytest.approx(share, abs=1e-9) for name, share in shares.items()}


@pytest.mark.parametrize("days", RANGES)
def test_plays_by_day(both, days):
    rest = {day_of(at): count for at, count in both.rest("plays", timeInterval=86400, **query_of(days))}
    assert sum(rest.values()) > 0
    assert both.points("SHOW_STREAMS_AND_DOWNLOADS", days) == rest
    assert {row["begin"][:10]: row["value"] for row in both.command("sd", days, "--bucket", "day")} == rest
    assert both.gql("SHOW_STREAMS_AND_DOWNLOADS", days)["value"] == sum(rest.values())
    assert both.command("sd", days)[0]["value"] == sum(rest.values())


def test_plays_of_all_time_by_episode(both):
    total, = both.rest("totalPlays")
    by_episode = {row[1]: row[2] for row in both.rest("totalPlaysByEpisode")}
    assert total > 0 and sum(by_episode.values()) == total
    assert both.gql("SHOW_STREAMS_AND_DOWNLOADS")["value"] == total
    top = both.gql("TOP_EPISODES")["topEpisodes"]
    assert {one["episodeUri"]: one["count"] for one in top} == {both.uris[id]: n for id, n in by_episode.items()}
    page = both.api.read(f"/v3/stations/{both.station}/episodePage")["items"]
    assert {item["episodeId"]: item["totalPlays"] for item in page} == by_episode
    everything = (BEGIN - 30 * DAY, T0)
    told = {int(row["episode"]): row["value"] for row in both.command("sd", everything, "--by", "episode")}
    assert told == {id: count for id, count in by_episode.items() if count}
    for id, count in by_episode.items():
        assert both.gql("EPISODE_STREAMS_AND_DOWNLOADS", episode=id)["value"] == count
        rest = {day_of(at): n for at, n in both.api.of_episode(id, "plays")["data"]["rows"] if n}
        daily = both.points("EPISODE_STREAMS_AND_DOWNLOADS", episode=id)
        assert {day: n for day, n in daily.items() if n} == rest


@pytest.mark.parametrize("days", RANGES)
def test_shares(both, days):
    for kind, metric, key, dimension in (
            ("playsByApp", "SHOW_STREAMS_AND_DOWNLOADS_BY_APP", "apps", "app"),
            ("playsByDevice", "SHOW_STREAMS_AND_DOWNLOADS_BY_DEVICE", "devices", "device")):
        rest = dict(both.rest(kind, minValue=0, **query_of(days)))
        assert rest
        found = {one["displayName"]: one["value"] for one in both.gql(metric, days)[key]}
        assert found == rounded(rest)
        told = {}
        for row in both.command("sd", days, "--by", dimension):
            told[row[dimension] or "Other"] = told.get(row[dimension] or "Other", 0) + row["value"]
        assert {name: n / sum(told.values()) for name, n in told.items()} == rounded(rest)


@pytest.mark.parametrize("days", RANGES)
def test_people(both, days):
    faceted = both.gql("SHOW_STREAMS_FACETED", days)
    ages, genders = dict(both.rest("playsByAgeRange", **query_of(days))), dict(both.rest("playsByGender", **query_of(days)))
    streams = both.command("streams", days)[0]["value"]
    assert faceted["totalValue"] == streams
    brackets = {one["ageBracket"].replace("60-150", "60+"): one["genderBreakdown"]["total"]
                for one in faceted["ageBreakdown"]}
    counts = {GENDERS[one["gender"].replace("NOT_SPECIFIED", "")]: one["count"]
              for one in faceted["genderBreakdown"]["counts"]}
    if streams == 0:
        assert ages == genders == {} and not any(brackets.values()) and not any(counts.values())
        return
    assert {name: n / streams for name, n in brackets.items() if name != "unknown"} == rounded(ages)
    assert {name: n / streams for name, n in counts.items()} == rounded(genders)


@pytest.mark.parametrize("days", RANGES)
def test_places_before_rounding(both, days):
    def gql(**geo):
        return {one["displayName"]: one["value"]
                for one in both.gql("SHOW_STREAMS_AND_DOWNLOADS_BY_GEO_ALL_PLATFORMS", days, geoParams=geo)["geos"]}

    told = {row["country"]: row["value"] for row in both.command("sd", days, "--by", "country")
            if row["country"] not in ("", "ZZ")}
    names = {"DE": "Germany", "NO": "Norway"}
    assert gql(resultGeo="GEO_COUNTRY") == rounded({names[code]: n / sum(told.values()) for code, n in told.items()})
    for found, rest in (
            (gql(resultGeo="GEO_COUNTRY"), both.rest("playsByGeo", **query_of(days))),
            (gql(resultGeo="GEO_REGION", country="Germany"),
             both.rest("playsByGeo", resultGeo="geo3", geo2="Germany", **query_of(days))),
            (gql(resultGeo="GEO_CITY", country="Norway", region="Oslo"),
             both.rest("playsByGeo", resultGeo="geo4", geo2="Norway", geo3="Oslo", **query_of(days)))):
        # There, a share of 1 % and more is rounded to whole percents.
        assert {name: pytest.approx(share, abs=0.00501) for name, share in rest} == found


def test_listeners_of_the_last_week(both):
    rest, = both.rest("uniqueListeners")
    assert rest > 0
    assert both.gql("SHOW_ALL_PLATFORMS_LISTENERS", (T0 - 7 * DAY, T0))["value"] == rest
    assert both.command("reach", (T0 - 7 * DAY, T0))[0]["value"] == rest


def test_impressions(both):
    first, last = T0 - 29 * DAY, T0
    times = {"version": "1.0", "startTime": first + DAY // 2, "endTime": last + DAY // 2}
    names = ["impressions", "dailyImpressions", "impressionsBySource"]
    text = base64.b64encode(json.dumps({"include": names, "options": dict.fromkeys(names, times)}).encode()).decode()
    rest = both.api.read(f"/v3/analytics/station/{both.station}", query=text)["data"]
    total = rest["impressions"]["count"]
    assert total > 0
    assert both.gql("SHOW_IMPRESSIONS", (first, last))["value"] == total
    assert both.command("impressions", (first, last))[0]["value"] == total
    daily = {one["date"]: one["count"] for one in rest["dailyImpressions"]["counts"]}
    assert {day: n for day, n in both.points("SHOW_IMPRESSIONS", (first, last)).items() if n} == {
        day: n for day, n in daily.items() if n}
    faceted = both.gql("SHOW_IMPRESSIONS_FACETED", (first, last))["impressionSourceBreakdown"]
    by_source = {one["source"]: one["count"] for one in faceted["counts"]}
    assert by_source == rest["impressionsBySource"]["sourcedCounts"]["counts"]
    told = {row["surface"]: row["value"] for row in both.command("impressions", (first, last), "--by", "surface")}
    assert {source: n for source, n in by_source.items() if n} == told


def test_how_an_episode_is_heard():
    instance = Instance()
    instance.start("--limits-enabled", "false")
    try:
        example = Example(instance)
        graphql = Graphql(instance, example.token)
        trailer = example.ids[41000009]
        request = {"episodeAnalyticsMetricType": "EPISODE_PERFORMANCE", "aggregationType": "AGGREGATION_TYPE_TOTAL",
                   "window": "WINDOW_ALL_TIME"}
        data = graphql.data(EPISODE + VALUES, u=example.uris[41000009], r=request)["episodeByUri"]["analytics"]
        curve = data["analyticsValue"]["analyticsValue"]
        rows = example.of_episode(trailer, "performance")["data"]["rows"]
        assert rows and [(one["second"], one["sampleCount"]) for one in curve["points"]] == [
            (second, int(samples)) for second, samples in rows]
        figures = example.of_episode(trailer, "aggregatedPerformance")["data"]
        shares = {one["completionPercentage"]: one["audiencePercentage"] for one in curve["percentiles"]}
        told = [int(value) for _, value in figures["rows"]]
        assert told == [shares[25], shares[50], shares[75], shares[100], curve["medianCompletionSeconds"]]
    finally:
        instance.close()
