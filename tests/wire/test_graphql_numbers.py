"""The numbers of the creators GraphQL API (creators-graphql.md, sections 4 to 7; section 13, "Numbers")."""

import datetime

import pytest
from demo import Demo
from graphql import Graphql, codes

SHOW = """query($u: ShowUri!, $r: GetShowAnalyticsRequestInput!) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) {
    analytics(getShowAnalyticsRequest: $r) { type startDate endDate followerCount analyticsValue { ...V } } } }"""
EPISODE = """query($u: EpisodeUri!, $r: GetEpisodePlayCountRequestInput!) {
    episodeByUri(getEpisodeRequest: {episodeUri: $u}) { analytics(getEpisodePlayCountRequest: $r) {
        type startDate endDate analyticsValue { ...V } } } }"""
NUMBERS = """... on CountValueLong { value } ... on RatioValueFloat { value }
    ... on PercentageValueFloat { value }
    ... on AudienceValue { totalAudienceSize foregroundAudienceSize foregroundAudiencePercent }
    ... on SegmentedAudienceValue { totalAudience newAudience returningAudience }
    ... on ConsumptionValue { totalConsumptionHours foregroundConsumptionHours totalMsPlayed foregroundMsPlayed }
    ... on AverageConsumptionTimeValue { averageConsumptionSeconds }"""
GENDERS = "genderBreakdown { total counts { gender count percent } }"
VALUES = """ fragment V on AnalyticsValueResult { periodOverPeriodPercentageDiff analyticsValue { __typename """ + NUMBERS + """
    ... on SingleValueLong { value } ... on TimeSeriesValue { points { date endDate value { """ + NUMBERS + """ } } }
    ... on DiscoveryFunnelValue { steps { stepName conversionRateToNext stepValue { ... on CountValueLong { value }
        ... on RatioValueFloat { value } } } }
    ... on ImpressionsFunnelValue { counts { id count conversionPercent } }
    ... on FacetedValue { totalValue """ + GENDERS + """ ageBreakdown { ageBracket """ + GENDERS + """ }
        impressionSourceBreakdown { total counts { source count } } }
    ... on AppDistributionValue { apps { displayName value } } ... on DeviceDistributionValue { devices { displayName value } }
    ... on GeoDistributionValue { geos { displayName navigationName flagUrl value } }
    ... on TopEpisodesValue { topEpisodes { episodeUri count } }
    ... on BenchmarkTimeSeriesValue { points { label percentiles { percentile value } } }
    ... on EpisodePerformanceValue { points { second sampleCount } percentiles { completionPercentage audiencePercentage }
        medianCompletionSeconds sampleRateMs maxSampleCount } } }"""
SUMS = ["PLAYS", "STREAMS", "STREAMS_AND_DOWNLOADS", "PLAYS_AND_DOWNLOADS", "OFF_PLATFORM_DOWNLOADS", "IMPRESSIONS"]
PEOPLE = ["LISTENERS", "DOWNLOAD_LISTENERS", "ALL_PLATFORMS_LISTENERS"]
WINDOWS = ["WINDOW_ALL_TIME", "WINDOW_LAST_SEVEN_DAYS", "WINDOW_LAST_THIRTY_DAYS", "WINDOW_YEAR_TO_DATE"]
BUCKETS = ["DAILY", "WEEKLY", "MONTHLY"]


class Numbers:
    def __init__(self, demo):
        self.graphql = Graphql(demo.instance, demo.token)
        self.show = demo.show["show_uri"]
        self.episodes = [episode["uri"] for episode in demo.show["episodes"]]

    def ask(self, metric, window="WINDOW_ALL_TIME", aggregation="TOTAL", subject=None, **more):
        is_episode = subject is not None
        name = "episodeAnalyticsMetricType" if is_episode else "showAnalyticsMetricType"
        request = {name: metric, "aggregationType": f"AGGREGATION_TYPE_{aggregation}", "window": window, **more}
        return self.graphql.run((EPISODE if is_episode else SHOW) + VALUES, u=subject or self.show, r=request)

    def analytics(self, *arguments, **more):
        answer = self.ask(*arguments, **more)
        assert "errors" not in answer, answer["errors"]
        return next(iter(answer["data"].values()))["analytics"]

    def value(self, *arguments, **more):
        return self.analytics(*arguments, **more)["analyticsValue"]["analyticsValue"]

    def number(self, *arguments, **more):
        return self.value(*arguments, **more)["value"]

    def points(self, *arguments, **more):
        return self.value(*arguments, **more)["points"]

    def code(self, *arguments, **more):
        answer = self.ask(*arguments, **more)
        assert next(iter(answer["data"].values()))["analytics"] is None
        return codes(answer)[0]


