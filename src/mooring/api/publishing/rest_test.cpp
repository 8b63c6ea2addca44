#include "mooring/api/publishing/test_server.hpp"

// publishing-v1.md, section 18, "Rest".
namespace mooring::api::publishing {
namespace {

using test::Answer;
using test::at;
using test::must;

class Station : public test::HandlerTest {};

TEST_F(Station, HasItsSixMembers) {
    const std::string id = std::to_string(workspace.value);
    EXPECT_EQ(get("/v1/station").body, R"({"id":)" + id +
                                           R"(,"name":"Saltmarsh Audio","description":"","image":"",)"
                                           R"("color":"#000000","url":""})");
    app::publishing::WorkspacePatch patch;
    patch.description = "Stories";
    patch.image_url = "https://img.saltmarsh.example/logo.png";
    patch.color = "#1F6F78";
    patch.website_url = "https://saltmarsh.example";
    must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
        return app::publishing::update_workspace(tx, workspace, patch);
    }));
    EXPECT_EQ(get("/v1/station").body, R"({"id":)" + id +
                                           R"(,"name":"Saltmarsh Audio","description":"Stories",)"
                                           R"("image":"https://img.saltmarsh.example/logo.png","color":"#1f6f78",)"
                                           R"("url":"https://saltmarsh.example"})");
}

class ShowOperations : public test::HandlerTest {
protected:
    std::string path() { return "/v1/shows/" + std::to_string(show.value); }
};

TEST_F(ShowOperations, HaveTheDocumentedShapes) {
    const Answer made = post("/v1/shows", {{"title", "Low Water"}});
    EXPECT_EQ(made.status, 201);
    const std::string id = std::to_string(made.id());
    EXPECT_EQ(made.body, R"({"id":)" + id +
                             R"(,"title":"Low Water","description":"","image":"","published":false,"presenter":""})");
    EXPECT_EQ(made.header("Location"), "/v1/shows/" + id);
    EXPECT_EQ(get("/v1/shows/" + id).body, made.body);
    EXPECT_EQ(get("/v1/shows").body, "[" + made.body + "," + get(path()).body + "]") << "sorted by title";
    const Answer changed =
        put("/v1/shows/" + id,
            {{"published", true}, {"presenter", "Ines Varga"}, {"image_url", "https://img.saltmarsh.example/s.jpg"}});
    EXPECT_EQ(changed.body,
              R"({"id":)" + id +
                  R"(,"title":"Low Water","description":"","image":"https://img.saltmarsh.example/s.jpg",)"
                  R"("published":true,"presenter":"Ines Varga"})");
    EXPECT_EQ(send(http::Method::put, "/v1/shows/" + id).body, changed.body) << "no body changes nothing";
    EXPECT_EQ(remove("/v1/shows/" + id).status, 204);
    EXPECT_EQ(get("/v1/shows/" + id).message(), "Show not found");
    EXPECT_EQ(remove("/v1/shows/" + id).status, 404);
}

TEST_F(ShowOperations, CheckEveryMember) {
    struct Case {
        const char* member;
        boost::json::value value;
        std::string message;
    };
    const Case cases[] = {
        {"title", nullptr, "title is required"},
        {"title", boost::json::string(std::string(201, 'x')), "title must be 200 characters or fewer"},
        {"description", boost::json::string(std::string(5001, 'x')), "description must be 5000 characters or fewer"},
        {"image_url", "x", "image_url must be a valid HTTP/HTTPS URL"},
        {"published", 1, "published must be a boolean"},
        {"published", "true", "published must be a boolean"},
        {"presenter", boost::json::string(std::string(201, 'x')), "presenter must be 200 characters or fewer"},
    };
    for (const Case& c : cases) {
        boost::json::object body{{"title", "S"}};
        body[c.member] = c.value;
        const Answer answer = post("/v1/shows", body);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.message(), c.message);
        if (!c.value.is_null()) {
            EXPECT_EQ(put(path(), body).message(), c.message);
        }
    }
    EXPECT_EQ(put(path(), {{"title", " "}}).message(), "title is required");
}

TEST_F(ShowOperations, AShowWithOnlyArchivedEpisodesIsNotDeleted) {
    const auto id = post("/v1/episodes", new_episode()).id();
    EXPECT_EQ(remove(path()).message(), "Show has episodes and cannot be deleted");
    remove(episode_path(id));
    const Answer answer = remove(path());
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.message(), "Show has episodes and cannot be deleted");
}

