"""Smart links, clips, chapters, transcripts, guests, topics (creators-graphql.md, section 11)."""

import json
import time

import pytest
from creators import Creators
from graphql import OPERATIONS, Graphql, codes, differences
from publishing import mp3_bytes, multipart

DAY = 86_400


class Desk:
    """An instance with a show and published episodes."""

    def __init__(self, instance):
        self.instance = instance
        self.creators = Creators(instance)
        self.graphql = Graphql(instance, self.creators.token)
        self.show = f"spotify:show:{self.creators.show}"
        workspace = str(self.creators.accounts.workspace)
        instance.admin("workspace", "set", "--workspace", workspace, "--publishing-api", "on")
        self.key = instance.admin("key", "create", "--workspace", workspace, "--label", "test", "--scope",
                                  "episodes:write")["key"]
        self.episode = self.publish("Tides")

    def draft(self, title):
        """An episode with sound that is not out."""
        body, content_type = multipart([("title", title), ("show_id", str(self.creators.station))],
                                       [("file", "talk.mp3", "audio/mpeg", mp3_bytes(120))])
        answer = self.instance.request("POST", "/autopod/v1/episodes/upload", body,
                                       {"X-API-Key": self.key, "Content-Type": content_type})
        assert answer.status == 201, answer
        self.creators.update(answer.json["id"], isDraft=True)
        return answer.json["id"]

    def publish(self, title):
        episode = self.draft(title)
        self.creators.update(episode, title=title, description="<p>x</p>", isPublished=True)
        return self.creators.overview(episode)["spotifyUri"]

    def tag(self, uri, tmp_path, **tags):
        """Set `podcast:` tags of an episode."""
        file = tmp_path / "tags.json"
        file.write_text(json.dumps(tags))
        return self.instance.admin("episode", "tags", "--episode", uri, "--file", str(file))

    def ask(self, name, **variables):
        """What lies below the root of a registered query, in its example's shape."""
        answer = self.graphql.operation(name, **variables)
        assert "errors" not in answer, answer
        assert differences(OPERATIONS[name]["exampleResponse"]["data"], answer["data"]) == []
        return next(iter(answer["data"].values()))

    def of_episode(self, name, uri=None):
        return self.ask(name, episodeUri=uri or self.episode)

    def link(self, uri=None):
        return self.ask("createEpisodeSmartlink", episodeUri=uri or self.episode)

    def stats(self, window="WINDOW_ALL_TIME", **more):
        return self.ask("getShowSmartlinksStats", showUri=self.show, dateRangeWindow=window, **more)["smartlinksStats"]

    def follow(self, link, method="GET"):
        path = link["url"][link["url"].index("/l/"):]
        return self.instance.request(method, path)


@pytest.fixture
def desk(instance):
    return Desk(instance)


def test_a_smart_link_is_made_once_and_leads_to_the_page(desk):
    link = desk.link()
    assert desk.link() == link
    data = desk.graphql.data("query($u: EpisodeUri!) { episodeByUri(getEpisodeRequest: {episodeUri: $u}) "
                             "{ smartlink { url createdOn { seconds } } } }", u=desk.episode)
    assert data["episodeByUri"]["smartlink"] == link
    answer = desk.follow(link)
    assert answer.status == 302 and answer.header("Cache-Control") == "no-store"
    assert answer.header("Location").endswith("/tides"), answer.header("Location")
    assert desk.instance.request("GET", answer.header("Location")[len(desk.instance.base_url):]).status == 200
    assert desk.instance.request("GET", "/l/0000000000").status == 404
    other = desk.publish("Fog")
    assert desk.link(other)["url"] != link["url"]


def test_clicks_count_on_complete_days(desk):
    link, other = desk.link(), desk.link(desk.publish("Fog"))
    for _ in range(3):
        desk.follow(link)
    desk.follow(other)
    desk.follow(link, "HEAD")
    assert desk.stats()["totalClicks"] == 0, "today is not complete"
    desk.instance.restart()  # what was counted reaches the disk
    desk.instance.set_clock_offset(DAY)
    desk.creators.token = desk.graphql.token = desk.creators.token_of(desk.creators.accounts.session())
    found = desk.stats()
    assert found["totalClicks"] == 4
    assert [(one["episodeUri"], one["url"], one["clicks"]) for one in found["links"]][0] == (
        desk.episode, link["url"], 3)
    assert [one["clicks"] for one in desk.stats("WINDOW_LAST_SEVEN_DAYS")["links"]] == [3, 1]
    yesterday = time.strftime("%Y-%m-%d", time.gmtime(time.time()))
    early = {"startDate": "2020-01-01", "endDate": "2020-01-31"}
    assert desk.stats("WINDOW_CUSTOM", customDateRange=early)["totalClicks"] == 0
    assert desk.stats("WINDOW_CUSTOM", customDateRange={"startDate": yesterday, "endDate": yesterday})["totalClicks"] == 4


