"""Comments and polls (creators-graphql.md, sections 9 and 10; section 13, "Objects")."""

import time

import pytest
from creators import Creators
from graphql import OPERATIONS, Graphql, codes, differences

PUBLISHED, HELD = "LIST_COMMENT_PRIMARY_FILTER_PUBLISHED", "LIST_COMMENT_PRIMARY_FILTER_NEEDS_REVIEW"
ROOT, REPLY = "LIST_COMMENT_TYPE_FILTER_ROOT", "LIST_COMMENT_TYPE_FILTER_REPLY"
UNKNOWN = "spotify:comment:" + "0" * 22


class Page:
    """An instance with a published episode that listeners write to."""

    def __init__(self, instance):
        self.instance = instance
        self.creators = Creators(instance)
        self.graphql = Graphql(instance, self.creators.token)
        self.show = f"spotify:show:{self.creators.show}"
        self.episode = self.publish("Tides")

    def publish(self, title):
        episode = self.creators.draft()
        self.creators.update(episode, title=title, description="<p>x</p>", isPublished=True)
        return self.creators.overview(episode)["spotifyUri"]

    def write(self, text, username="marsh", reply_to=None, check=True):
        flags = ["--reply-to", reply_to] if reply_to else []
        return self.instance.admin("listener", "comment", "--episode", self.episode, "--username", username, "--name",
                                   username.title(), "--text", text, *flags, check=check)

    def comments(self, primary=(PUBLISHED,), types=(), secondary=(), size=20, token="", **more):
        answer = self.graphql.operation("getCommentsForEpisode", episodeUri=self.episode, primaryFilters=list(primary),
                                        commentTypesFilters=list(types), secondaryFilters=list(secondary), pageSize=size,
                                        pageToken=token, **more)
        assert "errors" not in answer, answer
        return answer["data"]["episodeByUri"]["episodeComments"]

    def texts(self, *arguments, **more):
        rows = self.comments(*arguments, **more)["decoratedCommentOrReply"]
        return [row["oneOfCommentOrReply"]["commentStr"] for row in rows]

    def one(self, uri, states=(PUBLISHED, HELD)):
        for row in self.comments(states)["decoratedCommentOrReply"]:
            if row["oneOfCommentOrReply"]["commentUri"] == uri:
                return row["oneOfCommentOrReply"]
        return None

    def do(self, name, **variables):
        answer = self.graphql.operation(name, **variables)
        assert "errors" not in answer, answer
        assert differences(OPERATIONS[name]["exampleResponse"]["data"], answer["data"]) == []
        return answer["data"][name]

    def refused(self, name, **variables):
        answer = self.graphql.operation(name, **variables)
        assert answer["data"] == {name: None}
        return codes(answer)[0]


@pytest.fixture
def page(instance):
    return Page(instance)


# Arrival and policy.


def test_policies_decide_what_is_held(page):
    assert page.write("Fine tides")["state"] == "published"
    page.instance.admin("listener", "blocked-words", "--show", page.show, "--word", "kelp")
    assert page.write("KELP again")["state"] == "held"
    assert page.write("see www.prizes.example")["state"] == "held"
    page.do("updateModerationPolicy", showUri=page.show, moderationSignal="SENSITIVITY_OVERALL",
            moderationPolicy="NO_FILTERING")
    broken = page.write("kelp, once more")
    assert broken["state"] == "published" and broken["breaks_rule"]
    page.do("updateModerationPolicy", showUri=page.show, moderationSignal="SENSITIVITY_OVERALL",
            moderationPolicy="MAXIMUM_FILTERING")
    assert page.write("harmless")["state"] == "held"
    # A changed policy applies to later ones only.
    assert page.texts() == ["kelp, once more", "Fine tides"]
    assert page.texts((HELD,)) == ["harmless", "see www.prizes.example", "KELP again"]


def test_comments_switched_off_are_refused_and_hidden_from_nobody(page):
    page.write("first")
    page.do("updateIsCommentsEnabledForShowByShowUri", isEnabled=False, showUri=page.show)
    assert page.write("second", check=False).returncode == 1
    assert page.texts() == ["first"]
    query = "query($u: EpisodeUri!) { episodeByUri(getEpisodeRequest: {episodeUri: $u}) { isCommentsEnabled show { isCommentsEnabled } } }"
    episode = page.graphql.data(query, u=page.episode)["episodeByUri"]
    assert episode == {"isCommentsEnabled": False, "show": {"isCommentsEnabled": False}}


# Reading.


