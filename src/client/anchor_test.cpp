#include "mooring_client/anchor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "client/scripted_transport_for_test.hpp"

namespace mooring_client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TimePoint at(std::int64_t seconds) {
    return TimePoint{std::chrono::seconds{seconds}};
}

struct AnchorTest : testing::Test {
    std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
    MovedTime time;

    AnchorOptions options() {
        return {.base_url = "https://pods.example/v3/",
                .webstation_id = "2c2ad3a8",
                .anchorpw_s = "a%2Fb+c==",
                .timing = time.timing(),
                .transport = transport};
    }
    AnchorConnector connector(const std::function<void(AnchorOptions&)>& change = {}) {
        AnchorOptions chosen = options();
        chosen.station_id = 7310042;
        if (change) change(chosen);
        return *AnchorConnector::make(std::move(chosen));
    }
    std::string last_url() const { return transport->sent.back().url; }
};

TEST_F(AnchorTest, SendsEveryMethodsExactRequestLine) {
    AnchorConnector anchor = connector();
    const TimePoint start = at(1'770'000'000), end = at(1'772'592'000) + std::chrono::milliseconds{900};
    const std::string base = "https://pods.example/v3/";
    const std::string station = base + "analytics/station/7310042";
    const std::string range = "timeRangeStart=1770000000&timeRangeEnd=1772592000";
    const std::string last = "isMumsCompatible=true";
    struct Row {
        std::function<bool()> call;
        std::string url;
    };
    const EpisodeRef number{std::int64_t{41000007}}, text{std::string{"webEpisodeId:e181nk7"}};
    const Row rows[]{
        {[&] { return anchor.total_plays().has_value(); }, station + "/totalPlays?" + last},
        {[&] { return anchor.total_plays_by_episode().has_value(); }, station + "/totalPlaysByEpisode?" + last},
        {[&] { return anchor.unique_listeners().has_value(); }, station + "/uniqueListeners?" + last},
        {[&] { return anchor.audience_size().has_value(); }, station + "/audienceSize?" + last},
        {[&] { return anchor.plays(start, end).has_value(); },
         station + "/plays?timeInterval=86400&" + range + '&' + last},
        {[&] { return anchor.plays_by_age_range(start, end).has_value(); },
         station + "/playsByAgeRange?" + range + '&' + last},
        {[&] { return anchor.plays_by_gender(start, end).has_value(); },
         station + "/playsByGender?" + range + '&' + last},
        {[&] { return anchor.plays_by_app(start, end).has_value(); }, station + "/playsByApp?" + range + '&' + last},
        {[&] { return anchor.plays_by_device(start, end, "9").has_value(); },
         station + "/playsByDevice?" + range + "&userId=9&" + last},
        {[&] { return anchor.plays_by_episode(start, end).has_value(); },
         station + "/playsByEpisode?timeInterval=86400&" + range + '&' + last},
        {[&] { return anchor.plays_by_episode(start, end, Interval::weekly, 5).has_value(); },
         station + "/playsByEpisode?timeInterval=604800&" + range + "&limit=5&" + last},
        {[&] { return anchor.plays_by_geo().has_value(); }, station + "/playsByGeo?limit=200&resultGeo=geo2&" + last},
        {[&] { return anchor.plays_by_geo_city("Côte d'Ivoire").has_value(); },
         station + "/playsByGeo?limit=200&resultGeo=geo3&geo2=C%C3%B4te%20d%27Ivoire&" + last},
        {[&] { return anchor.episode_plays(number, start, end).has_value(); },
         base + "analytics/episode/41000007/plays?" + range + "&timeInterval=86400&" + last},
        {[&] { return anchor.episode_plays(text, start, end, Interval::monthly).has_value(); },
         base + "analytics/episode/webEpisodeId:e181nk7/plays?" + range + "&timeInterval=2628000&" + last},
        {[&] { return anchor.episode_performance(number).has_value(); },
         base + "analytics/episode/41000007/performance?" + last},
        {[&] { return anchor.episode_aggregated_performance(number).has_value(); },
         base + "analytics/episode/41000007/aggregatedPerformance?" + last},
        {[&] { return anchor.episode_metadata(number).has_value(); },
         base + "episodes/41000007/overview?returnWebIds=true&" + last},
        {[&] { return anchor.episode_all_time_video_data(number).has_value(); },
         base + "analytics/episode/41000007/allTimeVideoData?" + last},
    };
    for (const Row& row : rows) {
        EXPECT_TRUE(row.call()) << row.url;
        EXPECT_EQ(last_url(), row.url);
        EXPECT_EQ(transport->sent.back().method, "GET");
    }
}

