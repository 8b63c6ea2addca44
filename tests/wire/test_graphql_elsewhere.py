"""Shows that are hosted elsewhere, known by their feeds (creators-graphql.md, section 11)."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from creators import Creators
from graphql import Graphql, codes

WITHOUT = {"SHOW_STREAMS_AND_DOWNLOADS", "SHOW_PLAYS_AND_DOWNLOADS", "SHOW_OFF_PLATFORM_DOWNLOADS",
           "SHOW_DOWNLOAD_LISTENERS", "SHOW_ALL_PLATFORMS_LISTENERS", "SHOW_CONSUMPTION",
           "SHOW_AVERAGE_CONSUMPTION_TIME", "SHOW_WINDOWED_AVERAGE_COMPLETION_RATE", "TOP_EPISODES",
           "SHOW_STREAMS_AND_DOWNLOADS_BY_APP", "SHOW_PLAYS_AND_DOWNLOADS_BY_DEVICE"}
WITH = {"SHOW_PLAYS", "SHOW_STREAMS", "SHOW_LISTENERS", "AUDIENCE_SIZE", "SHOW_SEGMENTED_AUDIENCE", "SHOW_FOLLOWERS",
        "SHOW_IMPRESSIONS", "SHOW_IMPRESSIONS_FACETED", "SHOW_STREAMS_FACETED", "SHOW_DISCOVERY_FUNNEL", "SHOW_COMMENTS"}


class Feeds:
    """Somebody else's host."""

    def __init__(self):
        self.bodies = {}
        feeds = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = feeds.bodies.get(self.path)
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/feed.xml"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, *titles, enclosure="/a.mp3", channel=""):
        items = "".join(f'<item><title>{title}</title><guid isPermaLink="false">{title}</guid><pubDate>0{day} Mar 2025 '
                        f'08:00:00 GMT</pubDate><enclosure url="{enclosure}" length="1" type="audio/mpeg"/></item>'
                        for day, title in enumerate(titles, 1))
        self.bodies["/feed.xml"] = (f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Quay</title>{channel}'
                                    f'{items}</channel></rss>').encode()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Desk:
    def __init__(self, instance, feeds):
        self.instance, self.feeds = instance, feeds
        self.creators = Creators(instance)
        self.graphql = Graphql(instance, self.creators.token)

    def admin(self, *arguments, **more):
        return self.instance.admin("elsewhere", *arguments, **more)

    def add(self, **more):
        return self.admin("add", "--workspace", self.creators.accounts.workspace, "--feed", self.feeds.url,
                          "--outbound-allow-addresses", "127.0.0.0/8", **more)

    def show(self, uri, selection):
        return self.graphql.run("query($u: ShowUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) { "
                                + selection + " } }", u=uri)

    def episodes(self, uri):
        found = self.show(uri, "episodesV2 { items { __typename uri title episodeId asset { lengthMs } isPublished "
                               "show { uri } } pagination { totalItems } }")
        assert "errors" not in found, found
        return found["data"]["showByShowUri"]["episodesV2"]


@pytest.fixture
def feeds():
    one = Feeds()
    yield one
    one.close()


@pytest.fixture
def desk(instance, feeds):
    feeds.put("Tides", "Ebb", channel="<description>By the quay.</description><language>en</language>")
    return Desk(instance, feeds)


def test_is_listed_with_its_provider_and_what_is_known(desk):
    added = desk.add()
    assert added["provider"] == "other" and added["new_episodes"] == 2
    uri = added["show_uri"]
    listed = desk.graphql.data("{ showsForUser(showsForUserRequest: {showFilter: ALL}) { shows { __typename uri name "
                               "hostingProvider stationId publishedEpisodeCount } } }")["showsForUser"]["shows"]
    assert listed[1] == {"__typename": "NonHostedShow", "uri": uri, "name": "The Quay", "stationId": None,
                         "hostingProvider": "OTHER_THIRD_PARTY", "publishedEpisodeCount": 2}
    assert listed[0]["__typename"] == "HostedShow" and listed[0]["hostingProvider"] == "S4P"
    hosted = desk.graphql.data("{ showsForUser(showsForUserRequest: {showFilter: HOSTED_ONLY}) { shows { name } } }")
    assert [one["name"] for one in hosted["showsForUser"]["shows"]] == ["Harbour Lights"]
    found = desk.show(uri, "description language ... on NonHostedShow { feedUrl }")["data"]["showByShowUri"]
    assert found == {"description": found["description"], "language": "en", "feedUrl": desk.feeds.url}
    assert "By the quay." in found["description"]
    page = desk.episodes(uri)
    assert page["pagination"]["totalItems"] == 2
    assert [one["title"] for one in page["items"]] == ["Ebb", "Tides"]
    for one in page["items"]:
        assert one["__typename"] == "NonHostedEpisode" and one["isPublished"]
        assert one["episodeId"] is None and one["asset"] is None and one["show"] == {"uri": uri}


