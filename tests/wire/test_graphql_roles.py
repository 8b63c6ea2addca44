"""Who may ask and change what (creators-graphql.md, 1.5; section 13, "each mutation and query by each role")."""

import copy

import pytest
from creators import Creators
from graphql import OPERATIONS, Graphql, codes

ROLES = ["analyst", "editor", "show_admin", "owner"]
# The least role of each mutation; queries are for analysts.
NEEDS = {
    "updateIsCommentsEnabledForShowByShowUri": "show_admin", "updateModerationPolicy": "show_admin",
    "publishCommentByCommentUri": "editor", "deleteCommentByCommentUri": "editor",
    "createCommentReplyByCommentUri": "editor", "markCommentAsRead": "editor", "pinComment": "editor",
    "unPinComment": "editor", "blockUserForShow": "editor", "unblockUserForShow": "editor",
    "updateThreadCreatorLastSeen": "editor", "createPollForEpisode": "editor", "deletePollForEpisode": "editor",
    "createEpisodeSmartlink": "editor", "generateAnalyticsInsight": "analyst",
    "submitAnalyticsInsightFeedback": "analyst",
}
MUTATIONS = [name for name, one in OPERATIONS.items() if one["document"].startswith("mutation")]
QUERIES = [name for name in OPERATIONS if name not in MUTATIONS]
# About the account itself, not about a show.
OWN = {"getUserMetadata", "WebGetUserShows", "getShowsForUser", "WebGetShowsForUser", "WebGetUserAndShows",
       "WebGetUserRegistration", "WebGetExternalPartnerId", "getEverboardingModal"}
NOT_ABOUT_A_SHOW = {"submitAnalyticsInsightFeedback"}  # but about an insight: test_graphql_outreach


class Stage:
    """A show with an episode and a comment, and a bearer of a person with each role."""

    def __init__(self, instance):
        self.instance = instance
        self.creators = Creators(instance)
        self.show = f"spotify:show:{self.creators.show}"
        episode = self.creators.draft()
        self.creators.update(episode, title="Tides", description="<p>x</p>", isPublished=True)
        self.episode = self.creators.overview(episode)["spotifyUri"]
        self.people = {role: Graphql(instance, self.creators.member(f"person-{number}", role))
                       for number, role in enumerate([None, *ROLES])}

    def comment(self):
        return self.instance.admin("listener", "comment", "--episode", self.episode, "--username", "marsh", "--name",
                                   "Marsh", "--text", "Fine tides")["uri"]

    def variables(self, name):
        """The example's, about this stage."""
        found = copy.deepcopy(OPERATIONS[name]["exampleVariables"])
        subjects = {"showUri": self.show, "episodeUri": self.episode}
        for key in found:
            if key in subjects:
                found[key] = subjects[key]
            elif key in ("commentUri", "parentCommentUri"):
                found[key] = self.comment()
            elif key == "generateInsightRequest":
                found[key] = {"showUri": self.show}
        return found

    def ask(self, role, name):
        return self.people[role].operation(name, **self.variables(name))


@pytest.fixture(scope="module")
def stage(shared):
    return Stage(shared)


def test_the_table_is_complete():
    assert set(NEEDS) == set(MUTATIONS)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_is_for_analysts(stage, name):
    answer = stage.ask("analyst", name)
    assert not set(codes(answer)) & {"FORBIDDEN", "INTERNAL"}, answer
    if name in OWN:
        return
    for root in answer["data"].values():
        assert root is not None, answer
    unseen = stage.ask(None, name)
    assert set(codes(unseen)) == {"NOT_FOUND"}
    assert set(unseen["data"].values()) == {None}


@pytest.mark.parametrize("name", [name for name in MUTATIONS if name not in NOT_ABOUT_A_SHOW])
def test_every_mutation_takes_its_role(stage, name):
    assert codes(stage.ask(None, name)) == ["NOT_FOUND"]
    least = ROLES.index(NEEDS[name])
    for role in ROLES[:least]:
        answer = stage.ask(role, name)
        assert answer["data"] == {name: None} and codes(answer) == ["FORBIDDEN"], role
    for role in ROLES[least:]:
        refused = {"FORBIDDEN", "NOT_FOUND", "INTERNAL"}
        if name == "deletePollForEpisode":
            refused.remove("NOT_FOUND")  # there is none any more
        assert not set(codes(stage.ask(role, name))) & refused, role
