#include "mooring_client/spotify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "client/scripted_transport_for_test.hpp"

namespace mooring_client {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* show = "spotify:show:5kQw2LzR9tYb1NcX7vHm4D";
constexpr const char* episode = "spotify:episode:3mTz0cQx1uVYb8K5rJd2Wq";

struct SpotifyTest : testing::Test {
    std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
    MovedTime time;
    int tokens = 0;
    ScriptedTransport::Handler graph = [](const Request&) { return Response{200, {}, R"({"data":{"a":1}})"}; };

    SpotifyTest() {
        transport->otherwise = [this](const Request& request) -> Result<Response> {
            if (request.url == "https://a.example/token") {
                return Response{
                    200, {}, R"({"access_token":"BQ)" + std::to_string(++tokens) + R"(","expires_in":3600})"};
            }
            if (request.url.starts_with("https://a.example/auth")) {
                const auto at = request.url.find("&state=") + 7;
                const std::string state = request.url.substr(at, request.url.find('&', at) - at);
                return Response{200,
                                {},
                                "const authorizationResponse = {type: authorization_response, response: {code: c, "
                                "state: " +
                                    state + "}};"};
            }
            return graph(request);
        };
    }
    SpotifyConnector connector(const std::function<void(SpotifyOptions&)>& change = {}) {
        SpotifyOptions options{.sp_dc = "dc",
                               .sp_key = "key",
                               .show_uri = show,
                               .auth_url = "https://a.example/auth",
                               .token_url = "https://a.example/token",
                               .graphql_url = "https://g.example/v2/graph-pq",
                               .legacy_url = "https://l.example/",
                               .timing = time.timing(),
                               .transport = transport};
        if (change) change(options);
        return *SpotifyConnector::make(std::move(options));
    }
    json::object last_body() const { return json::parse(transport->sent.back().body).as_object(); }
    std::size_t questions() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            transport->sent, [](const Request& r) { return r.url.starts_with("https://g.example"); }));
    }
};