def test_filters_pages_and_order(page):
    written = [page.write(f"number {number}")["uri"] for number in range(5)]
    page.do("createCommentReplyByCommentUri", parentCommentUri=written[0], replyStr="Thank you")
    newest = ["Thank you"] + [f"number {number}" for number in (4, 3, 2, 1, 0)]
    assert page.texts() == newest
    assert page.texts(types=(ROOT,)) == newest[1:] and page.texts(types=(REPLY,)) == ["Thank you"]
    assert page.texts(secondary=("LIST_COMMENT_SECONDARY_FILTER_NOT_REPLIED",), types=(ROOT,)) == newest[1:5]
    page.do("markCommentAsRead", commentUri=written[4])
    assert page.texts(secondary=("LIST_COMMENT_SECONDARY_FILTER_UNREAD",)) == newest[2:]
    seen, token = [], ""
    while True:
        part = page.comments(size=2, token=token)
        seen += [row["oneOfCommentOrReply"]["commentStr"] for row in part["decoratedCommentOrReply"]]
        token = part["nextPageToken"]
        if not token:
            break
    assert seen == newest
    for damaged in ("x", token + "x", "MTIz.abc"):
        answer = page.graphql.operation("getCommentsForEpisode", episodeUri=page.episode, primaryFilters=[PUBLISHED],
                                        pageSize=2, pageToken=damaged)
        assert codes(answer) == ["BAD_USER_INPUT"]
    for size in (0, -1):
        answer = page.graphql.operation("getCommentsForEpisode", episodeUri=page.episode, primaryFilters=[PUBLISHED],
                                        pageSize=size)
        assert codes(answer) == ["BAD_USER_INPUT"]


def test_a_show_lists_published_ones_only(page):
    page.write("Fine tides")
    shown = page.graphql.operation("getLatestCommentsForShow", showUri=page.show)["data"]["showByShowUri"]
    assert [row["oneOfCommentOrReply"]["commentStr"] for row in shown["showComments"]["decoratedCommentOrReply"]] == [
        "Fine tides"]
    held = page.graphql.operation("getLatestCommentsForShow", showUri=page.show, primaryFilters=[PUBLISHED, HELD])
    assert held["data"]["showByShowUri"]["showComments"] is None
    assert held["errors"][0]["extensions"]["classification"] == "DataFetchingException"
    none = page.graphql.operation("getLatestCommentsForShow", showUri=page.show, primaryFilters=[])
    assert codes(none) == ["BAD_USER_INPUT"]


def test_who_wrote_it(page):
    uri = page.write("Fine tides")["uri"]
    page.do("createCommentReplyByCommentUri", parentCommentUri=uri, replyStr=" Thank you ")
    reply, comment = [row["oneOfCommentOrReply"] for row in page.comments()["decoratedCommentOrReply"]]
    assert comment["oneOfAuthorDisplayMetadata"] == {"__typename": "UserAuthorDisplayMetadata", "username": "marsh",
                                                     "userFullName": "Marsh", "userCoverImageUrl": None}
    author = reply["oneOfAuthorDisplayMetadata"]
    assert (author["__typename"], author["showUri"], author["showFullName"]) == (
        "ShowAuthorDisplayMetadata", page.show, "Harbour Lights")
    assert reply["commentStr"] == "Thank you" and reply["isRead"] and comment["hasParentEntityReplied"]
    assert abs(comment["createDate"] - time.time() * 1000) < 60_000 and comment["approvalDate"] == comment["createDate"]


# Mutations, and each of them again.


def test_publishing_and_reading(page):
    uri = page.write("see www.prizes.example")["uri"]
    assert page.one(uri)["approvalDate"] is None
    assert page.do("publishCommentByCommentUri", commentUri=uri) == {
        "commentUri": uri, "moderationState": "PUBLISHED", "isRead": False, "isPinned": False}
    approved = page.one(uri)["approvalDate"]
    page.instance.set_clock_offset(10)
    page.do("publishCommentByCommentUri", commentUri=uri)
    assert page.one(uri)["approvalDate"] == approved
    assert page.one(uri)["initialModerationState"] == "NEEDS_REVIEW"
    for _ in range(2):
        assert page.do("markCommentAsRead", commentUri=uri)["isRead"]