@pytest.fixture(scope="module")
def numbers():
    demo = Demo("--shows", "2", "--episodes", "5", "--plays", "6000")
    yield Numbers(demo)
    demo.close()


def days_ago(count):
    return str(datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=count))


# Invariants (section 6), by their numbers.


@pytest.mark.parametrize("metric", SUMS)
def test_1_a_show_is_the_sum_of_its_episodes(numbers, metric):
    total = numbers.number(f"SHOW_{metric}")
    episodes = sum(numbers.number(f"EPISODE_{metric}", subject=uri) for uri in numbers.episodes)
    if metric == "IMPRESSIONS":  # some are of the show itself
        assert 0 < episodes <= total
    else:
        assert 0 < total == episodes


@pytest.mark.parametrize("window", WINDOWS)
def test_2_and_3_counts_stand_in_order(numbers, window):
    plays, streams, sd, pd, downloads, _ = [numbers.number(f"SHOW_{metric}", window) for metric in SUMS]
    assert sd == streams + downloads and pd == plays + downloads and streams <= plays and sd <= pd
    listeners, download_listeners, reach = [numbers.number(f"SHOW_{metric}", window) for metric in PEOPLE]
    assert listeners <= plays and download_listeners <= downloads
    assert download_listeners <= reach <= listeners + download_listeners  # 8


@pytest.mark.parametrize("bucket", BUCKETS)
@pytest.mark.parametrize("window", WINDOWS)
def test_4_and_5_points_and_totals(numbers, window, bucket):
    for metric in SUMS:
        points = numbers.points(f"SHOW_{metric}", window, bucket)
        assert sum(point["value"]["value"] for point in points) == numbers.number(f"SHOW_{metric}", window)
        assert [point["date"] for point in points] == sorted({point["date"] for point in points})
    for metric in PEOPLE:
        values = [point["value"]["value"] for point in numbers.points(f"SHOW_{metric}", window, bucket)]
        total = numbers.number(f"SHOW_{metric}", window)
        assert max(values) <= total <= sum(values)


@pytest.mark.parametrize("metric", ["PLAYS", "STREAMS_AND_DOWNLOADS", *PEOPLE, "AUDIENCE_SIZE"])
@pytest.mark.parametrize("window", ["WINDOW_SINCE_PUBLISHED", "WINDOW_FIRST_THIRTY_DAYS"])
def test_4_running_totals_end_with_the_total(numbers, window, metric):
    key = "totalAudienceSize" if metric == "AUDIENCE_SIZE" else "value"
    for uri in numbers.episodes[:2]:
        values = [point["value"][key] for point in numbers.points(f"EPISODE_{metric}", window, "DAILY", subject=uri)]
        assert values == sorted(values)
        assert values[-1] == numbers.value(f"EPISODE_{metric}", window, subject=uri)[key]


def test_6_and_7_segments(numbers):
    for window in WINDOWS:
        total = numbers.value("SHOW_SEGMENTED_AUDIENCE", window)
        points = numbers.points("SHOW_SEGMENTED_AUDIENCE", window, "DAILY")
        for value in [total, *(point["value"] for point in points)]:
            assert value["newAudience"] + value["returningAudience"] == value["totalAudience"]
        assert sum(point["value"]["newAudience"] for point in points) == total["newAudience"]
        audience = numbers.value("AUDIENCE_SIZE", window)
        assert audience["foregroundAudienceSize"] <= audience["totalAudienceSize"] == total["totalAudience"]
        assert total["totalAudience"] == numbers.number("SHOW_LISTENERS", window)