TEST_F(SpotifyTest, SendsEachOperationOfTheOperationsFile) {
    SpotifyConnector spotify = connector([](SpotifyOptions& o) { o.operations = Operations::registered; });
    const std::map<std::string, std::function<Result<Answer>()>> calls{
        {"getUserMetadata", [&] { return spotify.get_user_metadata(); }},
        {"WebGetUserShows", [&] { return spotify.get_user_shows(); }},
        {"getShowsForUser", [&] { return spotify.get_shows_for_user(); }},
        {"WebGetUserAndShows", [&] { return spotify.get_user_and_shows(); }},
        {"WebGetUserRegistration", [&] { return spotify.get_user_registration(); }},
        {"WebGetExternalPartnerId", [&] { return spotify.get_external_partner_id("p"); }},
        {"WebGetShowTypeByUri", [&] { return spotify.get_show_type(); }},
        {"WebGetMonetizationLifecycleState", [&] { return spotify.get_monetization_lifecycle_state(); }},
        {"getShowOverviewStatsNRT", [&] { return spotify.get_show_overview_stats(); }},
        {"getShowAllPlatformsStatsNRT", [&] { return spotify.get_streams_and_downloads_all_time(); }},
        {"getShowClips", [&] { return spotify.get_show_clips(); }},
        {"getShowOnSpotifyStats", [&] { return spotify.get_show_spotify_stats(); }},
        {"getShowOnSpotifyStatsNRT", [&] { return spotify.get_show_spotify_stats_nrt(); }},
        {"getShowAudienceAllPlatformsGeoStats", [&] { return spotify.get_show_geo_stats(); }},
        {"getShowAudienceDemographicsStats", [&] { return spotify.get_show_demographics_stats(); }},
        {"getShowAudienceAllPlatformsStats", [&] { return spotify.get_show_platform_stats(); }},
        {"getShowImpressionsTrendStats", [&] { return spotify.get_show_impressions_trend(); }},
        {"getShowImpressionsSourcesStats", [&] { return spotify.get_show_impressions_sources(); }},
        {"getShowAudienceDiscoveryStats", [&] { return spotify.get_show_audience_discovery(); }},
        {"getShowTopEpisodes", [&] { return spotify.get_show_top_episodes(); }},
        {"WebGetIndexedEpisodeList", [&] { return spotify.get_episode_list(); }},
        {"getEpisodeMetadataForAnalytics", [&] { return spotify.get_episode_metadata_for_analytics(episode); }},
        {"getEpisodePerformanceAllTime", [&] { return spotify.get_episode_performance_all_time(episode); }},
        {"getEpisodeStreamsAndDownloads", [&] { return spotify.get_episode_streams_and_downloads(episode); }},
        {"getEpisodePlaysTotal", [&] { return spotify.get_episode_plays_total(episode); }},
        {"getEpisodePlaysDaily", [&] { return spotify.get_episode_plays_daily(episode); }},
        {"getEpisodeImpressionsFaceted", [&] { return spotify.get_episode_impressions_faceted(episode); }},
        {"getEpisodeConsumptionAllTime", [&] { return spotify.get_episode_consumption_all_time(episode); }},
        {"getEpisodeConsumption", [&] { return spotify.get_episode_consumption(episode); }},
        {"getEpisodeAudienceSizeAllTime", [&] { return spotify.get_episode_audience_size_all_time(episode); }},
    };
    std::ifstream file{std::string{MOORING_SOURCE_DIR} + "/tests/fixtures/client_operations.json"};
    std::stringstream text;
    text << file.rdbuf();
    const json::array rows = json::parse(text.str()).as_array();
    ASSERT_EQ(rows.size(), calls.size());
    for (const json::value& row : rows) {
        const std::string name{row.at("operationName").as_string()};
        ASSERT_TRUE(calls.contains(name)) << name;
        ASSERT_TRUE(calls.at(name)()) << name;
        json::object variables;
        for (const json::value& required : row.at("required").as_array()) {
            const std::string key{required.as_string()};
            variables[key] = key == "showUri" ? show : key == "episodeUri" ? episode : "p";
        }
        for (const auto& [key, value] : row.at("sentByClient").as_object()) variables[key] = value;
        const json::object body = last_body();
        EXPECT_EQ(body.size(), 3U);
        EXPECT_EQ(body.at("operationName").as_string(), name);
        EXPECT_EQ(body.at("variables").as_object(), variables) << name;
        EXPECT_EQ(body.at("extensions"),
                  (json::value{{"persistedQuery", {{"version", 1}, {"sha256Hash", row.at("sha256Hash")}}}}));
        const Request& sent = transport->sent.back();
        EXPECT_EQ(sent.url, "https://g.example/v2/graph-pq");
        EXPECT_EQ(header_of(sent, "x-creator-client"), std::string_view{row.at("xCreatorClient").as_string()}) << name;
        EXPECT_EQ(header_of(sent, "Authorization"), "Bearer BQ1");
        EXPECT_EQ(header_of(sent, "Content-Type"), "application/json");
        EXPECT_EQ(header_of(sent, "Origin"), "https://creators.spotify.com");
        EXPECT_EQ(header_of(sent, "Referer"), "https://creators.spotify.com/");
    }
}

TEST_F(SpotifyTest, AsksTheOlderOperationWhereTheServerDoesNotKnowTheNewerOne) {
    graph = [](const Request& request) {
        const bool is_old = request.body.find("16be4b8cea14") == std::string::npos;
        return Response{200,
                        {},
                        is_old ? R"({"data":{"showByShowUri":{"showPlaysAndDownloadsByGeo":null,"x":1.0}}})"
                               : R"({"errors":[{"message":"PersistedQueryNotFound"}]})"};
    };
    SpotifyConnector spotify = connector();
    const auto places = spotify.get_show_geo_stats({}, "GEO_REGION", "Germany");
    ASSERT_TRUE(places) << places.error().message;
    EXPECT_EQ(questions(), 2U);
    EXPECT_EQ(last_body().at("operationName").as_string(), "getShowAudienceAllPlatformsGeoStats");
    EXPECT_EQ(places->text, R"({"showByShowUri":{"showPlaysAndDownloadsByGeo":{},"x":1.0}})") << "null becomes {}";
}

TEST_F(SpotifyTest, PutsAgeAndGenderSideBySide) {
    graph = [](const Request& request) {
        const bool is_age = request.body.find("getShowPlaysByAge") != std::string::npos;
        return Response{200,
                        {},
                        is_age ? R"({"data":{"showByShowUri":{"age":{"x":1.0}}},"errors":[{"message":"e"}]})"
                               : R"({"data":{"showByShowUri":{"gender":2}}})"};
    };
    SpotifyConnector spotify = connector();
    const auto both = spotify.get_show_demographics_stats();
    ASSERT_TRUE(both);
    EXPECT_EQ(both->text, R"({"showByShowUri": {"age":{"x":1.0}, "gender":2}})");
    EXPECT_EQ(both->errors, R"([{"message":"e"}])");
}