TEST_F(AnchorTest, SendsTheCookieByteForByteOrTheBearerInstead) {
    AnchorConnector with_cookie = connector();
    ASSERT_TRUE(with_cookie.total_plays());
    EXPECT_EQ(header_of(transport->sent.back(), "Cookie"), "anchorpw_s=a%2Fb+c==");
    EXPECT_EQ(header_of(transport->sent.back(), "Accept"), "application/json");
    EXPECT_THAT(header_of(transport->sent.back(), "User-Agent"), HasSubstr("Mooring/"));
    EXPECT_EQ(header_of(transport->sent.back(), "Anchor-API-Version"), "");

    AnchorConnector with_bearer = connector([](AnchorOptions& chosen) { chosen.bearer_token = "BQx"; });
    ASSERT_TRUE(with_bearer.total_plays());
    EXPECT_EQ(header_of(transport->sent.back(), "Cookie"), "");
    EXPECT_EQ(header_of(transport->sent.back(), "Authorization"), "Bearer BQx");
}

TEST_F(AnchorTest, SendsTheImpressionsOfThePythonClientByteForByte) {
    // analytics-rest.md, 5.13
    EXPECT_EQ(impressions_query(at(1'773'219'600)),
              "eyJpbmNsdWRlIjpbImltcHJlc3Npb25zIiwiZGFpbHlJbXByZXNzaW9ucyIsImltcHJlc3Npb25zQnlTb3VyY2UiXSwib3B0aW9ucyI6"
              "eyJpbXByZXNzaW9ucyI6eyJ2ZXJzaW9uIjoiMS4wIiwic3RhcnRUaW1lIjoxNzcwNzE0MDAwLjAsImVuZFRpbWUiOjE3NzMyMTk2MDAu"
              "MH0sImRhaWx5SW1wcmVzc2lvbnMiOnsidmVyc2lvbiI6IjEuMCIsInN0YXJ0VGltZSI6MTc3MDcxNDAwMC4wLCJlbmRUaW1lIjoxNzcz"
              "MjE5NjAwLjB9LCJpbXByZXNzaW9uc0J5U291cmNlIjp7InZlcnNpb24iOiIxLjAiLCJzdGFydFRpbWUiOjE3NzA3MTQwMDAuMCwiZW5k"
              "VGltZSI6MTc3MzIxOTYwMC4wfX19");
    EXPECT_EQ(impressions_query(at(1'773'219'600 + 3599)), impressions_query(at(1'773'219'600)));
    AnchorConnector anchor = connector();
    ASSERT_TRUE(anchor.impressions());
    EXPECT_THAT(last_url(), HasSubstr(impressions_query(time.now - std::chrono::hours{48}).substr(0, 200)));
    time.advance(Seconds{7200});
    ASSERT_TRUE(anchor.impressions());
    EXPECT_THAT(last_url(), HasSubstr(impressions_query(time.now - std::chrono::hours{48}).substr(0, 200)));
}

TEST_F(AnchorTest, LearnsTheStationFromEachPlaceOnce) {
    for (const char* page :
         {R"({"stationId":77,"items":[]})", R"({"items":[{"stationId":77}]})", R"({"items":[{"stationId":"77"}]})",
          R"({"items":[],"next":"/v3/stations/77/episodePage?limit=1"})",
          R"({"items":[],"next":null,"first":"https://h/v3/stations/77/episodePage"})"}) {
        transport->sent.clear();
        AnchorConnector anchor = connector([](AnchorOptions& chosen) { chosen.station_id.reset(); });
        transport->answer(200, page);
        ASSERT_TRUE(anchor.total_plays()) << page;
        ASSERT_TRUE(anchor.audience_size());
        ASSERT_EQ(transport->sent.size(), 3U);
        EXPECT_EQ(transport->sent[0].url,
                  "https://pods.example/v3/stations/webStationId:2c2ad3a8/episodePage?limit=1&"
                  "orderBy=publishOn&isMumsCompatible=true");
        EXPECT_THAT(transport->sent[1].url, HasSubstr("/station/77/totalPlays"));
    }
}

TEST_F(AnchorTest, LooksTheStationUpAgainAfterAFailure) {
    AnchorConnector anchor = connector([](AnchorOptions& chosen) {
        chosen.station_id.reset();
        chosen.webstation_id = "webStationId:123456";
    });
    transport->answer(200, R"({"items":[]})");
    EXPECT_EQ(anchor.total_plays().error().kind, ErrorKind::station_id_not_found);
    transport->answer(500, "{}");
    EXPECT_EQ(anchor.total_plays().error().kind, ErrorKind::server_error);
    transport->answer(200, R"({"stationId":77,"items":[]})");
    EXPECT_TRUE(anchor.total_plays());
    EXPECT_THAT(transport->sent[0].url, HasSubstr("webStationId:123456/")) << "digits are a web id like any other";
}

TEST_F(AnchorTest, ManyThreadsCauseOneLookUp) {
    AnchorConnector anchor = connector([](AnchorOptions& chosen) { chosen.station_id.reset(); });
    transport->otherwise = [](const Request& request) {
        const bool is_page = request.url.find("episodePage") != std::string::npos;
        return Response{200, {}, is_page ? R"({"stationId":77,"items":[]})" : "{}"};
    };
    {
        std::vector<std::jthread> threads;
        for (int n = 0; n < 8; ++n) threads.emplace_back([&] { EXPECT_TRUE(anchor.total_plays()); });
    }
    EXPECT_EQ(std::ranges::count_if(transport->sent,
                                    [](const Request& r) { return r.url.find("episodePage") != std::string::npos; }),
              1);
    EXPECT_EQ(transport->sent.size(), 9U);
}

TEST_F(AnchorTest, WalksPagesLazilyAndPassesItemsOnUnchanged) {
    AnchorConnector anchor = connector([](AnchorOptions& chosen) { chosen.station_id.reset(); });
    transport->answer(200, R"({"stationId":77,"items":[{"title":null,"n":9223372036854775807,"x":1.0}, {"title":"b"}],)"
                           R"("next":"/v3/stations/77/episodePage?pageToken=x&limit=2&pageToken=a_b-1"})");
    transport->answer(200, R"({"items":[{"title":"c"}],"next":""})");
    EpisodeWalk walk = anchor.episodes(2);
    EXPECT_TRUE(transport->sent.empty());
    EXPECT_EQ((*walk.next())->text, R"({"title":null,"n":9223372036854775807,"x":1.0})");
    EXPECT_TRUE(*walk.next());
    EXPECT_EQ(transport->sent.size(), 1U) << "page two is asked for only after the last item of page one";
    EXPECT_EQ((*walk.next())->text, R"({"title":"c"})");
    EXPECT_EQ(transport->sent[1].url,
              "https://pods.example/v3/stations/77/episodePage?limit=2&"
              "orderBy=publishOn&pageToken=a_b-1&isMumsCompatible=true");
    EXPECT_FALSE(*walk.next());
    ASSERT_TRUE(anchor.total_plays());
    EXPECT_EQ(transport->sent.size(), 3U) << "the first page has told the station";
}

TEST_F(AnchorTest, StopsAtEachEndOfThePagesAndRefusesACircle) {
    for (const char* end : {R"({"items":[{}]})", R"({"items":[{}],"next":null})", R"({"items":[{}],"next":""})"}) {
        AnchorConnector anchor = connector();
        transport->answer(200, end);
        EXPECT_EQ(anchor.podcast_episode()->text, "[{}]") << end;
    }
    AnchorConnector anchor = connector();
    const std::string page = R"({"items":[{}],"next":"?pageToken=same"})";
    transport->answer(200, page);
    transport->answer(200, page);
    EXPECT_EQ(anchor.podcast_episode().error().kind, ErrorKind::bad_answer);
    transport->answer(200, R"({"next":null})");
    EXPECT_EQ(anchor.podcast_episode().error().kind, ErrorKind::bad_answer) << "no items";
}

TEST_F(AnchorTest, RepeatsWhatMayPassWithTheContractsWaits) {
    for (const int status : {429, 502, 503, 504}) {
        transport->sent.clear();
        time.waits.clear();
        for (int n = 0; n < 6; ++n) transport->answer(status, "{}");
        AnchorConnector anchor = connector();
        const auto answer = anchor.total_plays();
        EXPECT_EQ(answer.error().kind, status == 429 ? ErrorKind::rate_limited : ErrorKind::server_error);
        EXPECT_EQ(answer.error().status, status);
        EXPECT_EQ(transport->sent.size(), 6U);
        EXPECT_THAT(time.waits, ElementsAre(2, 4, 8, 16, 32));
    }
}

TEST_F(AnchorTest, RepeatsTimeOutsAndCutConnections) {
    for (const ErrorKind kind : {ErrorKind::timeout, ErrorKind::unreachable}) {
        transport->sent.clear();
        AnchorConnector anchor = connector([](AnchorOptions& chosen) { chosen.retry.max_attempts = 3; });
        transport->fail(kind);
        EXPECT_TRUE(anchor.total_plays());
        EXPECT_EQ(transport->sent.size(), 2U);
        for (int n = 0; n < 3; ++n) transport->fail(kind);
        EXPECT_EQ(anchor.total_plays().error().kind, kind);
        EXPECT_EQ(transport->sent.size(), 5U);
    }
}

TEST_F(AnchorTest, HonoursRetryAfterWhenItIsLonger) {
    AnchorConnector anchor = connector();
    transport->answer(429, "{}", {{"retry-after", "7"}});
    transport->answer(503, "{}", {{"retry-after", "1"}});
    transport->answer(502, "{}", {{"retry-after", "100000"}});
    transport->answer(429, "{}", {{"retry-after", "Fri, 13 Mar 2026 00:05:00 GMT"}});
    transport->answer(429, "{}", {{"retry-after", "soon"}});
    ASSERT_TRUE(anchor.total_plays());
    // The date lies 300 s after the start of the clock, 131 s of which have gone by.
    EXPECT_THAT(time.waits, ElementsAre(7, 4, 120, 120, 32));
}

TEST_F(AnchorTest, NeverRepeatsWhatStaysWrong) {
    struct Row {
        int status;
        std::string body;
        ErrorKind kind;
    };
    const Row rows[]{{400, R"({"message":"no"})", ErrorKind::invalid_argument},
                     {401, R"({"code":"expired_credential","message":"Sign in again."})", ErrorKind::unauthorized},
                     {403, "<html>", ErrorKind::forbidden},
                     {404, "", ErrorKind::not_found},
                     {500, "{}", ErrorKind::server_error},
                     {418, "{}", ErrorKind::http},
                     {204, "", ErrorKind::bad_answer},
                     {302, "", ErrorKind::bad_answer},
                     {200, "<html>not JSON</html>", ErrorKind::bad_answer},
                     {200, R"({"data": [1, 2)", ErrorKind::bad_answer},
                     {200, std::string(200'000, '['), ErrorKind::bad_answer}};
    for (const Row& row : rows) {
        transport->sent.clear();
        AnchorConnector anchor = connector();
        transport->answer(row.status, row.body);
        const auto answer = anchor.total_plays();
        ASSERT_FALSE(answer) << row.status;
        EXPECT_EQ(answer.error().kind, row.kind) << row.status;
        EXPECT_EQ(answer.error().status, row.status);
        EXPECT_EQ(answer.error().path, "/v3/analytics/station/7310042/totalPlays");
        EXPECT_EQ(transport->sent.size(), 1U) << row.status;
        EXPECT_TRUE(time.waits.empty());
    }
    AnchorConnector anchor = connector();
    transport->answer(401, R"({"code":"expired_credential","message":"Sign in again."})");
    const auto answer = anchor.total_plays();
    EXPECT_EQ(answer.error().code, "expired_credential");
    EXPECT_THAT(answer.error().message, HasSubstr("fetch a fresh anchorpw_s"));
}

TEST_F(AnchorTest, RefusesBeforeAnythingIsSent) {
    AnchorConnector anchor = connector();
    EXPECT_EQ(anchor.plays(at(2), at(1)).error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(anchor.episode_plays(std::int64_t{1}, at(2), at(1)).error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(anchor.plays_by_geo(0).error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(anchor.plays_by_geo_city("").error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(anchor.plays_by_episode(at(1), at(2), Interval::daily, 0).error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(anchor.episodes(0).next().error().kind, ErrorKind::invalid_argument);
    EXPECT_FALSE(interval_of("fortnightly"));
    EXPECT_TRUE(transport->sent.empty());
    AnchorOptions none = options();
    none.anchorpw_s.clear();
    EXPECT_EQ(AnchorConnector::make(none).error().kind, ErrorKind::invalid_argument);
    none = options();
    none.webstation_id.clear();
    EXPECT_EQ(AnchorConnector::make(none).error().kind, ErrorKind::invalid_argument);
}

TEST_F(AnchorTest, KeepsLargeIntegersTextsAndNulls) {
    AnchorConnector anchor = connector();
    const std::string text = R"({"a": 9223372036854775807, "b": "7", "c": null, "d": 0.1, "e": 1.0})";
    transport->answer(200, text);
    const auto answer = anchor.total_plays();
    EXPECT_EQ(answer->text, text);
    EXPECT_EQ(answer->json.at("a").as_int64(), 9223372036854775807);
    EXPECT_TRUE(answer->json.at("b").is_string());
    EXPECT_TRUE(answer->json.at("c").is_null());
}

TEST_F(AnchorTest, AnEpisodeWithoutVideoIsNoError) {
    AnchorConnector anchor = connector();
    transport->answer(404, "{}");
    const auto video = anchor.episode_all_time_video_data(std::int64_t{1});
    ASSERT_TRUE(video);
    EXPECT_FALSE(*video);
}

TEST_F(AnchorTest, StopsWhenItIsTold) {
    std::stop_source stop;
    AnchorConnector anchor = connector([&](AnchorOptions& chosen) { chosen.stop = stop.get_token(); });
    stop.request_stop();
    EXPECT_EQ(anchor.total_plays().error().kind, ErrorKind::cancelled);
    EXPECT_TRUE(transport->sent.empty());
}

}  // namespace
}  // namespace mooring_client
