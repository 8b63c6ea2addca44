"""Listings of shows and episodes, by number and by token (creators-graphql.md, section 8)."""

import time

import pytest
from creators import FUTURE, Creators
from graphql import Graphql, codes

LIST = """query($u: ShowUri!, $r: ListEpisodesV2RequestInput) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) {
    publishedEpisodeCount hasVideoEpisodes
    episodesV2(listEpisodesV2Request: $r) { indexStatus items { uri title isPublished publishedOn { seconds nanos }
        createdOn { seconds } asset { lengthMs durationMs } starts }
        pagination { currentPage pageSize totalItems totalPages } } } }"""


class Shelf:
    """A show with five published episodes, a scheduled one and a draft."""

    def __init__(self, instance):
        self.instance = instance
        self.creators = Creators(instance)
        self.graphql = Graphql(instance, self.creators.token)
        self.show = f"spotify:show:{self.creators.show}"
        now = int(time.time())
        self.ids = {}
        for number, title in enumerate(("alpha", "Bravo tide", "charlie", "Tide delta", "echo")):
            self.ids[title] = self.add(title, isPublished=True, publishOn=now - 1000 + number)
        self.ids["later"] = self.add("later", publishOn=FUTURE)
        self.ids["draft"] = self.creators.draft()

    def add(self, title, **fields):
        episode = self.creators.draft()
        self.creators.update(episode, title=title, description="<p>x</p>", **fields)
        return episode

    def list(self, **request):
        answer = self.graphql.run(LIST, u=self.show, r=request)
        return answer["data"]["showByShowUri"]["episodesV2"]

    def titles(self, **request):
        return [item["title"] for item in self.list(**request)["items"]]


@pytest.fixture(scope="module")
def shelf(shared):
    return Shelf(shared)


def test_the_default_listing(shelf):
    listed = shelf.list()
    assert listed["indexStatus"] == "COMPLETED"
    assert listed["pagination"] == {"currentPage": 1, "pageSize": 25, "totalItems": 7, "totalPages": 1}
    assert [item["title"] for item in listed["items"]] == ["later", None, "echo", "Tide delta", "charlie", "Bravo tide", "alpha"]
    draft = listed["items"][1]
    assert (draft["publishedOn"], draft["asset"], draft["isPublished"]) == (None, None, False)
    assert listed["items"][0]["publishedOn"] == {"seconds": FUTURE, "nanos": 0}


def test_pages_hold_everything_once(shelf):
    seen, page = [], 1
    while True:
        part = shelf.list(pagination={"currentPage": page, "pageSize": 3})
        seen += [item["uri"] for item in part["items"]]
        assert part["pagination"] == {"currentPage": page, "pageSize": 3, "totalItems": 7, "totalPages": 3}
        if page == 4:
            assert part["items"] == []
            break
        page += 1
    assert len(seen) == len(set(seen)) == 7
    assert shelf.list(pagination={"pageSize": 1000})["pagination"]["pageSize"] == 250
    for pagination in ({"pageSize": 0}, {"currentPage": 0}, {"currentPage": -1}):
        assert codes(shelf.graphql.run(LIST, u=shelf.show, r={"pagination": pagination}))[0] == "BAD_USER_INPUT"


@pytest.mark.parametrize("request_, expected", [
    ({"filter": "PUBLISHED_EPISODES"}, ["echo", "Tide delta", "charlie", "Bravo tide", "alpha"]),
    ({"filter": "PUBLISHED"}, ["echo", "Tide delta", "charlie", "Bravo tide", "alpha"]),
    ({"filter": "DRAFT_EPISODES"}, [None]),
    ({"filter": "SCHEDULED_EPISODES"}, ["later"]),
    ({"filter": None, "search": None, "sort": {"sortBy": None, "sortOrder": None}},
     ["later", None, "echo", "Tide delta", "charlie", "Bravo tide", "alpha"]),
    ({"search": "TIDE"}, ["Tide delta", "Bravo tide"]),
    ({"search": "tide d"}, ["Tide delta"]),
    ({"search": "%"}, []),
    ({"filter": "PUBLISHED_EPISODES", "sort": {"sortBy": "TITLE", "sortOrder": "ASC"}},
     ["alpha", "Bravo tide", "charlie", "echo", "Tide delta"]),
    ({"filter": "PUBLISHED_EPISODES", "sort": {"sortBy": "publishDate", "sortOrder": "ASC"}},
     ["alpha", "Bravo tide", "charlie", "Tide delta", "echo"]),
    ({"filter": "PUBLISHED_EPISODES", "sort": {"sortBy": "CREATED_ON"}},
     ["echo", "Tide delta", "charlie", "Bravo tide", "alpha"]),
    ({"publishedAfter": {"seconds": 4102444800}}, []),
])
def test_filters_search_and_order(shelf, request_, expected):
    assert shelf.titles(**request_) == expected


