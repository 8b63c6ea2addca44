#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>

#include "client/scripted_transport_for_test.hpp"
#include "mooring_client/creators.hpp"
#include "mooring_client/publishing.hpp"
#include "mooring_client/webapi.hpp"

namespace mooring_client {
namespace {

namespace json = boost::json;
using testing::ElementsAre;

struct RestFamilies : testing::Test {
    std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
    MovedTime time;

    RestOptions rest(const std::string& base) {
        return {.base_url = base, .timing = time.timing(), .transport = transport};
    }
    PublishingApi publishing() {
        return *PublishingApi::make({.rest = rest("https://p.example/autopod/v1/"), .api_key = "apk_x"});
    }
    WebApi web() {
        return *WebApi::make({.rest = rest("https://w.example/v1"),
                              .token_url = "https://a.example/api/token",
                              .client_id = "id",
                              .client_secret = "secret"});
    }
    CreatorsApi creators() {
        return *CreatorsApi::make({.rest = rest("https://c.example/anchor"), .anchorpw_s = "pw"});
    }
    const Request& last() const { return transport->sent.back(); }
    std::string last_line() const { return last().method + " " + last().url; }
};

TEST_F(RestFamilies, PublishingSendsEachOperation) {
    PublishingApi api = publishing();
    const std::string base = "https://p.example/autopod/v1";
    struct Row {
        std::function<bool()> call;
        std::string line;
        std::string body;
    };
    const EpisodeFields fields{.title = "T", .show_id = 15, .audio_url = "https://x/a.mp3"};
    const Row rows[]{
        {[&] { return api.get_station().has_value(); }, "GET " + base + "/station", ""},
        {[&] { return api.list_episodes({.limit = 20, .cursor = "a=b", .show_id = 15}).has_value(); },
         "GET " + base + "/episodes?limit=20&cursor=a%3Db&show_id=15", ""},
        {[&] { return api.get_episode(7).has_value(); }, "GET " + base + "/episodes/7", ""},
        {[&] { return api.create_episode(fields).has_value(); }, "POST " + base + "/episodes",
         R"({"title":"T","show_id":15,"audio_url":"https://x/a.mp3"})"},
        {[&] { return api.update_episode(7, {.title = "U"}).has_value(); }, "PUT " + base + "/episodes/7",
         R"({"title":"U"})"},
        {[&] { return api.archive_episode(7).has_value(); }, "DELETE " + base + "/episodes/7", ""},
        {[&] { return api.list_shows().has_value(); }, "GET " + base + "/shows", ""},
        {[&] { return api.get_show(3).has_value(); }, "GET " + base + "/shows/3", ""},
        {[&] {
             return api.create_show(json::object{{"title", "S"}}).has_value();
         },
         "POST " + base + "/shows", R"({"title":"S"})"},
        {[&] { return api.update_show(3, json::object{}).has_value(); }, "PUT " + base + "/shows/3", "{}"},
        {[&] { return api.delete_show(3).has_value(); }, "DELETE " + base + "/shows/3", ""},
        {[&] { return api.search("a b", 5).has_value(); }, "GET " + base + "/search?q=a%20b&limit=5", ""},
        {[&] { return api.get_schedule(7).has_value(); }, "GET " + base + "/schedule?offset=7", ""},
        {[&] { return api.put_schedule(json::object{}).has_value(); }, "PUT " + base + "/schedule", "{}"},
        {[&] { return api.clear_schedule(1, "mon").has_value(); }, "DELETE " + base + "/schedule?week=1&day=mon", ""},
        {[&] { return api.get_now_playing().has_value(); }, "GET " + base + "/now-playing", ""},
        {[&] { return api.generate_episode(json::object{}).has_value(); }, "POST " + base + "/episodes/generate", "{}"},
    };
    for (const Row& row : rows) {
        EXPECT_TRUE(row.call()) << row.line;
        EXPECT_EQ(last_line(), row.line);
        EXPECT_EQ(last().body, row.body);
        EXPECT_EQ(header_of(last(), "X-API-Key"), "apk_x");
    }
}

TEST_F(RestFamilies, PublishingRepeatsWhatMakesAnEpisodeOnlyUnderAKey) {
    PublishingApi api = publishing();
    transport->answer(503, "{}");
    EXPECT_EQ(api.create_episode({.title = "T"}).error().kind, ErrorKind::server_error);
    EXPECT_EQ(transport->sent.size(), 1U);
    transport->answer(503, R"({"message":"busy"})", {{"retry-after", "9"}});
    transport->fail(ErrorKind::unreachable);
    EXPECT_TRUE(api.upload_episode("/tmp/x.mp3", {.title = "T", .show_id = 1}, "key-1"));
    EXPECT_EQ(transport->sent.size(), 4U);
    EXPECT_EQ(header_of(last(), "X-Idempotency-Key"), "key-1");
    EXPECT_EQ(last().form.back().file_path, "/tmp/x.mp3");
    EXPECT_THAT(time.waits, ElementsAre(9, 4));
    transport->answer(409, R"({"message":"used"})");
    const auto refused = api.create_episode({.title = "T"}, "key-1");
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_EQ(refused.error().message, "used");
}

TEST_F(RestFamilies, PublishingWalksAllPages) {
    PublishingApi api = publishing();
    transport->answer(200, R"({"episodes":[{"id":1},{"id":2}],"next_cursor":"c2"})");
    transport->answer(200, R"({"episodes":[{"id":3}],"next_cursor":null})");
    EXPECT_EQ(api.list_all_episodes()->text, R"([{"id":1},{"id":2},{"id":3}])");
    transport->answer(200, R"({"episodes":[],"next_cursor":"c"})");
    transport->answer(200, R"({"episodes":[],"next_cursor":"c"})");
    EXPECT_EQ(api.list_all_episodes().error().kind, ErrorKind::bad_answer);
}

TEST_F(RestFamilies, WebApiFetchesItsAppTokenAndRenewsIt) {
    WebApi api = web();
    transport->otherwise = [](const Request& request) {
        const bool is_token = request.url == "https://a.example/api/token";
        return Response{200, {}, is_token ? R"({"access_token":"T1","expires_in":3600})" : "{}"};
    };
    ASSERT_TRUE(api.get_show("38bS44xjbVVZ3No3ByF1dJ", "SE"));
    EXPECT_EQ(last_line(), "GET https://w.example/v1/shows/38bS44xjbVVZ3No3ByF1dJ?market=SE");
    EXPECT_EQ(header_of(last(), "Authorization"), "Bearer T1");
    EXPECT_EQ(header_of(transport->sent[0], "Authorization"), "Basic aWQ6c2VjcmV0");
    ASSERT_TRUE(api.search("harbour", "show,episode", {.limit = 5}));
    EXPECT_EQ(last_line(), "GET https://w.example/v1/search?q=harbour&type=show%2Cepisode&limit=5");
    ASSERT_TRUE(api.save_shows({"a", "b"}));
    EXPECT_EQ(last_line(), "PUT https://w.example/v1/me/shows?ids=a%2Cb");
    ASSERT_TRUE(api.contains_library({"spotify:show:x"}));
    EXPECT_EQ(last_line(), "GET https://w.example/v1/me/library/contains?uris=spotify%3Ashow%3Ax");
    EXPECT_EQ(transport->sent.size(), 5U);
    time.advance(Seconds{3541});
    ASSERT_TRUE(api.get_markets());
    EXPECT_EQ(transport->sent.size(), 7U);
}

TEST_F(RestFamilies, WebApiFollowsNextOnItsOwnServiceOnlyWithTheToken) {
    WebApi api = *WebApi::make({.rest = rest("https://w.example/v1"), .bearer_token = "B"});
    transport->answer(200, R"({"items":[{"id":"1"}],"next":"https://w.example/v1/shows/s/episodes?offset=50"})");
    transport->answer(200, R"({"items":[{"id":"2"}],"next":"https://evil.example/x"})");
    transport->answer(200, R"({"items":[],"next":null})");
    EXPECT_EQ(api.list_all_episodes("s")->text, R"([{"id":"1"},{"id":"2"}])");
    EXPECT_EQ(header_of(transport->sent[1], "Authorization"), "Bearer B");
    EXPECT_EQ(header_of(transport->sent[2], "Authorization"), "");
    transport->answer(404, R"({"error":{"status":404,"message":"Non existing id"}})");
    EXPECT_EQ(api.get_show("x").error().message, "Non existing id");
}

TEST_F(RestFamilies, CreatorsSendsTheCommonParameterAndTheOrigin) {
    CreatorsApi api = creators();
    transport->answer(200, R"({"episodeId":41000007})");
    EXPECT_EQ(*api.episode_id("spotify:episode:x"), 41000007);
    EXPECT_EQ(last_line(),
              "GET https://c.example/anchor/v3/episodes/spotify:episode:x/episodeId?isMumsCompatible=true");
    EXPECT_EQ(header_of(last(), "Cookie"), "anchorpw_s=pw");
    ASSERT_TRUE(api.update_episode("41000007", json::object{{"title", "T"}}));
    EXPECT_EQ(last_line(), "POST https://c.example/anchor/v3/episodes/41000007/update?isMumsCompatible=true");
    EXPECT_EQ(last().body, R"({"title":"T"})");
    EXPECT_EQ(header_of(last(), "Origin"), "https://creators.spotify.com");
    transport->answer(502, "{}");
    EXPECT_EQ(api.create_episode(7, -9).error().kind, ErrorKind::server_error);
    EXPECT_EQ(transport->sent.size(), 3U) << "what makes a draft is not repeated";
}

TEST_F(RestFamilies, CreatorsUploadGoesOnWithThePartsThatAreMissing) {
    const std::string file = "/tmp/rest-families-" + std::to_string(::getpid()) + ".mp4";
    std::ofstream{file} << std::string(25, 'x');
    CreatorsApi api = creators();
    transport->answer(200,
                      R"({"uploadId":"u","signedUrlParts":[{"partNumber":2,"url":"https://s.example/2"},)"
                      R"({"partNumber":1,"url":"https://s.example/1"},{"partNumber":3,"url":"https://s.example/3"}]})");
    transport->answer(200, "", {{"etag", "\"e1\""}});
    transport->answer(403, R"({"message":"expired"})");
    MediaUpload upload{
        .file_path = file, .episode = "41000007", .station_id = 7, .media_type = "video/mp4", .part_bytes = 10};
    EXPECT_EQ(api.upload_media(upload).error().kind, ErrorKind::forbidden);
    EXPECT_THAT(upload.etags, ElementsAre("e1", "", ""));
    EXPECT_EQ(header_of(transport->sent[1], "Cookie"), "") << "the address is all the credential there is";
    transport->sent.clear();
    transport->answer(200, "", {{"etag", "\"e2\""}});
    transport->answer(200, "", {{"etag", "e3"}});
    ASSERT_TRUE(api.upload_media(upload));
    ASSERT_EQ(transport->sent.size(), 3U);
    EXPECT_EQ(transport->sent[0].url, "https://s.example/2");
    EXPECT_EQ(transport->sent[0].body_file->first_byte, 10);
    EXPECT_EQ(transport->sent[1].body_file->length, 5);
    const json::value body = json::parse(last().body);
    EXPECT_EQ(body.at("parts"), (json::value{{{"partNumber", 1}, {"etag", "e1"}},
                                             {{"partNumber", 2}, {"etag", "e2"}},
                                             {{"partNumber", 3}, {"etag", "e3"}}}));
    EXPECT_EQ(body.at("uploadType"), "video");
    std::remove(file.c_str());
}

TEST_F(RestFamilies, CreatorsWaitsForTheMedia) {
    CreatorsApi api = creators();
    transport->answer(404, "{}");
    transport->answer(200, R"({"status":"processing"})");
    transport->answer(200, R"({"status":"completed","mediaType":"audio"})");
    EXPECT_EQ(api.wait_for_media("u")->text, R"({"status":"completed","mediaType":"audio"})");
    EXPECT_THAT(time.waits, ElementsAre(3, 3));
    for (int n = 0; n < 2; ++n) transport->answer(200, R"({"status":"processing"})");
    EXPECT_EQ(api.wait_for_media("u", Seconds{1}, 2).error().kind, ErrorKind::timeout);
}

}  // namespace
}  // namespace mooring_client