class ScheduleOperations : public test::HandlerTest {
protected:
    boost::json::object entry(const char* day, const char* start, const char* end) {
        return {{"week", 1}, {"day", day}, {"start_time", start}, {"end_time", end}, {"show_id", show.value}};
    }
    Answer put_entries(boost::json::array entries) { return put("/v1/schedule", {{"entries", std::move(entries)}}); }
};

TEST_F(ScheduleOperations, HaveTheDocumentedShapes) {
    const std::string id = std::to_string(show.value);
    const Answer answer = put_entries({entry("mon", "09:00", "12:00")});
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer["days"].as_array().size(), 7U);
    EXPECT_EQ(boost::json::serialize(answer["days"].at(0)),
              R"({"date":"Monday, March 10","day_name":"Monday","is_today":true,"shows":[{"show_id":)" + id +
                  R"(,"title":"Saltmarsh Stories","image":"","day":"mon","start_time":"09:00","end_time":"12:00",)"
                  R"("start_minutes":540,"end_minutes":720,"is_current":true,"is_past":false}]})");
    EXPECT_EQ(boost::json::serialize(answer["days"].at(1)),
              R"({"date":"Tuesday, March 11","day_name":"Tuesday","is_today":false,"shows":[]})");
    EXPECT_EQ(answer["current_week"].as_int64(), 1);
    EXPECT_EQ(answer["number_of_weeks"].as_int64(), 1);
    EXPECT_EQ(get("/v1/schedule").body, answer.body);
    EXPECT_EQ(get("/v1/schedule?offset=1")["days"].at(0).at("day_name").as_string(), "Tuesday");
    for (const auto* offset : {"367", "-367", "x", ""}) {
        EXPECT_EQ(get("/v1/schedule?offset=" + std::string{offset}).status, 400) << offset;
    }

    EXPECT_EQ(get("/v1/now-playing").body,
              R"({"is_live":true,"current":{"title":"Saltmarsh Stories","show_id":)" + id +
                  R"(,"description":"","image":"","start_time":1741597200,"end_time":1741608000},)"
                  R"("next":{"title":"Saltmarsh Stories","show_id":)" +
                  id + R"(,"description":"","image":"","start_time":1742202000,"end_time":1742212800}})");
    clock.set(at("2025-03-10T12:00:00Z"));
    EXPECT_EQ(get("/v1/now-playing").body, R"({"is_live":false,"current":null,"next":null})");
}

TEST_F(ScheduleOperations, AShowAcrossMidnightIsTwoEntries) {
    put_entries({entry("mon", "23:00", "01:30")});
    const Answer answer = get("/v1/schedule");
    const auto& monday = answer["days"].at(0).at("shows").at(0);
    EXPECT_EQ(monday.at("end_time").as_string(), "24:00");
    EXPECT_EQ(monday.at("end_minutes").as_int64(), 1440);
    const auto& tuesday = answer["days"].at(1).at("shows").at(0);
    EXPECT_EQ(tuesday.at("day").as_string(), "tue");
    EXPECT_EQ(tuesday.at("start_minutes").as_int64(), 0);
    EXPECT_EQ(tuesday.at("end_time").as_string(), "01:30");
    clock.set(at("2025-03-11T00:30:00Z"));
    EXPECT_EQ(get("/v1/now-playing")["current"].at("start_time").as_int64(), unix_seconds(at("2025-03-10T23:00:00Z")));
}

TEST_F(ScheduleOperations, RefuseWhatIsWrong) {
    EXPECT_EQ(put_entries({entry("mon", "09:00", "12:00"), entry("mon", "11:00", "13:00")}).message(),
              "Schedule entries overlap");
    boost::json::object unknown_show = entry("mon", "09:00", "12:00");
    unknown_show["show_id"] = 999;
    EXPECT_EQ(put_entries({unknown_show}).message(), "Show not found");
    for (const auto* day : {"Mon", "monday", ""}) EXPECT_EQ(put_entries({entry(day, "09:00", "10:00")}).status, 400);
    for (const auto* time : {"9:00", "24:01", "09:60", "ab:cd", "09:00 "}) {
        EXPECT_EQ(put_entries({entry("mon", time, "23:00")}).status, 400) << time;
    }
    EXPECT_EQ(put("/v1/schedule", {{"entries", 5}}).status, 400);
    EXPECT_EQ(put("/v1/schedule", boost::json::object{}).message(), "entries is required");
    EXPECT_EQ(put("/v1/schedule", {{"number_of_weeks", 0}, {"entries", boost::json::array{}}}).status, 400);
    EXPECT_EQ(
        put("/v1/schedule", {{"number_of_weeks", 2}, {"entries", boost::json::array{}}})["number_of_weeks"].as_int64(),
        2);
}