def test_clicks_are_stored_while_the_server_runs(desk):
    link = desk.link()
    desk.follow(link)
    desk.instance.set_clock_offset(DAY)
    desk.graphql.token = desk.creators.token_of(desk.creators.accounts.session())
    deadline = time.monotonic() + 30
    while desk.stats()["totalClicks"] != 1:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_link_of_what_is_not_out_leads_nowhere(desk):
    draft = desk.draft("Later")
    uri = desk.creators.overview(draft)["spotifyUri"]
    link = desk.link(uri)
    assert desk.follow(link).status == 404
    desk.creators.update(draft, title="Later", description="<p>x</p>", isPublished=True)
    assert desk.follow(link).status == 302


def test_rights_and_windows_of_smart_links(desk):
    analyst = Graphql(desk.instance, desk.creators.member("ana", "analyst"))
    stranger = Graphql(desk.instance, desk.creators.member("strange", None))
    editor = Graphql(desk.instance, desk.creators.member("edda", "editor"))
    assert codes(analyst.operation("createEpisodeSmartlink", episodeUri=desk.episode)) == ["FORBIDDEN"]
    assert codes(stranger.operation("createEpisodeSmartlink", episodeUri=desk.episode)) == ["NOT_FOUND"]
    assert codes(editor.operation("createEpisodeSmartlink", episodeUri=desk.episode)) == []
    assert codes(analyst.operation("getShowSmartlinksStats", showUri=desk.show,
                                   dateRangeWindow="WINDOW_ALL_TIME")) == []
    assert codes(desk.graphql.operation("getShowSmartlinksStats", showUri=desk.show,
                                        dateRangeWindow="WINDOW_SINCE_PUBLISHED")) == ["WINDOW_NOT_SUPPORTED"]
    assert codes(desk.graphql.operation("getShowSmartlinksStats", showUri=desk.show,
                                        dateRangeWindow="WINDOW_CUSTOM")) == ["BAD_USER_INPUT"]


def test_clips_are_the_soundbites_of_published_episodes(desk, tmp_path):
    def clips(**page):
        query = ("query($u: ShowUri!, $r: ListShowClipsRequestInput) { showByShowUri(getShowByShowUriRequest: "
                 "{showUri: $u}) { showClips(listShowClipsRequest: $r) { clips { clipUri title durationMs episode "
                 "{ uri title } } nextPageToken } } }")
        answer = desk.graphql.run(query, u=desk.show, r=page)
        return answer["data"]["showByShowUri"]["showClips"], codes(answer)

    assert desk.ask("getShowClips", showUri=desk.show)["showClips"] == {"clips": [], "nextPageToken": ""}
    bites = [{"start_seconds": "1.5", "duration_seconds": "20", "title": "Fog"},
             {"start_seconds": "30", "duration_seconds": "10", "title": ""}]
    desk.tag(desk.episode, tmp_path, soundbites=bites)
    later = desk.publish("Ebb")
    desk.tag(later, tmp_path, soundbites=bites[:1])
    found, _ = clips()
    assert [(one["title"], one["durationMs"], one["episode"]["title"]) for one in found["clips"]] == [
        ("Fog", 20_000, "Ebb"), ("Fog", 20_000, "Tides"), (None, 10_000, "Tides")]
    assert len({one["clipUri"] for one in found["clips"]}) == 3
    first, _ = clips(pageSize=2)
    rest, _ = clips(pageSize=2, pageToken=first["nextPageToken"])
    assert first["clips"] + rest["clips"] == found["clips"] and rest["nextPageToken"] == ""
    assert clips(pageToken="x")[1] == ["BAD_USER_INPUT"]
    assert clips(pageSize=0)[1] == ["BAD_USER_INPUT"]
    top = desk.ask("getShowTopClips", showUri=desk.show, dateRangeWindow="WINDOW_ALL_TIME")["topClips"]
    assert {one["clipUri"] for one in top["analyticsValue"]["analyticsValue"]["topClips"]} == {
        one["clipUri"] for one in found["clips"]}