@pytest.mark.parametrize("metric", ["SHOW_STREAMS", "SHOW_PLAYS"])
def test_9_people_add_up(numbers, metric):
    faceted = numbers.value(f"{metric}_FACETED")
    gender = faceted["genderBreakdown"]
    assert [one["gender"] for one in gender["counts"]] == ["MALE", "FEMALE", "NON_BINARY", "NOT_SPECIFIED"]
    assert [one["ageBracket"] for one in faceted["ageBreakdown"]] == [
        "0-17", "18-22", "23-27", "28-34", "35-44", "45-59", "60-150", "unknown"]
    total = faceted["totalValue"]
    assert total == gender["total"] == sum(one["count"] for one in gender["counts"]) == numbers.number(metric)
    assert total == sum(one["genderBreakdown"]["total"] for one in faceted["ageBreakdown"])
    for place, one in enumerate(gender["counts"]):
        assert one["count"] == sum(age["genderBreakdown"]["counts"][place]["count"] for age in faceted["ageBreakdown"])
        assert one["percent"] == pytest.approx(one["count"] / total)


def test_10_sources_add_up(numbers):
    for window in WINDOWS:
        faceted = numbers.value("SHOW_IMPRESSIONS_FACETED", window)
        sources = faceted["impressionSourceBreakdown"]
        assert [one["source"] for one in sources["counts"]] == ["HOME", "SEARCH", "LIBRARY", "OTHER"]
        assert faceted["totalValue"] == sources["total"] == sum(one["count"] for one in sources["counts"])
        assert faceted["totalValue"] == numbers.number("SHOW_IMPRESSIONS", window)


@pytest.mark.parametrize("kind, key", [("APP", "apps"), ("DEVICE", "devices"), ("GEO_ALL_PLATFORMS", "geos")])
def test_11_shares_sum_to_1(numbers, kind, key):
    for counted in ("STREAMS_AND_DOWNLOADS", "PLAYS_AND_DOWNLOADS"):
        more = {"geoParams": {"resultGeo": "GEO_COUNTRY"}} if key == "geos" else {}
        rows = numbers.value(f"SHOW_{counted}_BY_{kind}", **more)[key]
        assert sum(row["value"] for row in rows) == pytest.approx(1, abs=1e-9)
        known = [row["value"] for row in rows if row["displayName"] != "Other"]
        assert known == sorted(known, reverse=True)
        assert "Other" not in [row["displayName"] for row in rows[:-1]]


def test_12_followers(numbers):
    growth = numbers.points("SHOW_FOLLOWER_GROWTH", "WINDOW_LAST_THIRTY_DAYS", "DAILY")
    followers = numbers.points("SHOW_FOLLOWERS", "WINDOW_LAST_THIRTY_DAYS", "DAILY")
    for before, now, change in zip(followers, followers[1:], growth[1:], strict=False):
        assert now["value"]["value"] == before["value"]["value"] + change["value"]["value"]
    asked = numbers.analytics("SHOW_FOLLOWERS", "WINDOW_LAST_THIRTY_DAYS")
    assert asked["followerCount"] == asked["analyticsValue"]["analyticsValue"]["value"] == followers[-1]["value"]["value"]


def test_13_consumption(numbers):
    value = numbers.value("SHOW_CONSUMPTION")
    assert value["foregroundMsPlayed"] <= value["totalMsPlayed"]
    assert value["totalConsumptionHours"] * 3_600_000 == pytest.approx(value["totalMsPlayed"], abs=4)
    seconds = numbers.value("SHOW_AVERAGE_CONSUMPTION_TIME")["averageConsumptionSeconds"]
    listeners = numbers.number("SHOW_LISTENERS")
    assert seconds * listeners == pytest.approx(value["totalMsPlayed"] / 1000, rel=1e-6)
    assert numbers.number("SHOW_CONSUMPTION_HOURS_PER_PERSON") == pytest.approx(seconds / 3600)