TEST_F(SpotifyTest, RepeatsByTheTableWithExactWaits) {
    for (const int status : {401, 429, 502, 503, 504}) {
        SpotifyConnector spotify = connector();
        transport->sent.clear();
        time.waits.clear();
        graph = [status](const Request&) { return Response{status, {}, "{}"}; };
        const auto answer = spotify.get_user_metadata();
        EXPECT_EQ(answer.error().kind, ErrorKind::max_retries) << status;
        EXPECT_EQ(answer.error().status, status);
        EXPECT_EQ(questions(), 6U);
        EXPECT_THAT(time.waits, ElementsAre(2, 4, 8, 16, 32)) << "no last wait";
        EXPECT_EQ(transport->sent.size(), status == 401 ? 18U : 8U) << "a refused token is fetched anew";
    }
    for (const int status : {400, 403, 404, 418, 500}) {
        SpotifyConnector spotify = connector();
        transport->sent.clear();
        graph = [status](const Request&) { return Response{status, {}, "why"}; };
        const auto answer = spotify.get_user_metadata();
        EXPECT_EQ(answer.error().kind, ErrorKind::http) << status;
        EXPECT_EQ(answer.error().body, "why");
        EXPECT_EQ(questions(), 1U);
    }
    SpotifyConnector spotify = connector();
    transport->sent.clear();
    graph = [](const Request&) { return Error{.kind = ErrorKind::unreachable, .message = "cut"}; };
    EXPECT_EQ(spotify.get_user_metadata().error().kind, ErrorKind::max_retries);
    EXPECT_EQ(questions(), 6U);
}

TEST_F(SpotifyTest, GivesDataOrTheWholeEnvelope) {
    SpotifyConnector spotify = connector();
    graph = [](const Request&) {
        return Response{200, {}, R"({"errors": [{"message": "e"}], "data": {"z": 1.10, "a": null}, "extensions": {}})"};
    };
    auto answer = spotify.get_user_metadata();
    EXPECT_EQ(answer->text, R"({"z": 1.10, "a": null})") << "member order and digits as they came";
    EXPECT_EQ(answer->errors, R"([{"message": "e"}])");
    for (const char* envelope : {R"({"data":null,"errors":[{"message":"e"}]})", R"({"x":1})", "[]"}) {
        graph = [envelope](const Request&) { return Response{200, {}, envelope}; };
        EXPECT_EQ(spotify.get_user_metadata()->text, envelope);
    }
    graph = [](const Request&) { return Response{200, {}, "<html>"}; };
    EXPECT_EQ(spotify.get_user_metadata().error().kind, ErrorKind::bad_answer);
}

TEST_F(SpotifyTest, ResolvesShowAndStationOnce) {
    SpotifyConnector spotify = connector([](SpotifyOptions& o) { o.show_uri.clear(); });
    graph = [](const Request& request) {
        const bool is_list = request.body.find("howsForUser") != std::string::npos;
        return Response{200,
                        {},
                        is_list ? R"({"data":{"showsForUser":{"shows":[{"uri":"u1","hostingProvider":"MEGAPHONE"},)"
                                  R"({"uri":"u2","hostingProvider":"S4P"}]}}})"
                                : R"({"data":{"showsForUser":{"shows":[{"uri":"u2","id":42}]}}})"};
    };
    EXPECT_EQ(*spotify.show_uri(), "u2");
    EXPECT_EQ(*spotify.station_id(), "42");
    ASSERT_TRUE(spotify.get_show_type());
    EXPECT_EQ(last_body().at("variables").at("showUri").as_string(), "u2");
    EXPECT_EQ(questions(), 3U);
    for (const char* shows : {"[]", R"([{"uri":7}])", "null"}) {
        SpotifyConnector other = connector([](SpotifyOptions& o) { o.show_uri.clear(); });
        graph = [shows](const Request&) {
            return Response{200, {}, std::string{R"({"data":{"showsForUser":{"shows":)"} + shows + "}}}"};
        };
        const auto uri = other.show_uri();
        ASSERT_FALSE(uri);
        EXPECT_THAT(uri.error().message, HasSubstr("SPOTIFY_SHOW_URI"));
    }
}