def test_chapters_transcripts_guests_and_topics_are_what_is_stored(desk, tmp_path):
    assert desk.of_episode("getEpisodeChapters")["chapters"] == {"chapters": []}
    assert desk.of_episode("getEpisodeTranscript")["transcript"] == {"transcript": None}
    assert desk.of_episode("getTopicsByEpisodeUri")["topics"] == {"topics": []}
    chapters = tmp_path / "chapters.json"
    chapters.write_text(json.dumps({"version": "1.2.0", "chapters": [
        {"startTime": 0, "title": "Ebb"}, {"startTime": 1, "title": "", "toc": False, "img": "https://a.example/x.png"},
        {"startTime": 90.5, "title": "Flöd"}]}))
    desk.instance.admin("episode", "chapters", "--episode", desk.episode, "--file", str(chapters))
    assert desk.of_episode("getEpisodeChapters")["chapters"]["chapters"] == [
        {"title": "Ebb", "startMs": 0}, {"title": "Flöd", "startMs": 90_500}]
    spoken = tmp_path / "spoken.srt"
    spoken.write_text("1\n00:00:01,000 --> 00:00:02,500\nGood mörning \U0001f30a.\n")
    desk.instance.admin("episode", "transcript", "--episode", desk.episode, "--language", "en", "--file", str(spoken))
    text = desk.of_episode("getEpisodeTranscript")["transcript"]["transcript"]
    assert "Good mörning \U0001f30a." in text["transcriptText"]
    assert text["transcriptTextLength"] == len(text["transcriptText"])
    availability = desk.of_episode("getEpisodeTranscriptAvailability")["transcript"]["transcript"]
    assert availability == {"transcriptTextLength": text["transcriptTextLength"]}
    desk.tag(desk.episode, tmp_path, persons=[{"name": "Mara", "role": "guest", "href": "https://mara.example/"},
                                              {"name": "Host", "role": "host"}],
             txt=[{"value": "Sea & Ships", "purpose": "topic"}, {"value": "x", "purpose": "verify"}])
    assert desk.of_episode("getGuestsByEpisodeUri")["guests"]["guests"] == [
        {"name": "Mara", "url": "https://mara.example/"}]
    assert desk.of_episode("getTopicsByEpisodeUri")["topics"]["topics"] == [
        {"topicId": "sea-ships", "name": "Sea & Ships"}]


def of_show(desk, selection, show=None):
    data = desk.graphql.data("query($u: ShowUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) { "
                             + selection + " } }", u=show or desk.show)
    return data["showByShowUri"]


def test_sponsorships_are_what_is_on_record(desk):
    selection = "listSponsorships { sponsorships { sponsorshipId title } } sponsorshipAnalytics { sponsorshipCount }"
    assert of_show(desk, selection) == {"listSponsorships": {"sponsorships": []},
                                        "sponsorshipAnalytics": {"sponsorshipCount": 0}}
    made = [desk.instance.admin("sponsorship", "add", "--show", desk.show, "--title", title)
            for title in ("Harbour Ropes", " Gulls & Sons \U0001f426 ")]
    found = of_show(desk, selection)
    assert found["sponsorshipAnalytics"] == {"sponsorshipCount": 2}
    assert found["listSponsorships"]["sponsorships"] == [
        {"sponsorshipId": made[0]["id"], "title": "Harbour Ropes"},
        {"sponsorshipId": made[1]["id"], "title": "Gulls & Sons \U0001f426"}]
    other = desk.creators.new_show("Other")["show_uri"]
    assert of_show(desk, selection, other)["sponsorshipAnalytics"] == {"sponsorshipCount": 0}
    assert [one["id"] for one in desk.instance.admin("sponsorship", "list", "--show", desk.show)] == [
        one["id"] for one in made]
    desk.instance.admin("sponsorship", "remove", made[0]["id"])
    assert of_show(desk, selection)["sponsorshipAnalytics"] == {"sponsorshipCount": 1}
    assert desk.instance.admin("sponsorship", "remove", made[0]["id"], check=False).returncode != 0
    for title in ("", " ", "x" * 141):
        refused = desk.instance.admin("sponsorship", "add", "--show", desk.show, "--title", title, check=False)
        assert refused.returncode != 0, title


def test_eligibility_follows_the_show(desk):
    selection = "monetizationLifecycleState featureEligibility { feature isEligible reason }"
    found = of_show(desk, selection)
    assert found["monetizationLifecycleState"] == "NOT_ELIGIBLE"
    assert [one["feature"] for one in found["featureEligibility"] if not one["isEligible"]] == ["MONETIZATION"]
    assert all((one["reason"] is None) == one["isEligible"] for one in found["featureEligibility"])
    desk.instance.admin("creators", "money", "--show", desk.show, "--partner-program", "ELIGIBLE")
    found = of_show(desk, selection)
    assert found["monetizationLifecycleState"] == "ELIGIBLE"
    assert all(one["isEligible"] for one in found["featureEligibility"])
    asked = of_show(desk, "featureEligibility(features: [POLLS, CHAPTERS]) { feature }")
    assert [one["feature"] for one in asked["featureEligibility"]] == ["POLLS", "CHAPTERS"]