def test_14_core_fans(numbers):
    query = """query($u: ShowUri!, $a: String!, $b: String!, $all: Boolean) {
        showByShowUri(getShowByShowUriRequest: {showUri: $u}) {
        coreFanTimeSeries(getCoreFanTimeSeriesRequest: {startDate: $a, endDate: $b}) { timeSeries { date coreFans
            coreFansPercent developingAudience developingAudiencePercent newAudience newAudiencePercent totalAudience } }
        coreFanMetricSummary(getCoreFanMetricSummaryRequest: {startDate: $a, endDate: $b, isAllTime: $all}) { summary {
            coreFans developingAudience newAudience totalAudience gainedCoreFans startDate endDate lookbackStartDate
            lookbackEndDate } } } }"""
    show = numbers.graphql.data(query, u=numbers.show, a=days_ago(10), b=days_ago(1))["showByShowUri"]
    points = show["coreFanTimeSeries"]["timeSeries"]
    assert [point["date"] for point in points] == [days_ago(n) for n in range(10, 0, -1)]
    for point in points:
        assert point["coreFans"] + point["developingAudience"] + point["newAudience"] == point["totalAudience"]
        shares = point["coreFansPercent"] + point["developingAudiencePercent"] + point["newAudiencePercent"]
        assert shares == pytest.approx(1 if point["totalAudience"] else 0, abs=1e-9)
    summary = show["coreFanMetricSummary"]["summary"]
    assert (summary["lookbackStartDate"], summary["lookbackEndDate"]) == (days_ago(20), days_ago(11))
    whole = numbers.graphql.data(query, u=numbers.show, a=days_ago(10), b=days_ago(1), all=True)
    summary = whole["showByShowUri"]["coreFanMetricSummary"]["summary"]
    assert summary["lookbackStartDate"] is None and summary["gainedCoreFans"] == summary["coreFans"]
    assert codes(numbers.graphql.run(query, u=numbers.show, a="2026-02-30", b=days_ago(1))) == ["BAD_USER_INPUT"] * 2


def test_15_funnels(numbers):
    steps = numbers.value("SHOW_DISCOVERY_FUNNEL", "WINDOW_LAST_THIRTY_DAYS")["steps"]
    impressions, plays, completion = [step["stepValue"]["value"] for step in steps]
    assert [step["stepName"] for step in steps] == ["impressions", "plays", "average_completion_rate"]
    assert impressions == numbers.number("SHOW_IMPRESSIONS", "WINDOW_LAST_THIRTY_DAYS")
    assert plays == numbers.number("SHOW_PLAYS", "WINDOW_LAST_THIRTY_DAYS")
    assert completion == numbers.number("SHOW_WINDOWED_AVERAGE_COMPLETION_RATE", "WINDOW_LAST_THIRTY_DAYS")
    assert [step["conversionRateToNext"] for step in steps] == [pytest.approx(plays / impressions), None, None]
    counts = numbers.value("SHOW_IMPRESSIONS_FUNNEL")["counts"]
    people = [step["count"] for step in counts]
    assert people == sorted(people, reverse=True) and counts[0]["conversionPercent"] is None


def test_16_performance(numbers):
    value = numbers.value("EPISODE_PERFORMANCE", subject=numbers.episodes[0])
    assert [point["second"] for point in value["points"]] == list(range(len(value["points"])))
    assert max(point["sampleCount"] for point in value["points"]) == value["maxSampleCount"] > 0
    assert [one["completionPercentage"] for one in value["percentiles"]] == [25, 50, 75, 95, 100]
    assert all(0 <= one["audiencePercentage"] <= 100 for one in value["percentiles"])
    assert value["sampleRateMs"] == 1000


