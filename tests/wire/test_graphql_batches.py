"""A list never asks the store once for each of its items (creators-graphql.md, section 3; the counters of /metrics)."""

import re

import pytest
from analytics import T0, Analytics, unix
from graphql import Graphql
from instance import Instance

EPISODES = 250
LIST = """query($u: ShowUri!, $r: BatchGetEpisodeAnalyticsItemInput!) {
  showByShowUri(getShowByShowUriRequest: {showUri: $u}) { episodesV2(listEpisodesV2Request: {pagination: {pageSize: 250},
    filter: PUBLISHED_EPISODES}) { items { uri analyticsBatch(batchGetEpisodeAnalyticsItem: $r) { %s analyticsValue {
      periodOverPeriodPercentageDiff analyticsValue { __typename
      ... on SingleValueLong { value } ... on PercentageValueFloat { value }
      ... on AudienceValue { totalAudienceSize foregroundAudienceSize }
      ... on ConsumptionValue { totalMsPlayed foregroundMsPlayed }
      ... on AverageConsumptionTimeValue { averageConsumptionSeconds } } } } } } } }"""
ONE = """query($u: EpisodeUri!, $r: GetEpisodePlayCountRequestInput!) { episodeByUri(getEpisodeRequest: {episodeUri: $u}) {
  analytics(getEpisodePlayCountRequest: $r) { startDate analyticsValue { periodOverPeriodPercentageDiff analyticsValue {
    __typename ... on SingleValueLong { value } ... on PercentageValueFloat { value }
    ... on AudienceValue { totalAudienceSize foregroundAudienceSize }
    ... on ConsumptionValue { totalMsPlayed foregroundMsPlayed }
    ... on AverageConsumptionTimeValue { averageConsumptionSeconds } } } } } }"""


class Shelf:
    """250 episodes, published on different days, most of them heard."""

    def __init__(self, instance):
        self.api = Analytics(instance)
        self.graphql = Graphql(instance, self.api.token)
        self.show = f"spotify:show:{self.api.show}"
        facts = self.api.facts()
        for number in range(EPISODES):
            at = unix("2026-03-12") - number * 40_000
            episode = self.api.published(f"Episode {number}", at)
            if number % 5 == 4:
                continue
            for listener in range(number % 3 + 1):
                late = min(at + (number % 11) * 86_400 + listener, T0 - 1000)
                facts.session(episode, late, listener, [(0, 30_000 + 7_000 * (number % 5))], 100_000,
                              foreground_ms=1000 * (number % 2))
        self.api.add(facts)

    def counted(self):
        """What documents asked so far: the catalog, and the plays."""
        text = self.api.instance.request("GET", "/metrics").text
        return [int(re.search(rf"^mooring_graphql_{name}_total (\d+)$", text, re.M)[1])
                for name in ("catalog_reads", "play_questions")]

    def list(self, metric, window="WINDOW_ALL_TIME", selected="", **more):
        """Each episode's answer, and how often catalog and plays were asked."""
        request = {"episodeAnalyticsMetricType": metric, "aggregationType": "AGGREGATION_TYPE_TOTAL", "window": window,
                   **more}
        before = self.counted()
        data = self.graphql.data(LIST % selected, u=self.show, r=request)
        asked = [after - one for one, after in zip(before, self.counted())]
        items = data["showByShowUri"]["episodesV2"]["items"]
        assert len(items) == EPISODES
        return {item["uri"]: item["analyticsBatch"] for item in items}, asked

    def one(self, uri, metric, window, **more):
        request = {"episodeAnalyticsMetricType": metric, "aggregationType": "AGGREGATION_TYPE_TOTAL", "window": window,
                   **more}
        return self.graphql.data(ONE, u=uri, r=request)["episodeByUri"]["analytics"]


@pytest.fixture(scope="module")
def shelf():
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        yield Shelf(one)
    finally:
        one.close()


METRICS = ["EPISODE_PLAYS", "EPISODE_STREAMS_AND_DOWNLOADS", "EPISODE_LISTENERS", "EPISODE_AUDIENCE_SIZE",
           "EPISODE_CONSUMPTION", "EPISODE_AVERAGE_CONSUMPTION_TIME", "EPISODE_AVERAGE_COMPLETION_RATE"]
WINDOWS = ["WINDOW_ALL_TIME", "WINDOW_LAST_THIRTY_DAYS", "WINDOW_FIRST_SEVEN_DAYS", "WINDOW_SINCE_PUBLISHED"]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("window", WINDOWS)
def test_a_metric_of_250_episodes_is_two_questions_to_the_plays(shelf, metric, window):
    found, (reads, questions) = shelf.list(metric, window)
    assert reads == 2, "the show with the caller's role, and its episodes"
    assert questions <= 2
    for uri in list(found)[::31]:
        alone = shelf.one(uri, metric, window)
        assert found[uri]["analyticsValue"] == alone["analyticsValue"], uri


def test_comparisons_ask_twice_as_often(shelf):
    found, (reads, questions) = shelf.list("EPISODE_PLAYS", "WINDOW_LAST_THIRTY_DAYS", includePeriodComparison=True)
    assert (reads, questions) == (2, 2)
    differences = [one["analyticsValue"]["periodOverPeriodPercentageDiff"] for one in found.values()]
    assert any(one is not None for one in differences)


def test_dates_of_all_time_are_asked_for_together(shelf):
    found, (reads, questions) = shelf.list("EPISODE_PLAYS", selected="startDate")
    assert (reads, questions) == (2, 2)
    assert len({one["startDate"] for one in found.values()}) > 50
    for uri in list(found)[::31]:
        assert found[uri]["startDate"] == shelf.one(uri, "EPISODE_PLAYS", "WINDOW_ALL_TIME")["startDate"]