# Insights.


def insight(desk, id, **variables):
    return desk.ask("getAnalyticsInsight", showUri=variables.get("showUri", desk.show), insightId=id)["analyticsInsight"]


def written(desk, id):
    """The insight once its text is there, asked for as clients do."""
    deadline = time.monotonic() + 60
    while True:
        found = insight(desk, id)
        if found["state"] == "COMPLETE":
            return found
        assert found == {"insightId": id, "state": "PENDING", "payload": None, "generatedAt": None}
        assert time.monotonic() < deadline
        time.sleep(0.05)


def generate(desk, graphql=None, **request):
    request = {"showUri": desk.show, **request}
    return (graphql or desk.graphql).operation("generateAnalyticsInsight", generateInsightRequest=request)


def test_an_insight_is_written_within_seconds(desk):
    asked = generate(desk)["data"]["generateAnalyticsInsight"]
    assert asked["state"] == "PENDING" and asked["payload"] is None
    found = written(desk, asked["insightId"])
    assert found["payload"].startswith("Nothing was heard in the 30 days up to ")
    assert time.strptime(found["generatedAt"], "%Y-%m-%dT%H:%M:%SZ")
    assert insight(desk, asked["insightId"]) == found, "it stays what it is"


def test_insights_of_episodes_are_listed(desk):
    ids = [generate(desk, episodeUri=desk.episode, window=window)["data"]["generateAnalyticsInsight"]["insightId"]
           for window in ("WINDOW_SINCE_PUBLISHED", "WINDOW_LAST_SEVEN_DAYS")]
    texts = [written(desk, id)["payload"] for id in ids]
    assert texts[0] == "No day of these is complete yet."
    listed = desk.graphql.data(
        "query($s: ShowUri!, $e: EpisodeUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $s}) { "
        "getEpisodeInsights(getEpisodeInsightsRequest: {episodeUri: $e}) { insights { insightId payload } } } }",
        s=desk.show, e=desk.episode)["showByShowUri"]["getEpisodeInsights"]["insights"]
    assert {one["insightId"]: one["payload"] for one in listed} == dict(zip(ids, texts))


def test_what_cannot_be_asked_of_insights(desk):
    draft = desk.creators.overview(desk.draft("Later"))["spotifyUri"]
    other = desk.creators.new_show("Other")["show_uri"]
    unknown = "spotify:show:" + "0" * 22
    for request, code in (({"window": "WINDOW_CUSTOM"}, "BAD_USER_INPUT"),
                          ({"window": "WINDOW_FIRST_SEVEN_DAYS"}, "WINDOW_NOT_SUPPORTED"),
                          ({"episodeUri": draft}, "NOT_AVAILABLE"),
                          ({"showUri": other, "episodeUri": desk.episode}, "BAD_USER_INPUT"),
                          ({"showUri": unknown}, "NOT_FOUND")):
        assert codes(generate(desk, **request)) == [code], request
    made = generate(desk)["data"]["generateAnalyticsInsight"]["insightId"]
    for show, id in ((desk.show, "ins_none"), (other, made)):
        assert codes(desk.graphql.operation("getAnalyticsInsight", showUri=show, insightId=id)) == ["NOT_FOUND"]


def test_feedback_is_of_an_account(desk):
    made = generate(desk)["data"]["generateAnalyticsInsight"]["insightId"]

    def rate(graphql=desk.graphql, **fields):
        request = {"insightId": made, "rating": "POSITIVE", "comment": None, **fields}
        return graphql.operation("submitAnalyticsInsightFeedback", submitAnalyticsInsightFeedbackRequest=request)

    first = rate()["data"]["submitAnalyticsInsightFeedback"]["feedbackId"]
    assert rate(rating="NEGATIVE", comment="hm")["data"]["submitAnalyticsInsightFeedback"]["feedbackId"] == first
    analyst = Graphql(desk.instance, desk.creators.member("ana", "analyst"))
    stranger = Graphql(desk.instance, desk.creators.member("strange", None))
    assert rate(analyst)["data"]["submitAnalyticsInsightFeedback"]["feedbackId"] != first
    assert codes(rate(stranger)) == ["NOT_FOUND"]
    assert codes(rate(insightId="ins_none")) == ["NOT_FOUND"]
    assert codes(rate(comment="x" * 1001)) == ["BAD_USER_INPUT"]
    assert codes(generate(desk, analyst)) == [] and codes(generate(desk, stranger)) == ["NOT_FOUND"]
