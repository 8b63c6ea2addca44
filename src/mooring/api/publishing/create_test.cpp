#include "mooring/api/publishing/test_server.hpp"

// publishing-v1.md, section 18, "Create from URL", "Update and archive".
namespace mooring::api::publishing {
namespace {

using test::Answer;
using test::must;

class Create : public test::HandlerTest {};

TEST_F(Create, AnswersWithTheEpisodeAndItsAddress) {
    const Answer answer = post("/v1/episodes", new_episode());
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.header("Location"), episode_path(answer.id()));
    EXPECT_EQ(answer["audio_length"].as_int64(), 0);
    EXPECT_EQ(answer["datetime"].as_int64(), unix_seconds(clock.now())) << "the default is now";
    EXPECT_EQ(answer.body, get(episode_path(answer.id())).body);
    EXPECT_EQ(get("/v1/episodes")["total"].as_int64(), 1);
}

TEST_F(Create, ChecksEveryMember) {
    std::string emoji;
    for (int count = 0; count < 499; ++count) emoji += "🙂";
    struct Case {
        const char* member;
        boost::json::value value;
        std::string message;  ///< "" for 201
    };
    const Case cases[] = {
        {"title", nullptr, "title is required"},
        {"title", "", "title is required"},
        {"title", " \t ", "title is required"},
        {"title", 5, "title must be a string"},
        {"title", boost::json::string(emoji), ""},
        {"title", boost::json::string(emoji + "a"), "title must be 499 characters or fewer"},
        {"title", "a\nb", "title must not contain control characters"},
        {"show_id", nullptr, "show_id is required"},
        {"show_id", "1", "show_id must be an integer"},
        {"show_id", 1.0, "show_id must be an integer"},
        {"show_id", true, "show_id must be an integer"},
        {"audio_url", nullptr, "audio_url is required"},
        {"audio_url", "", "audio_url is required"},
        {"audio_url", "talk.mp3", "audio_url must be a valid HTTP/HTTPS URL"},
        {"audio_url", "ftp://a.example/x.mp3", "audio_url must be a valid HTTP/HTTPS URL"},
        {"audio_url", "http://127.0.0.1/x.mp3", "audio_url must be a valid HTTP/HTTPS URL"},
        {"audio_url", "http://localhost./x.mp3", "audio_url must be a valid HTTP/HTTPS URL"},
        {"audio_url", "http://2130706433/x.mp3", "audio_url must be a valid HTTP/HTTPS URL"},
        {"audio_url", "https://u:p@a.example/x.mp3", "audio_url must be a valid HTTP/HTTPS URL"},
        {"audio_url", boost::json::string("https://a.example/" + std::string(1983, 'x')),
         "audio_url must be 2000 characters or fewer"},
        {"audio_url", boost::json::string("https://a.example/" + std::string(1982, 'x')), ""},
        {"description", nullptr, ""},
        {"description", "a\tb\r\nc", ""},
        {"description", 7, "description must be a string"},
        {"description", boost::json::string(std::string(10'000, 'x')), ""},
        {"description", boost::json::string(std::string(10'001, 'x')), "description must be 10000 characters or fewer"},
        {"image_url", "", ""},
        {"image_url", "nope", "image_url must be a valid HTTP/HTTPS URL"},
        {"datetime", "1742205600", "datetime must be an integer"},
        {"datetime", 1742205600000, "datetime must be a Unix timestamp in seconds"},
        {"datetime", -1, "datetime must be a Unix timestamp in seconds"},
        {"datetime", 4102444800, ""},
        {"datetime", 0, ""},
        {"unknown", boost::json::array{1, 2}, ""},
    };
    for (const Case& c : cases) {
        boost::json::object body = new_episode();
        body[c.member] = c.value;
        const std::int64_t before = stored_episodes();
        const Answer answer = post("/v1/episodes", body);
        const std::string shown = std::string{c.member} + " " + boost::json::serialize(c.value).substr(0, 40);
        EXPECT_EQ(answer.status, c.message.empty() ? 201 : 400) << shown;
        if (!c.message.empty()) {
            EXPECT_EQ(answer.message(), c.message) << shown;
        }
        EXPECT_EQ(stored_episodes() - before, c.message.empty() ? 1 : 0) << shown;
    }
}

TEST_F(Create, NamesTheFirstWrongMemberInTheOrderOfTheTable) {
    boost::json::object body{
        {"datetime", "x"}, {"image_url", 1}, {"description", 1}, {"audio_url", 1}, {"show_id", "x"}};
    for (const std::string name : {"title", "show_id", "audio_url", "description", "image_url", "datetime"}) {
        EXPECT_EQ(post("/v1/episodes", body).message().substr(0, name.size() + 1), name + " ");
        body.erase(name);
        if (name == "title") body["title"] = "t";
        if (name == "show_id") body["show_id"] = show.value;
        if (name == "audio_url") body["audio_url"] = "https://a.example/x.mp3";
    }
    EXPECT_EQ(post("/v1/episodes", body).status, 201);
}

TEST_F(Create, Answers400Before404AndLeavesNoRowAfterEither) {
    boost::json::object body = new_episode();
    body["show_id"] = 999;
    body["datetime"] = "x";
    EXPECT_EQ(post("/v1/episodes", body).status, 400);
    body.erase("datetime");
    EXPECT_EQ(post("/v1/episodes", body).message(), "Show not found");
    EXPECT_EQ(stored_episodes(), 0);
}

TEST_F(Create, TakesAShowThatIsNotPublished) {
    show = make_show("Hidden", domain::ShowVisibility::unpublished);
    const Answer answer = post("/v1/episodes", new_episode());
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(get("/v1/episodes")["total"].as_int64(), 0);
    EXPECT_EQ(get(episode_path(answer.id())).status, 200);
}

TEST_F(Create, GenerateIs501) {
    const Answer answer = post("/v1/episodes/generate", boost::json::object{});
    EXPECT_EQ(answer.status, 501);
    EXPECT_EQ(answer.message(), "Recording is not available on this server");
}

class Update : public test::HandlerTest {};

TEST_F(Update, WithoutAnyMemberChangesNothing) {
    const auto id = post("/v1/episodes", new_episode()).id();
    const domain::Episode before = stored(domain::EpisodeId{id});
    take_events();
    clock.advance(std::chrono::hours{1});
    const std::string object = get(episode_path(id)).body;
    for (const std::string body : {"{}", "", "{\"unknown\":1}", "{\"id\":7,\"show_id\":9,\"image\":\"x\"}"}) {
        const Answer answer = send(http::Method::put, episode_path(id), {.body = body});
        EXPECT_EQ(answer.status, 200) << body;
        EXPECT_EQ(answer.body, object) << body;
    }
    EXPECT_EQ(send(http::Method::put, episode_path(id), {.body = object}).body, object) << "a GET body sent back";
    EXPECT_EQ(stored(domain::EpisodeId{id}), before);
    EXPECT_TRUE(take_events().empty());
}

TEST_F(Update, ChangesOnlyWhatIsSent) {
    const auto id = post("/v1/episodes", new_episode()).id();
    Answer answer = put(episode_path(id), {{"title", " New "}});
    EXPECT_EQ(answer["title"].as_string(), "New");
    answer = put(episode_path(id), {{"description", "text"}, {"image_url", "https://img.example/1.jpg"}});
    EXPECT_EQ(answer["title"].as_string(), "New");
    EXPECT_EQ(answer["description"].as_string(), "text");
    EXPECT_EQ(answer["image"].as_string(), "https://img.example/1.jpg");
    answer = put(episode_path(id), {{"description", ""}, {"image_url", ""}, {"title", nullptr}});
    EXPECT_EQ(answer["description"].as_string(), "");
    EXPECT_EQ(answer["image"].as_string(), "");
    EXPECT_EQ(answer["title"].as_string(), "New");
}

TEST_F(Update, OneInvalidMemberChangesNone) {
    const auto id = post("/v1/episodes", new_episode()).id();
    const std::string before = get(episode_path(id)).body;
    EXPECT_EQ(put(episode_path(id), {{"title", "New"}, {"datetime", "x"}}).status, 400);
    EXPECT_EQ(get(episode_path(id)).body, before);
}

TEST_F(Update, ADatetimeInTheFutureHidesAndOneInThePastPublishes) {
    const auto id = post("/v1/episodes", new_episode()).id();
    EXPECT_EQ(put(episode_path(id), {{"datetime", unix_seconds(clock.now()) + 60}}).status, 200);
    EXPECT_EQ(get("/v1/episodes")["total"].as_int64(), 0);
    EXPECT_EQ(put(episode_path(id), {{"datetime", unix_seconds(clock.now()) - 60}}).status, 200);
    EXPECT_EQ(get("/v1/episodes")["total"].as_int64(), 1);
}

TEST_F(Update, IsNotPatch) {
    EXPECT_EQ(send(http::Method::patch, "/v1/episodes/1").status, 405);
}

TEST_F(Update, TwoConcurrentPutsOfDifferentMembersBothTakeEffect) {
    const auto id = post("/v1/episodes", new_episode()).id();
    for (int round = 0; round < 20; ++round) {
        const std::string text = std::to_string(round);
        std::thread other([&] { put(episode_path(id), {{"title", "t" + text}}); });
        put(episode_path(id), {{"description", "d" + text}});
        other.join();
        const Answer answer = get(episode_path(id));
        EXPECT_EQ(answer["title"].as_string(), "t" + text);
        EXPECT_EQ(answer["description"].as_string(), "d" + text);
    }
}

class Archive : public test::HandlerTest {};

TEST_F(Archive, IsA204WithoutABodyAndThenTheEpisodeIsGone) {
    const auto id = post("/v1/episodes", new_episode()).id();
    const std::string before = get(episode_path(id)).body;
    const Answer answer = remove(episode_path(id));
    EXPECT_EQ(answer.status, 204);
    EXPECT_TRUE(answer.body.empty());
    EXPECT_EQ(answer.headers.count("Content-Type"), 0U);
    EXPECT_EQ(remove(episode_path(id)).status, 404);
    EXPECT_EQ(put(episode_path(id), {{"title", "x"}}).status, 404);
    EXPECT_EQ(get(episode_path(id)).status, 404);
    EXPECT_EQ(get("/v1/episodes")["total"].as_int64(), 0);
    EXPECT_TRUE(stored(domain::EpisodeId{id}).archived_by.starts_with("key:" + key.substr(4, 8)));
    must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
        return app::publishing::restore_episode(tx, clock.now(), workspace, domain::EpisodeId{id});
    }));
    EXPECT_EQ(get(episode_path(id)).body, before);
    EXPECT_EQ(get("/v1/episodes")["total"].as_int64(), 1);
}

}  // namespace
}  // namespace mooring::api::publishing
