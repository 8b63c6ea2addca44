"""Every registered operation answers in the shape its example shows (creators-graphql.md; section 13, "GraphQL")."""

import copy
import datetime

import pytest
from demo import Demo
from graphql import OPERATIONS, Graphql, codes, differences
from instance import ROOT

# What has no model yet: an error of its field, and no invented answer.
NEEDS_AN_INSIGHT = {"getAnalyticsInsight"}
QUERIES = [name for name, one in OPERATIONS.items() if one["kind"] == "query"]


@pytest.fixture(scope="module")
def demo():
    # Six other shows: a field of comparison.
    one = Demo("--shows", "7", "--episodes", "6", "--plays", "6000")
    yield one
    one.close()


@pytest.fixture(scope="module")
def graphql(demo):
    return Graphql(demo.instance, demo.token, demo.credentials["graphql"]["url"].removeprefix(demo.credentials["base_url"]))


def variables_of(demo, name):
    """The example's variables, about the demo's show and its most recent days."""
    variables = copy.deepcopy(OPERATIONS[name]["exampleVariables"])
    today = datetime.datetime.now(datetime.timezone.utc).date()
    first, last = str(today - datetime.timedelta(days=3)), str(today - datetime.timedelta(days=1))
    # The newest has comments and a poll, the oldest the most listeners.
    episode = demo.show["episodes"][0 if "omment" in name or "Poll" in name else -1]["uri"]
    for key in ("showUri", "episodeUri"):
        if key in variables:
            variables[key] = demo.show["show_uri"] if key == "showUri" else episode
    if "parentCommentUri" in variables:
        graphql = Graphql(demo.instance, demo.token)
        listed = graphql.operation("getLatestCommentsForShow", showUri=demo.show["show_uri"])["data"]["showByShowUri"]
        root = listed["showComments"]["decoratedCommentOrReply"][0]["oneOfCommentOrReply"]
        variables["parentCommentUri"] = root["commentUri"]
    if variables.get("customDateRange"):
        variables["customDateRange"] = {"startDate": first, "endDate": last}
    if "startDate" in variables:
        variables |= {"startDate": first, "endDate": last}
    for key, day in (("publishedAfter", today - datetime.timedelta(days=400)), ("publishedBefore", today)):
        if variables.get(key):
            variables[key] = {"seconds": int(datetime.datetime.combine(day, datetime.time()).timestamp())}
    return variables


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_answers_in_the_shape_of_its_example(demo, graphql, name):
    answer = graphql.operation(name, **variables_of(demo, name))
    example = OPERATIONS[name]["exampleResponse"]
    if name in NEEDS_AN_INSIGHT:
        assert codes(answer) == ["NOT_FOUND"]
        return
    # Episodes that are not published have no analytics; all else is answered.
    unpublished = [error for error in answer.get("errors", []) if "items" in error["path"]]
    assert set(codes({"errors": unpublished})) <= {"NOT_AVAILABLE"}
    assert len(answer.get("errors", [])) - len(unpublished) == len(example.get("errors", [])), answer["errors"]
    assert differences(example["data"], answer["data"]) == []
    assert list(answer)[0] == "data"


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_agrees_with_its_document_sent_as_text(demo, graphql, name):
    variables = variables_of(demo, name)
    text = graphql.call({"query": OPERATIONS[name]["document"], "variables": variables}).json
    assert text == graphql.operation(name, **variables)


def test_counts_are_whole_numbers_and_shares_lie_between_0_and_1(demo, graphql):
    def walk(value, key=""):
        if isinstance(value, dict):
            for name, one in value.items():
                walk(one, name)
        elif isinstance(value, list):
            for one in value:
                walk(one, key)
        elif key.endswith("Percent") or key == "percent":
            assert value is None or 0 <= value <= 1, key
        elif key in ("count", "total", "totalValue", "sampleCount", "viewCount"):
            assert isinstance(value, int) and value >= 0, key

    for name in QUERIES:
        walk(graphql.operation(name, **variables_of(demo, name)))