TEST_F(ScheduleOperations, ClearWhatMatches) {
    put_entries({entry("mon", "09:00", "12:00"), entry("tue", "09:00", "12:00")});
    EXPECT_EQ(remove("/v1/schedule?week=x").status, 400);
    EXPECT_EQ(remove("/v1/schedule?day=x").status, 400);
    const Answer cleared = remove("/v1/schedule?week=1&day=mon");
    EXPECT_EQ(cleared.status, 204);
    EXPECT_TRUE(cleared.body.empty());
    EXPECT_TRUE(get("/v1/schedule")["days"].at(0).at("shows").as_array().empty());
    EXPECT_FALSE(get("/v1/schedule")["days"].at(1).at("shows").as_array().empty());
    EXPECT_EQ(remove("/v1/schedule").status, 204);
    EXPECT_TRUE(get("/v1/schedule")["days"].at(1).at("shows").as_array().empty());
}

class Errors : public test::HandlerTest {};

TEST_F(Errors, OfEveryOperationHaveExactlyOneMember) {
    for (const OperationReference& operation : publishing_operations()) {
        std::string target{operation.pattern};
        if (const auto brace = target.find('{'); brace != std::string::npos) target.replace(brace, 4, "999");
        for (const test::Ask& ask :
             {test::Ask{.body = "{", .key = ""}, test::Ask{.body = "{", .key = "apk_x"}, test::Ask{.body = "{"},
              test::Ask{.body = "[]"}, test::Ask{.body = "{\"title\":7}"}, test::Ask{.body = "{}"}}) {
            const Answer answer = send(operation.method, target, ask);
            if (answer.status >= 400) {
                EXPECT_NE(answer.message(), "(not an error body)") << operation.name;
            }
        }
    }
}

/// A catalog that is away.
class NoCatalog final : public storage::Catalog {
public:
    explicit NoCatalog(storage::Catalog& real) : real_(real) {}
    Result<void> run_write(const std::function<Result<void>(storage::CatalogTransaction&)>& change) override {
        return trouble ? Result<void>{*trouble} : real_.run_write(change);
    }
    Result<void> run_read(const std::function<Result<void>(storage::CatalogSnapshot&)>& question) override {
        return trouble ? Result<void>{*trouble} : real_.run_read(question);
    }
    const storage::ChangeVersions& versions() const override { return real_.versions(); }

    std::optional<Error> trouble;

private:
    storage::Catalog& real_;
};

TEST_F(Errors, ACatalogThatIsAwayOrFullIs503WithRetryAfterAndNothingOfTheInside) {
    NoCatalog away{*catalog};
    auto over_it = make_publishing_handler({.catalog = away,
                                            .blobs = *blobs,
                                            .clock = clock,
                                            .random = random,
                                            .urls = urls,
                                            .secret = secret,
                                            .workers = workers,
                                            .rate_limits = {.is_enabled = false}});
    std::swap(handler, over_it);
    EXPECT_EQ(get("/v1/station").status, 200);
    EXPECT_EQ(get("/v1/episodes").status, 200);
    for (const Errc code : {Errc::unavailable, Errc::no_space, Errc::timeout, Errc::internal}) {
        away.trouble = Error{code, "SQLITE_BUSY in /var/lib/mooring/catalog.db"};
        for (const Answer& answer : {get("/v1/station"), post("/v1/episodes", new_episode()), get("/v1/shows"),
                                     upload(form(upload_parts(mp3())))}) {
            EXPECT_EQ(answer.status, code == Errc::internal ? 500 : 503);
            EXPECT_EQ(answer.headers.count("Retry-After"), code == Errc::internal ? 0U : 1U);
            EXPECT_EQ(answer.body.find("SQLITE"), std::string::npos);
        }
        EXPECT_EQ(files_in("incoming"), 0U);
    }
    EXPECT_EQ(get("/v1/episodes").status, 200) << "from memory";
    std::swap(handler, over_it);
}

}  // namespace
}  // namespace mooring::api::publishing