TEST_F(SpotifyTest, TurnsDatesIntoWindows) {
    SpotifyConnector spotify = connector();
    const Days both{.start = "2026-03-02", .end = "2026-03-04"};
    ASSERT_TRUE(spotify.get_show_spotify_stats(both));
    EXPECT_EQ(last_body().at("variables"),
              (json::value{{"showUri", show},
                           {"dateRangeWindow", "WINDOW_CUSTOM"},
                           {"customDateRange", {{"startDate", "2026-03-02"}, {"endDate", "2026-03-04"}}},
                           {"includeAudienceSize", false}}));
    transport->sent.clear();
    for (const Days& wrong :
         {Days{.start = "2026-03-02"}, Days{.end = "2026-03-02"}, Days{.start = "2026-02-30", .end = "2026-03-02"},
          Days{.start = "2026-03-05", .end = "2026-03-02"}}) {
        EXPECT_EQ(spotify.get_show_spotify_stats(wrong).error().kind, ErrorKind::invalid_argument);
        EXPECT_EQ(spotify.get_show_audience_discovery(wrong).error().kind, ErrorKind::invalid_argument);
        EXPECT_EQ(spotify.get_episode_plays_daily(episode, wrong).error().kind, ErrorKind::invalid_argument);
    }
    EXPECT_EQ(spotify.get_show_geo_stats({}, "GEO_REGION").error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(spotify.get_show_geo_stats({}, "GEO_CITY", "Germany").error().kind, ErrorKind::invalid_argument);
    EXPECT_TRUE(transport->sent.empty());
    struct Row {
        const char* end;
        const char* window;
    };
    for (const Row& row :
         {Row{"2026-03-07", "WINDOW_LAST_SEVEN_DAYS"}, Row{"2026-03-08", "WINDOW_LAST_THIRTY_DAYS"},
          Row{"2026-03-30", "WINDOW_LAST_THIRTY_DAYS"}, Row{"2026-03-31", "WINDOW_LAST_NINETY_DAYS"}}) {
        ASSERT_TRUE(spotify.get_show_audience_discovery({.start = "2026-03-01", .end = row.end}));
        EXPECT_EQ(last_body().at("variables"), (json::value{{"showUri", show}, {"dateRangeWindow", row.window}}));
    }
}

TEST_F(SpotifyTest, CollectsEpisodesUntilEachStopCondition) {
    const auto page = [](int items, const std::string& totals) {
        std::string rows;
        for (int n = 0; n < items; ++n) rows += std::string{n > 0 ? "," : ""} + "{}";
        return R"({"data":{"showByShowUri":{"episodesV2":{"items":[)" + rows + "]" + totals + "}}}}";
    };
    struct Row {
        std::string first;
        std::size_t requests;
    };
    const std::string whole = page(50, "");
    for (const Row& row :
         {Row{page(50, R"(,"pagination":{"totalItems":50})"), 1}, Row{page(50, R"(,"pagination":{"totalPages":1})"), 1},
          Row{page(49, ""), 1}, Row{page(0, ""), 1}, Row{R"({"data":{"showByShowUri":null}})", 1},
          Row{R"({"data":{"showByShowUri":{}}})", 1}, Row{whole, 2}}) {
        SpotifyConnector spotify = connector();
        transport->sent.clear();
        int asked = 0;
        graph = [&](const Request&) { return Response{200, {}, asked++ == 0 ? row.first : page(0, "")}; };
        ASSERT_TRUE(spotify.get_all_episodes());
        EXPECT_EQ(questions(), row.requests) << row.first.substr(0, 80);
    }
    graph = [](const Request&) {
        return Response{200, {}, R"({"data":{"show":{"episodesV2":{"items":[{"a":1.0},7,null]}}}})"};
    };
    SpotifyConnector spotify = connector();
    EXPECT_EQ(spotify.get_all_episodes()->text, R"([{"a":1.0}])");
}

TEST_F(SpotifyTest, AsksTheLegacyOverviewWithTheSameToken) {
    SpotifyConnector spotify = connector();
    ASSERT_TRUE(spotify.get_episode_legacy_web_id("41000007"));
    const Request& sent = transport->sent.back();
    EXPECT_EQ(sent.url, "https://l.example/v3/episodes/41000007/overview?isMumsCompatible=true&returnWebIds=true");
    EXPECT_EQ(header_of(sent, "Anchor-API-Version"), "3.8.3");
    EXPECT_EQ(header_of(sent, "Anchor-Client-Type"), "web");
    EXPECT_EQ(header_of(sent, "Authorization"), "Bearer BQ1");
}

}  // namespace
}  // namespace mooring_client