def test_17_batches_and_windows_agree(numbers):
    query = """query($u: ShowUri!, $m: EpisodeAnalyticsMetricType!, $w: AnalyticsWindow!, $d: CustomDateRangeInput) {
        showByShowUri(getShowByShowUriRequest: {showUri: $u}) { episodesV2(listEpisodesV2Request: {
            filter: PUBLISHED_EPISODES}) { items { uri analyticsBatch(batchGetEpisodeAnalyticsItem: {
            episodeAnalyticsMetricType: $m, aggregationType: AGGREGATION_TYPE_TOTAL, window: $w, customDateRange: $d}) {
            startDate endDate analyticsValue { ...V } } } } } }""" + VALUES
    metrics = ["EPISODE_PLAYS", "EPISODE_LISTENERS", "EPISODE_CONSUMPTION", "EPISODE_AUDIENCE_SIZE",
               "EPISODE_AVERAGE_COMPLETION_RATE", "EPISODE_IMPRESSIONS", "EPISODE_PLAYS_FACETED"]
    for metric in metrics:
        for window in ("WINDOW_ALL_TIME", "WINDOW_LAST_THIRTY_DAYS", "WINDOW_FIRST_SEVEN_DAYS"):
            listed = numbers.graphql.data(query, u=numbers.show, m=metric, w=window)["showByShowUri"]["episodesV2"]["items"]
            for item in listed:
                alone = numbers.analytics(metric, window, subject=item["uri"])
                assert item["analyticsBatch"]["analyticsValue"] == alone["analyticsValue"], (metric, window)
                assert item["analyticsBatch"]["startDate"] == alone["startDate"]
    custom = {"startDate": days_ago(7), "endDate": days_ago(1)}
    for metric in ("SHOW_PLAYS", "SHOW_LISTENERS", "SHOW_CONSUMPTION", "SHOW_STREAMS_FACETED", "SHOW_DISCOVERY_FUNNEL"):
        named = numbers.analytics(metric, "WINDOW_LAST_SEVEN_DAYS")
        assert numbers.analytics(metric, "WINDOW_CUSTOM", customDateRange=custom) == named


def test_18_the_ranking_sums_to_all(numbers):
    top = numbers.value("TOP_EPISODES")["topEpisodes"]
    assert sum(one["count"] for one in top) == numbers.number("SHOW_STREAMS_AND_DOWNLOADS")
    assert sorted(one["episodeUri"] for one in top) == sorted(numbers.episodes)
    assert [one["count"] for one in top] == sorted((one["count"] for one in top), reverse=True)


def test_20_near_real_time_adds_today(numbers):
    today = days_ago(0)
    for metric in SUMS:
        complete = numbers.number(f"SHOW_{metric}")
        now = numbers.number(f"SHOW_{metric}", freshness="NEAR_REAL_TIME")
        only = numbers.number(f"SHOW_{metric}", "WINDOW_CUSTOM", customDateRange={"startDate": today, "endDate": today},
                              freshness="NEAR_REAL_TIME")
        assert now - complete == only


# Windows, days, buckets (section 4).


def test_named_windows_end_yesterday_or_today(numbers):
    for name, count in (("SEVEN", 7), ("THIRTY", 30), ("SIXTY", 60), ("NINETY", 90)):
        asked = numbers.analytics("SHOW_PLAYS", f"WINDOW_LAST_{name}_DAYS")
        assert (asked["startDate"], asked["endDate"]) == (days_ago(count), days_ago(1))
        asked = numbers.analytics("SHOW_PLAYS", f"WINDOW_LAST_{name}_DAYS", freshness="NEAR_REAL_TIME")
        assert (asked["startDate"], asked["endDate"]) == (days_ago(count - 1), days_ago(0))


def test_buckets_are_cut_to_the_window(numbers):
    custom = {"startDate": "2026-01-07", "endDate": "2026-02-03"}  # a Wednesday to a Tuesday
    weeks = numbers.points("SHOW_PLAYS", "WINDOW_CUSTOM", "WEEKLY", customDateRange=custom)
    assert [(point["date"], point["endDate"]) for point in weeks] == [
        ("2026-01-07", "2026-01-11"), ("2026-01-12", "2026-01-18"), ("2026-01-19", "2026-01-25"),
        ("2026-01-26", "2026-02-01"), ("2026-02-02", "2026-02-03")]
    months = numbers.points("SHOW_PLAYS", "WINDOW_CUSTOM", "MONTHLY", customDateRange=custom)
    assert [(point["date"], point["endDate"]) for point in months] == [("2026-01-07", "2026-01-31"),
                                                                       ("2026-02-01", "2026-02-03")]