def test_deleting_takes_replies_along(page):
    uri = page.write("Fine tides")["uri"]
    reply = page.do("createCommentReplyByCommentUri", parentCommentUri=uri, replyStr="Thank you")["commentUri"]
    page.do("pinComment", commentUri=uri)
    wrong = {"commentUri": uri, "filter": "DELETE_COMMENT_FILTER_NEEDS_REVIEW"}
    assert page.refused("deleteCommentByCommentUri", **wrong) == "BAD_USER_INPUT"
    right = {"commentUri": uri, "filter": "DELETE_COMMENT_FILTER_PUBLISHED"}
    assert page.do("deleteCommentByCommentUri", **right)["isDeleted"]
    assert page.refused("deleteCommentByCommentUri", **right) == "NOT_FOUND"
    assert page.refused("markCommentAsRead", commentUri=reply) == "NOT_FOUND"
    assert page.texts() == []


def test_replies(page):
    uri = page.write("Fine tides")["uri"]
    for text, code in ((" ", "BAD_USER_INPUT"), ("x" * 501, "BAD_USER_INPUT")):
        assert page.refused("createCommentReplyByCommentUri", parentCommentUri=uri, replyStr=text) == code
    reply = page.do("createCommentReplyByCommentUri", parentCommentUri=uri, replyStr="ä" * 500)["commentUri"]
    assert page.refused("createCommentReplyByCommentUri", parentCommentUri=reply, replyStr="x") == "BAD_USER_INPUT"
    held = page.write("www.prizes.example")["uri"]
    assert page.refused("createCommentReplyByCommentUri", parentCommentUri=held, replyStr="x") == "BAD_USER_INPUT"
    listed = page.graphql.operation("GetCommentReplies", episodeUri=page.episode, primaryFilters=[PUBLISHED],
                                    parentCommentUri=uri, pageSize=15)["data"]["episodeByUri"]["commentReplies"]
    assert [row["oneOfCommentOrReply"]["commentUri"] for row in listed["decoratedCommentOrReply"]] == [reply]
    assert page.one(uri)["numberOfReplies"] == 1


def test_pins_take_each_others_place(page):
    one, two = page.write("one")["uri"], page.write("two")["uri"]

    def pinned():
        answer = page.graphql.operation("getPinnedCommentForEpisode", episodeUri=page.episode, primaryFilters=[PUBLISHED],
                                        commentTypesFilters=[ROOT], pageSize=3)
        rows = answer["data"]["episodeByUri"]["pinnedComment"]["decoratedCommentOrReply"]
        return [row["oneOfCommentOrReply"]["commentUri"] for row in rows]

    assert page.do("pinComment", commentUri=one)["isPinned"] and pinned() == [one]
    page.do("pinComment", commentUri=two)
    assert pinned() == [two]
    for _ in range(2):
        assert not page.do("unPinComment", commentUri=two)["isPinned"]
    assert pinned() == []
    held = page.write("www.prizes.example")["uri"]
    assert page.refused("pinComment", commentUri=held) == "BAD_USER_INPUT"


def test_blocking_is_of_the_show(page):
    page.write("one", username="rowdy")
    page.do("blockUserForShow", username="rowdy", showUri=page.show)
    assert page.write("two", username="rowdy", check=False).returncode == 1
    assert page.texts() == ["one"]
    blocked = page.graphql.operation("getBlockedUsersForShow", showUri=page.show)["data"]["showByShowUri"]["blockedUsers"]
    assert [(one["username"], one["userFullName"]) for one in blocked["blockedUsers"]] == [("rowdy", "Rowdy")]
    for _ in range(2):
        assert page.do("unblockUserForShow", username="rowdy", showUri=page.show)["isBlocked"] is False
    assert page.write("three", username="rowdy")["state"] == "published"


def test_a_seen_thread_is_read(page):
    uri = page.write("one")["uri"]
    page.write("a reply", username="other", reply_to=uri)
    unread = ("LIST_COMMENT_SECONDARY_FILTER_UNREAD",)
    assert page.texts(secondary=unread) == ["a reply", "one"]
    page.do("updateThreadCreatorLastSeen", parentCommentUri=uri, primaryFilters=[PUBLISHED])
    assert page.texts(secondary=unread) == ["one"]
    page.instance.set_clock_offset(10)
    page.write("a later reply", username="other", reply_to=uri)
    assert page.texts(secondary=unread) == ["a later reply", "one"]