def test_bounds_of_publication(shelf):
    at = shelf.list(search="charlie")["items"][0]["publishedOn"]["seconds"]
    assert shelf.titles(publishedAfter={"seconds": at}, publishedBefore={"seconds": at + 1}) == ["charlie"]
    assert shelf.titles(publishedAfter={"seconds": at, "nanos": 999_999_999}, publishedBefore={"seconds": at + 1}) == []


def test_by_token(shelf):
    query = """query($u: ShowUri!, $n: Int, $t: String) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) {
        episodes(listEpisodesRequest: {pageSize: $n, pageToken: $t}) { episodes { title } nextPageToken } } }"""
    seen, token = [], ""
    while True:
        part = shelf.graphql.data(query, u=shelf.show, n=2, t=token)["showByShowUri"]["episodes"]
        seen += [episode["title"] for episode in part["episodes"]]
        last, token = token, part["nextPageToken"]
        if not token:
            break
    assert seen == ["echo", "Tide delta", "charlie", "Bravo tide", "alpha"]
    for damaged in (last[:-1], "x", last.replace(".", "A.")):
        assert codes(shelf.graphql.run(query, u=shelf.show, n=2, t=damaged)) == ["BAD_USER_INPUT"]


def test_a_draft_has_no_analytics_and_the_rest_is_there(shelf):
    answer = shelf.graphql.run(LIST, u=shelf.show, r={})
    unpublished = [error["path"][3] for error in answer["errors"] if error["extensions"]["code"] == "NOT_AVAILABLE"]
    assert unpublished == [0, 1]
    assert answer["data"]["showByShowUri"]["publishedEpisodeCount"] == 5
    assert answer["data"]["showByShowUri"]["hasVideoEpisodes"] is False


def test_archived_ones_are_nowhere_until_restored(instance):
    shelf = Shelf(instance)
    uri = shelf.list(search="alpha")["items"][0]["uri"]
    one = "query($u: EpisodeUri!) { episodeByUri(getEpisodeRequest: {episodeUri: $u}) { title } }"
    instance.admin("episode", "archive", "--episode", shelf.ids["alpha"])
    assert codes(shelf.graphql.run(one, u=uri)) == ["NOT_FOUND"] and "alpha" not in shelf.titles()
    instance.admin("episode", "restore", "--episode", shelf.ids["alpha"])
    assert shelf.graphql.data(one, u=uri)["episodeByUri"]["title"] == "alpha"


def test_a_scheduled_one_comes_out_with_the_clock(instance):
    shelf = Shelf(instance)
    assert "later" not in shelf.titles(filter="PUBLISHED_EPISODES")
    instance.set_clock_offset(FUTURE - int(time.time()) + 5)
    token = shelf.creators.token_of(shelf.creators.accounts.session())
    shelf.graphql = Graphql(instance, token)
    assert shelf.titles(filter="PUBLISHED_EPISODES")[0] == "later"


def test_shows_of_the_account(shelf):
    shelf.creators.new_show("Without anything")
    query = """query($f: ShowFilter, $p: PaginationInput) { showsForUser(showsForUserRequest: {showFilter: $f,
        pagination: $p}) { shows { __typename name hostingProvider stationId permissionsV2 }
        pagination { currentPage pageSize totalItems totalPages } } }"""

    def names(filter=None, **pagination):
        listed = shelf.graphql.data(query, f=filter, p=pagination or None)["showsForUser"]
        return [show["name"] for show in listed["shows"]]

    assert names() == names("ALL") == names("HOSTED_ONLY") == ["Harbour Lights", "Without anything"]
    assert names("ACTIVE") == ["Harbour Lights"] and names("INACTIVE") == ["Without anything"]
    assert names(pageSize=1, currentPage=2) == ["Without anything"]
    assert names(pageSize=1, currentPage=3) == []
    show = shelf.graphql.data(query)["showsForUser"]["shows"][0]
    assert show == {"__typename": "HostedShow", "name": "Harbour Lights", "hostingProvider": "S4P",
                    "stationId": shelf.creators.station, "permissionsV2": [
                        "VIEW_ANALYTICS", "EDIT_EPISODES", "MANAGE_COMMENTS", "EDIT_SHOW", "MANAGE_MEMBERS"]}


@pytest.mark.parametrize("role, expected", [
    ("analyst", ["VIEW_ANALYTICS"]), ("editor", ["VIEW_ANALYTICS", "EDIT_EPISODES", "MANAGE_COMMENTS"]), (None, None)])
def test_roles_see_what_is_theirs(shelf, role, expected):
    graphql = Graphql(shelf.instance, shelf.creators.member(f"p{role}", role))
    answer = graphql.run("query($u: ShowUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) { permissionsV2 } }",
                         u=shelf.show)
    show = answer["data"]["showByShowUri"]
    assert (show and show["permissionsV2"]) == expected
    assert codes(answer) == ([] if role else ["NOT_FOUND"])