def test_days_to_come_have_no_points(numbers):
    custom = {"startDate": days_ago(2), "endDate": days_ago(-5)}
    asked = numbers.analytics("SHOW_PLAYS", "WINDOW_CUSTOM", "DAILY", customDateRange=custom)
    assert asked["endDate"] == days_ago(-5)
    assert [point["date"] for point in asked["analyticsValue"]["analyticsValue"]["points"]] == [days_ago(2), days_ago(1)]
    future = {"startDate": days_ago(-3), "endDate": days_ago(-9)}
    asked = numbers.analytics("SHOW_PLAYS", "WINDOW_CUSTOM", "DAILY", customDateRange=future)
    assert asked["startDate"] == asked["endDate"] == days_ago(-3)
    assert asked["analyticsValue"]["analyticsValue"]["points"] == []
    assert numbers.number("SHOW_PLAYS", "WINDOW_CUSTOM", customDateRange=future) == 0


@pytest.mark.parametrize("range_", [None, {"startDate": "2026-02-29", "endDate": "2026-03-01"},
                                    {"startDate": "2026-03-02", "endDate": "2026-03-01"},
                                    {"startDate": "2010-01-01", "endDate": "2026-03-01"},
                                    {"startDate": "2026-3-1", "endDate": "2026-03-02"}])
def test_bad_custom_ranges(numbers, range_):
    assert numbers.code("SHOW_PLAYS", "WINDOW_CUSTOM", customDateRange=range_) == "BAD_USER_INPUT"


def test_what_refuses_custom_windows(numbers):
    custom = {"startDate": days_ago(7), "endDate": days_ago(1)}
    for metric in ("AUDIENCE_SIZE", "SHOW_FOLLOW_RATE", "SHOW_CONSUMPTION_HOURS_PER_PERSON", "SHOW_IMPRESSIONS_FUNNEL",
                   "SHOW_RETENTION"):
        assert numbers.code(metric, "WINDOW_CUSTOM", customDateRange=custom) == "WINDOW_NOT_SUPPORTED"
    assert numbers.points("AUDIENCE_SIZE", "WINDOW_CUSTOM", "DAILY", customDateRange=custom)
    for aggregation in BUCKETS:
        assert numbers.code("SHOW_FOLLOW_RATE", aggregation=aggregation) == "WINDOW_NOT_SUPPORTED"
    assert numbers.code("SHOW_RETENTION", aggregation="DAILY") == "WINDOW_NOT_SUPPORTED"
    assert numbers.code("SHOW_PLAYS", "WINDOW_SINCE_PUBLISHED") == "WINDOW_NOT_SUPPORTED"


def test_comparison_with_the_period_before(numbers):
    this = numbers.number("SHOW_PLAYS", "WINDOW_LAST_SEVEN_DAYS")
    before = numbers.number("SHOW_PLAYS", "WINDOW_CUSTOM", customDateRange={"startDate": days_ago(14),
                                                                         "endDate": days_ago(8)})
    asked = numbers.analytics("SHOW_PLAYS", "WINDOW_LAST_SEVEN_DAYS", includePeriodComparison=True)["analyticsValue"]
    assert asked["periodOverPeriodPercentageDiff"] == pytest.approx((this - before) / before)
    for more in ({}, {"window": "WINDOW_ALL_TIME", "includePeriodComparison": True},
                 {"aggregation": "DAILY", "includePeriodComparison": True}):
        asked = numbers.analytics("SHOW_PLAYS", **({"window": "WINDOW_LAST_SEVEN_DAYS"} | more))
        assert asked["analyticsValue"]["periodOverPeriodPercentageDiff"] is None