def test_introspection_describes_the_schema(graphql):
    query = """{ __schema { queryType { name } mutationType { name } subscriptionType { name } types {
        kind name description fields(includeDeprecated: true) { name description isDeprecated }
        enumValues(includeDeprecated: true) { name } inputFields { name } possibleTypes { name } } } }"""
    schema = graphql.data(query)["__schema"]
    assert (schema["queryType"]["name"], schema["mutationType"]["name"], schema["subscriptionType"]) == (
        "Query", "Mutation", None)
    sdl = (ROOT / "src/mooring/api/graphql/creators.graphql").read_text()
    types = {one["name"]: one for one in schema["types"] if not one["name"].startswith("__")}
    named = {line.split()[1].rstrip("{") for line in sdl.splitlines()
             if line.split(" ")[0] in ("type", "enum", "input", "union", "interface", "scalar")}
    assert named <= set(types)
    assert types["ImageSet"]["description"] == "Largest image first."
    assert [one["name"] for one in types["Show"]["possibleTypes"]] == ["HostedShow", "NonHostedShow"]


def test_value_of_several_types_without_aliases(demo, graphql):
    query = """query($show: ShowUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $show}) {
        a: analytics(getShowAnalyticsRequest: {showAnalyticsMetricType: SHOW_PLAYS, aggregationType: AGGREGATION_TYPE_TOTAL,
            window: WINDOW_ALL_TIME}) { ...V }
        b: analytics(getShowAnalyticsRequest: {showAnalyticsMetricType: SHOW_FOLLOW_RATE,
            aggregationType: AGGREGATION_TYPE_TOTAL, window: WINDOW_ALL_TIME}) { ...V } } }
        fragment V on ShowAnalytics { analyticsValue { analyticsValue { __typename
            ... on SingleValueLong { value longValue: value } ... on CountValueLong { value }
            ... on RatioValueFloat { value floatValue: value } ... on PercentageValueFloat { value } } } }"""
    show = graphql.data(query, show=demo.show["show_uri"])["showByShowUri"]
    plays = show["a"]["analyticsValue"]["analyticsValue"]
    rate = show["b"]["analyticsValue"]["analyticsValue"]
    assert plays["__typename"] == "SingleValueLong" and isinstance(plays["value"], int)
    assert rate["__typename"] == "RatioValueFloat" and 0 <= rate["value"] <= 1


def test_the_demo_has_comments_and_a_poll(demo, graphql):
    rows = graphql.operation("getCommentsForEpisode", **variables_of(demo, "getCommentsForEpisode"))
    states = [row["oneOfCommentOrReply"]["moderationState"]
              for row in rows["data"]["episodeByUri"]["episodeComments"]["decoratedCommentOrReply"]]
    assert sorted(states) == ["NEEDS_REVIEW", "PUBLISHED", "PUBLISHED"]
    replies = graphql.operation("GetCommentReplies", **variables_of(demo, "GetCommentReplies"))
    assert len(replies["data"]["episodeByUri"]["commentReplies"]["decoratedCommentOrReply"]) == 1
    poll = graphql.operation("getPollForEpisode", **variables_of(demo, "getPollForEpisode"))
    assert (poll["data"]["episodeByUri"]["poll"]["status"], poll["data"]["episodeByUri"]["poll"]["voterCount"]) == ("OPEN", 40)


def test_another_accounts_things_look_like_unknown_ones(demo, graphql):
    show = "query($u: ShowUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) { uri } user { uri } }"
    answer = graphql.run(show, u="spotify:show:" + "0" * 22)
    assert answer["data"]["showByShowUri"] is None and answer["data"]["user"]
    assert codes(answer) == ["NOT_FOUND"] and answer["errors"][0]["path"] == ["showByShowUri"]
    assert codes(graphql.run(show, u="spotify:show:short")) == ["NOT_FOUND"]
    refused = graphql.run(show, u="spotify:shows:x")
    assert codes(refused) == ["BAD_USER_INPUT"] and "data" not in refused