def test_comments_are_counted_by_day(page):
    page.write("one")
    page.write("www.prizes.example")
    query = """query($u: EpisodeUri!) { episodeByUri(getEpisodeRequest: {episodeUri: $u}) {
        analytics(getEpisodePlayCountRequest: {episodeAnalyticsMetricType: EPISODE_COMMENTS, freshness: NEAR_REAL_TIME,
            aggregationType: AGGREGATION_TYPE_TOTAL, window: WINDOW_LAST_SEVEN_DAYS}) {
            analyticsValue { analyticsValue { ... on SingleValueLong { value } } } } } }"""
    counted = page.graphql.data(query, u=page.episode)["episodeByUri"]["analytics"]
    assert counted["analyticsValue"]["analyticsValue"]["value"] == 1


def test_roles(page):
    uri = page.write("one")["uri"]
    analyst, editor = page.creators.member("ann", "analyst"), page.creators.member("ed", "editor")
    stranger = page.creators.member("sam", None)
    body = {"operationName": "pinComment", "variables": {"commentUri": uri}}
    answers = [codes(page.graphql.call(body, token=token).json) for token in (analyst, stranger, editor)]
    assert answers == [["FORBIDDEN"], ["NOT_FOUND"], []]
    switch = {"operationName": "updateIsCommentsEnabledForShowByShowUri",
              "variables": {"isEnabled": True, "showUri": page.show}}
    assert codes(page.graphql.call(switch, token=editor).json) == ["FORBIDDEN"]
    assert page.refused("pinComment", commentUri=UNKNOWN) == "NOT_FOUND"


# Polls.


def poll(page, **changes):
    wanted = {"episodeUri": page.episode, "question": "Where to?", "type": "SINGLE_CHOICE",
              "options": [{"description": "Bergen"}, {"description": "Trieste"}],
              "openingDate": int(time.time()) - 100, "closingDate": int(time.time()) + 1000}
    return wanted | changes


def options(*texts):
    return [{"description": text} for text in texts]


def test_a_poll_from_beginning_to_end(page):
    made = page.do("createPollForEpisode", **poll(page, openingDate=int(time.time()) + 100))
    assert made["status"] == "SCHEDULED" and made["voterCount"] == 0
    vote = ["listener", "vote", "--episode", page.episode, "--voter"]
    assert page.instance.admin(*vote, "one", "--option", "1", check=False).returncode == 1
    page.instance.set_clock_offset(200)
    for voter, option in (("one", 1), ("two", 2), ("three", 1), ("three", 2), ("four", 2)):
        page.instance.admin(*vote, voter, "--option", str(option))
    answer = page.graphql.operation("getPollForEpisode", episodeUri=page.episode)["data"]["episodeByUri"]["poll"]
    assert (answer["status"], answer["voterCount"]) == ("OPEN", 4)
    assert [(one["optionId"], one["voteCount"], one["votePercent"]) for one in answer["options"]] == [(1, 1, 0.25),
                                                                                                      (2, 3, 0.75)]
    # The same options keep the votes, others drop them.
    assert page.do("createPollForEpisode", **poll(page, question="Where else?"))["voterCount"] == 4
    assert page.do("createPollForEpisode", **poll(page, options=options("Bergen", "Oslo")))["voterCount"] == 0
    page.instance.set_clock_offset(2000)
    answer = page.graphql.operation("getPollForEpisode", episodeUri=page.episode)["data"]["episodeByUri"]["poll"]
    assert answer["status"] == "CLOSED"
    assert page.do("deletePollForEpisode", episodeUri=page.episode)["isDeleted"]
    assert page.refused("deletePollForEpisode", episodeUri=page.episode) == "NOT_FOUND"
    assert page.graphql.operation("getPollForEpisode", episodeUri=page.episode)["data"]["episodeByUri"]["poll"] is None


@pytest.mark.parametrize("changes, is_fine", [
    ({"question": "ä" * 140}, True), ({"question": "ä" * 141}, False), ({"question": " "}, False),
    ({"options": options("ä" * 50, "b")}, True), ({"options": options("ä" * 51, "b")}, False),
    ({"options": options("a")}, False), ({"options": options(*"abcdefg")}, True), ({"options": options(*"abcdefgh")}, False),
    ({"options": options("a", " a ")}, False), ({"options": options("a", " ")}, False),
    ({"closingDate": 5, "openingDate": 5}, False), ({"closingDate": 6, "openingDate": 5}, True),
])
def test_rules_of_polls(page, changes, is_fine):
    if is_fine:
        page.do("createPollForEpisode", **poll(page, **changes))
    else:
        assert page.refused("createPollForEpisode", **poll(page, **changes)) == "BAD_USER_INPUT"
        assert page.graphql.operation("getPollForEpisode", episodeUri=page.episode)["data"]["episodeByUri"]["poll"] is None