def test_places_level_by_level(numbers):
    metric = "SHOW_STREAMS_AND_DOWNLOADS_BY_GEO_ALL_PLATFORMS"
    countries = numbers.value(metric, geoParams={"resultGeo": "GEO_COUNTRY", "country": "x", "region": "y"})["geos"]
    first = countries[0]
    assert first["flagUrl"].endswith(f"/{first['navigationName'].lower()}.svg") and len(first["navigationName"]) == 2
    by_name = numbers.value(metric, geoParams={"resultGeo": "GEO_REGION", "country": first["displayName"].upper()})["geos"]
    by_code = numbers.value(metric, geoParams={"resultGeo": "GEO_REGION", "country": first["navigationName"].lower()})["geos"]
    assert by_name == by_code and by_name
    assert sum(row["value"] for row in by_name) == pytest.approx(1, abs=1e-9)
    assert all(row["displayName"] == row["navigationName"] and row["flagUrl"] is None for row in by_name)
    cities = {"resultGeo": "GEO_CITY", "country": first["navigationName"], "region": by_name[0]["displayName"].upper()}
    assert sum(row["value"] for row in numbers.value(metric, geoParams=cities)["geos"]) == pytest.approx(1, abs=1e-9)
    assert numbers.value(metric, geoParams={"resultGeo": "GEO_REGION", "country": "Atlantis"})["geos"] == []
    for level in ("GEO_REGION", "GEO_CITY"):
        assert numbers.code(metric, geoParams={"resultGeo": level}) == "BAD_USER_INPUT"


def test_a_show_without_anything(numbers):
    made = numbers.graphql.instance.admin("show", "create", "--workspace", "1", "--title", "Silence", "--published", "true")
    silent = Numbers.__new__(Numbers)
    silent.graphql, silent.show = numbers.graphql, made["show_uri"]
    asked = silent.analytics("SHOW_PLAYS", "WINDOW_ALL_TIME", "DAILY")
    assert asked["startDate"] == asked["endDate"] == days_ago(0)
    assert asked["analyticsValue"]["analyticsValue"]["points"] == []
    assert silent.number("SHOW_PLAYS") == 0 and silent.number("SHOW_FOLLOW_RATE") is None
    assert silent.value("SHOW_STREAMS_AND_DOWNLOADS_BY_APP") == {"__typename": "AppDistributionValue", "apps": []}
    assert len(silent.value("SHOW_STREAMS_FACETED")["ageBreakdown"]) == 8
    assert silent.value("TOP_EPISODES")["topEpisodes"] == []
    assert silent.value("SHOW_AVERAGE_CONSUMPTION_TIME")["averageConsumptionSeconds"] is None


def test_numbers_straight_on_episodes(numbers):
    query = """query($u: EpisodeUri!) { episodeByUri(getEpisodeRequest: {episodeUri: $u}) { starts streams listeners
        analyticsStarts { startsCount } show { streamsAndDownloads { showViews { viewCount } } } } }"""
    episode = numbers.graphql.data(query, u=numbers.episodes[0])["episodeByUri"]
    assert episode["starts"] == episode["analyticsStarts"]["startsCount"] >= episode["streams"]
    assert episode["streams"] == numbers.number("EPISODE_STREAMS", subject=numbers.episodes[0])
    assert episode["listeners"] == numbers.number("EPISODE_LISTENERS", subject=numbers.episodes[0])
    views = episode["show"]["streamsAndDownloads"]["showViews"]["viewCount"]
    assert views == numbers.number("SHOW_STREAMS_AND_DOWNLOADS")


def test_remarks_travel_as_headers(numbers):
    def headers(query, **variables):
        answer = numbers.graphql.call({"query": query, "variables": variables})
        return answer.header("Mooring-As-Of"), answer.header("Mooring-Provisional")

    request = {"showAnalyticsMetricType": "SHOW_PLAYS", "aggregationType": "AGGREGATION_TYPE_TOTAL"}
    old = request | {"window": "WINDOW_CUSTOM", "customDateRange": {"startDate": days_ago(9), "endDate": days_ago(8)}}
    now = request | {"window": "WINDOW_LAST_SEVEN_DAYS", "freshness": "NEAR_REAL_TIME"}
    as_of, provisional = headers(SHOW + VALUES, u=numbers.show, r=old)
    assert as_of.endswith("Z") and provisional is None
    assert headers(SHOW + VALUES, u=numbers.show, r=now)[1] == "true"
    assert headers("{ user { uri } }") == (None, None)