def test_megaphone_is_told_by_where_its_sound_is(desk):
    desk.feeds.put("Tides", enclosure="https://traffic.megaphone.fm/a.mp3")
    added = desk.add()
    assert added["provider"] == "megaphone"
    found = desk.show(added["show_uri"], "hostingProvider")
    assert found["data"]["showByShowUri"] == {"hostingProvider": "MEGAPHONE"}


def test_numbers_of_what_is_served_elsewhere_are_not_available(desk):
    uri = desk.add()["show_uri"]
    asked = "".join(f"{name}: analytics(getShowAnalyticsRequest: {{showAnalyticsMetricType: {name}, aggregationType: "
                    f"AGGREGATION_TYPE_TOTAL, window: WINDOW_ALL_TIME}}) {{ type }} " for name in sorted(WITH | WITHOUT))
    answer = desk.show(uri, asked + "monetizationLifecycleState streamsAndDownloads("
                                    "getShowStreamsAndDownloadsRequest: {}) { showViews { viewCount } }")
    found = answer["data"]["showByShowUri"]
    gone = {error["path"][-1] for error in answer["errors"]}
    assert set(codes(answer)) == {"NOT_AVAILABLE"}, answer["errors"]
    assert gone == WITHOUT | {"monetizationLifecycleState", "streamsAndDownloads"}
    assert {name for name in WITH | WITHOUT if found[name] is not None} == WITH
    eligible = desk.show(uri, "featureEligibility { feature isEligible reason } chaptersOptIn { isOptedIn }")
    eligible = eligible["data"]["showByShowUri"]
    assert [one["feature"] for one in eligible["featureEligibility"] if one["isEligible"]] == ["COMMENTS", "POLLS"]
    assert eligible["chaptersOptIn"] == {"isOptedIn": False}


def test_comments_and_polls_work_as_on_any_show(desk):
    uri = desk.add()["show_uri"]
    episode = desk.episodes(uri)["items"][0]["uri"]
    said = desk.instance.admin("listener", "comment", "--episode", episode, "--username", "ro", "--name", "Ro",
                               "--text", "Lovely fog")
    reply = desk.graphql.operation("createCommentReplyByCommentUri", parentCommentUri=said["uri"], replyStr="Thank you")
    assert codes(reply) == [], reply


def test_other_families_know_nothing_of_it(desk):
    added = desk.add()
    number, opaque = added["id"], added["show_uri"].rsplit(":", 1)[1]
    assert desk.creators.get(f"/anchor/v3/stations/{number}/episodePage?orderBy=publishOn").status == 404
    assert desk.instance.get("/the-quay").status == 404
    by_station = desk.graphql.run("query($s: StationId!) { showByStationId(getShowByStationIdRequest: {stationId: $s}) "
                                  "{ uri } }", s=number)
    assert codes(by_station) == ["NOT_FOUND"]
    refused = desk.instance.admin("show", "set", "--show", number, "--published", "true", check=False)
    assert refused.returncode != 0, "its feed says what it is"
    assert opaque not in desk.instance.get("/").text


def test_is_read_anew_and_removed(desk):
    added = desk.add()
    uri = added["show_uri"]
    desk.feeds.put("Tides", "Ebb", "Fog")
    again = desk.admin("read", "--show", uri, "--outbound-allow-addresses", "127.0.0.0/8")
    assert again["id"] == added["id"] and again["new_episodes"] == 1
    assert desk.add()["id"] == added["id"], "one address is one show"
    assert desk.episodes(uri)["pagination"]["totalItems"] == 3
    desk.feeds.bodies.clear()
    assert desk.admin("read", "--show", uri, "--outbound-allow-addresses", "127.0.0.0/8", check=False).returncode != 0
    assert desk.episodes(uri)["pagination"]["totalItems"] == 3, "what is known stays"
    desk.admin("remove", "--show", uri)
    assert desk.admin("list") == []
    assert codes(desk.show(uri, "name")) == ["NOT_FOUND"]


def test_roles_hold_for_it_too(desk):
    uri = desk.add()["show_uri"]
    stranger = Graphql(desk.instance, desk.creators.member("strange", None))
    answer = stranger.run("query($u: ShowUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $u}) { name } }", u=uri)
    assert codes(answer) == ["NOT_FOUND"]


def test_private_addresses_and_what_is_no_feed_are_refused(desk):
    workspace = desk.creators.accounts.workspace
    for feed, more in ((desk.feeds.url, ()), ("file:///etc/passwd", ()),
                       (desk.feeds.url + "x", ("--outbound-allow-addresses", "127.0.0.0/8"))):
        refused = desk.admin("add", "--workspace", workspace, "--feed", feed, *more, check=False)
        assert refused.returncode != 0, feed
    assert desk.admin("list") == []
