

#include "mooring/api/publishing/test_server.hpp"

// publishing-v1.md, section 18, "Keys and scopes".
namespace mooring::api::publishing {
namespace {

using test::Answer;
using test::must;

class Keys : public test::HandlerTest {
protected:
    static std::string target_of(const OperationReference& operation) {
        std::string target{operation.pattern};
        if (const auto brace = target.find('{'); brace != std::string::npos) target.replace(brace, 4, "1");
        return target;
    }
};

TEST_F(Keys, MissingIs401UnknownRevokedExpiredAndSwitchedOffAre403) {
    const Answer missing = get("/v1/episodes", {.key = ""});
    EXPECT_EQ(missing.status, 401);
    EXPECT_EQ(missing.body, R"({"message":"Missing X-API-Key header"})");
    EXPECT_EQ(missing.header("Content-Type"), "application/json; charset=utf-8");

    const auto expect_refused = [&](const std::string& text, const char* why) {
        const Answer answer = get("/v1/episodes", {.key = text});
        EXPECT_EQ(answer.status, 403) << why;
        EXPECT_EQ(answer.body, R"({"message":"Invalid or disabled API key"})") << why;
        EXPECT_EQ(answer.headers.count("X-RateLimit-Limit"), 0U) << why;
    };
    expect_refused("apk_" + std::string(40, 'x'), "unknown");

    const std::string expiring = make_key({domain::Scope::episodes_read}, clock.now() + std::chrono::hours{1});
    clock.advance(std::chrono::hours{1} - std::chrono::seconds{1});
    EXPECT_EQ(get("/v1/episodes", {.key = expiring}).status, 200);
    clock.advance(std::chrono::seconds{1});
    expect_refused(expiring, "expired at its second");

    const std::string revoked = make_key({domain::Scope::episodes_read});
    EXPECT_EQ(get("/v1/episodes", {.key = revoked}).status, 200);
    EXPECT_TRUE(get("/v1/episodes", {.key = revoked}).from_memory);
    must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
        return app::publishing::revoke_api_key(tx, clock.now(), workspace, last_key_id);
    }));
    expect_refused(revoked, "revoked");

    app::publishing::WorkspacePatch off;
    off.publishing_api_enabled = false;
    must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
        return app::publishing::update_workspace(tx, workspace, off);
    }));
    expect_refused(key, "switched off");
}

TEST_F(Keys, EachOfThe18OperationsRefusesEveryScopeButItsOwn) {
    const auto operations = publishing_operations();
    ASSERT_EQ(operations.size(), 18U);
    for (const OperationReference& operation : operations) {
        std::set<domain::Scope> others(domain::all_scopes().begin(), domain::all_scopes().end());
        others.erase(domain::parse_scope(operation.scope).value());
        const Answer answer =
            send(operation.method, target_of(operation), {.body = "{}", .key = make_key(std::move(others))});
        EXPECT_EQ(answer.status, 403) << operation.name;
        EXPECT_EQ(answer.message(), "API key is missing required scope: " + std::string{operation.scope});
        const Answer allowed = send(operation.method, target_of(operation),
                                    {.body = "{}", .key = make_key({*domain::parse_scope(operation.scope)})});
        EXPECT_NE(allowed.status, 403) << operation.name;
        for (const auto id : {last_key_id.value, last_key_id.value - 1}) {
            must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
                return app::publishing::revoke_api_key(tx, clock.now(), workspace, domain::ApiKeyId{id});
            }));
        }
    }
}

TEST_F(Keys, InTheQueryStringOrInAuthorizationAreNotAccepted) {
    EXPECT_EQ(get("/v1/episodes?api_key=" + key + "&X-API-Key=" + key, {.key = ""}).status, 401);
    EXPECT_EQ(get("/v1/episodes", {.headers = {{"Authorization", "Bearer " + key}}, .key = ""}).status, 401);
}

TEST_F(Keys, OfAnotherWorkspaceSeeNothingOfThisOne) {
    const std::int64_t id = post("/v1/episodes", new_episode()).id();
    const std::string foreign =
        make_key({domain::all_scopes().begin(), domain::all_scopes().end()}, {}, make_other_workspace());
    const std::string show_path = "/v1/shows/" + std::to_string(show.value);
    for (const Answer& answer :
         {get(episode_path(id), {.key = foreign}), put(episode_path(id), {{"title", "x"}}, {.key = foreign}),
          remove(episode_path(id), {.key = foreign})}) {
        EXPECT_EQ(answer.status, 404);
        EXPECT_EQ(answer.message(), "Episode not found");
    }
    for (const Answer& answer :
         {get(show_path, {.key = foreign}), put(show_path, {{"title", "x"}}, {.key = foreign}),
          remove(show_path, {.key = foreign}), post("/v1/episodes", new_episode(), {.key = foreign})}) {
        EXPECT_EQ(answer.status, 404);
        EXPECT_EQ(answer.message(), "Show not found");
    }
    EXPECT_EQ(get("/v1/episodes?show_id=" + std::to_string(show.value), {.key = foreign})["total"].as_int64(), 0);
    const Answer page = get("/v1/episodes?cursor=MTcwNzQ3MjgwMF8xMjM0", {.key = foreign});
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page["episodes"].as_array().empty());
}

TEST_F(Keys, AreNeverToldAgain) {
    const Answer answers[] = {get("/v1/station"), get("/v1/episodes"), post("/v1/episodes", new_episode()),
                              get("/v1/episodes/99"), get("/v1/search?q=a")};
    for (const Answer& answer : answers) {
        EXPECT_EQ(answer.body.find(key.substr(4)), std::string::npos);
        for (const auto& [name, value] : answer.headers)
            EXPECT_EQ(value.find(key.substr(4)), std::string::npos) << name;
    }
}

class OrderOfChecks : public test::HandlerTest {};

TEST_F(OrderOfChecks, IsTheContracts) {
    EXPECT_EQ(get("/v1/nothing", {.key = ""}).message(), "Not found");
    EXPECT_EQ(get("/v2/episodes", {.key = ""}).status, 404);
    const Answer wrong_method = send(http::Method::patch, "/v1/episodes/1", {.key = ""});
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.header("Allow"), "GET, HEAD, PUT, DELETE, OPTIONS");
    EXPECT_EQ(get("/v1/episodes/upload").status, 405);
    EXPECT_EQ(get("/v1/episodes/upload").header("Allow"), "POST, OPTIONS");

    const std::string reader = make_key({domain::Scope::episodes_read});
    const std::uint64_t huge = 300ULL << 20;
    EXPECT_EQ(send(http::Method::post, "/v1/episodes", {.key = reader, .content_length = huge}).status, 403);
    EXPECT_EQ(send(http::Method::post, "/v1/episodes", {.key = std::string{}, .content_length = huge}).status, 401);
    const Answer too_large = send(http::Method::post, "/v1/episodes", {.content_length = 1'048'577});
    EXPECT_EQ(too_large.status, 413);
    EXPECT_EQ(send(http::Method::post, "/v1/episodes/upload", {.content_length = huge}).status, 400);

    EXPECT_EQ(put("/v1/episodes/99", {{"title", ""}}).status, 400) << "400 before 404";
    EXPECT_EQ(put("/v1/episodes/99", {{"title", "x"}}).status, 404);
    EXPECT_EQ(put("/v1/episodes/abc", {{"title", "x"}}).message(), "Episode not found");
    EXPECT_EQ(get("/v1/episodes/-1").status, 404);
    EXPECT_EQ(get("/v1/episodes/0").status, 404);
    EXPECT_EQ(get("/v1/episodes/99999999999999999999").status, 404);
}

TEST_F(OrderOfChecks, CountsABodyWithoutALengthWhileItArrives) {
    piece_bytes = 65'536;
    const std::string body = "{\"title\":\"" + std::string(1'048'577, 'a') + "\"}";
    const Answer answer = send(http::Method::post, "/v1/episodes", {.body = body, .is_chunked = true});
    EXPECT_EQ(answer.status, 413);
    EXPECT_TRUE(answer.close);
}

class Rates : public test::HandlerTest {};

TEST_F(Rates, A429CarriesRetryAfterAndARequestAfterThatTimePasses) {
    restart({});
    Answer answer = get("/v1/episodes");
    EXPECT_EQ(answer.header("X-RateLimit-Limit"), "120");
    EXPECT_EQ(answer.header("X-RateLimit-Remaining"), "59");
    EXPECT_EQ(answer.header("X-RateLimit-Reset"), std::to_string(unix_seconds(clock.now()) + 1));
    for (int request = 0; request < 59; ++request) answer = get("/v1/episodes");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.from_memory);
    for (const auto* target : {"/v1/episodes", "/v1/station"}) {
        answer = get(target);
        EXPECT_EQ(answer.status, 429) << target;
        EXPECT_EQ(answer.message(), "Rate limit exceeded");
        EXPECT_EQ(answer.header("Retry-After"), "1");
    }
    EXPECT_EQ(post("/v1/episodes", new_episode()).status, 201) << "writes have a bucket of their own";
    clock.advance(std::chrono::seconds{std::stoi(answer.header("Retry-After"))});
    EXPECT_EQ(get("/v1/episodes").status, 200);
}

TEST_F(Rates, ComeBeforeScopes) {
    restart({});
    const std::string reader = make_key({domain::Scope::station_read});
    for (int request = 0; request < 20; ++request) {
        EXPECT_EQ(post("/v1/episodes", new_episode(), {.key = reader}).status, 403);
    }
    EXPECT_EQ(post("/v1/episodes", new_episode(), {.key = reader}).status, 429);
}

TEST_F(Rates, ThirtyRequestsWithoutAValidKeyShutAnAddressOut) {
    restart({});
    for (int guess = 0; guess < 30; ++guess) {
        EXPECT_EQ(get("/v1/episodes", {.key = guess % 2 == 0 ? "" : "apk_guess"}).status, guess % 2 == 0 ? 401 : 403);
    }
    const Answer shut_out = get("/v1/episodes", {.key = "apk_guess"});
    EXPECT_EQ(shut_out.status, 429);
    EXPECT_EQ(shut_out.header("Retry-After"), "2");
    EXPECT_EQ(get("/v1/episodes").status, 429) << "whatever the key";
    EXPECT_EQ(get("/v1/episodes", {.client = IpAddress::v4(192, 0, 2, 2)}).status, 200);
    clock.advance(std::chrono::seconds{2});
    EXPECT_EQ(get("/v1/episodes").status, 200);
}

TEST_F(Rates, AThirdUploadAtOnceIs429) {
    restart({});
    const test::Ask ask{.headers = {{"Content-Type", "multipart/form-data; boundary=frontier"}},
                        .content_length = 1000};
    auto first = handler->decide(request(http::Method::post, "/v1/episodes/upload", ask));
    auto second = handler->decide(request(http::Method::post, "/v1/episodes/upload", ask));
    EXPECT_TRUE(std::holds_alternative<std::unique_ptr<http::BodySink>>(second));
    const Answer third = send(http::Method::post, "/v1/episodes/upload", ask);
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.header("Retry-After"), "1");
    EXPECT_EQ(third.header("X-RateLimit-Remaining"), "8") << "a refused request costs nothing";
    first = http::Response::empty(200);  // the client went away
    EXPECT_EQ(send(http::Method::post, "/v1/episodes/upload", ask).status, 400);
}

class Conventions : public test::HandlerTest {};

TEST_F(Conventions, OptionsAnswers204ToBrowsers) {
    const Answer answer = send(http::Method::options, "/v1/episodes", {.key = ""});
    EXPECT_EQ(answer.status, 204);
    EXPECT_TRUE(answer.body.empty());
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(answer.header("Access-Control-Allow-Headers"), "X-API-Key, X-Idempotency-Key, Content-Type");
    EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(send(http::Method::options, "/v1/nothing", {.key = ""}).status, 404);
    EXPECT_EQ(get("/v1/episodes", {.key = ""}).header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(get("/v1/episodes").header("Access-Control-Allow-Origin"), "*");
}

TEST_F(Conventions, HeadWorksWhereverGetDoes) {
    for (const auto* target : {"/v1/station", "/v1/episodes", "/v1/shows", "/v1/search?q=a", "/v1/schedule",
                               "/v1/now-playing", "/v1/episodes/99"}) {
        const Answer full = get(target);
        const Answer head = send(http::Method::head, target);
        EXPECT_EQ(head.status, full.status) << target;
        EXPECT_TRUE(head.body.empty()) << target;
        EXPECT_EQ(head.declared_length, std::ssize(full.body)) << target;
    }
    EXPECT_TRUE(send(http::Method::head, "/v1/episodes").from_memory);
}

TEST_F(Conventions, ATrailingSlashMeansTheSame) {
    const std::int64_t id = post("/v1/episodes/", new_episode()).id();
    EXPECT_EQ(get("/v1/episodes/").body, get("/v1/episodes").body);
    EXPECT_EQ(get(episode_path(id) + "/").body, get(episode_path(id)).body);
    EXPECT_EQ(get("/v1/station/").status, 200);
}

TEST_F(Conventions, BodiesAreJsonAndMayOmitTheirType) {
    const std::string body = boost::json::serialize(new_episode());
    EXPECT_EQ(send(http::Method::post, "/v1/episodes", {.body = body}).status, 201);
    for (const auto* type : {"application/json", "Application/JSON; charset=utf-8"}) {
        EXPECT_EQ(send(http::Method::post, "/v1/episodes", {.body = body, .headers = {{"Content-Type", type}}}).status,
                  201);
    }
    for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
        const Answer answer =
            send(http::Method::post, "/v1/episodes", {.body = body, .headers = {{"Content-Type", type}}});
        EXPECT_EQ(answer.status, 400) << type;
        EXPECT_EQ(answer.message(), "Content-Type must be application/json");
    }
    EXPECT_EQ(send(http::Method::post, "/v1/episodes").message(), "Request body must be valid JSON");
    EXPECT_EQ(send(http::Method::post, "/v1/episodes", {.body = "[]"}).message(), "Request body must be a JSON object");
}

TEST_F(Conventions, ErrorsOfTheServerHaveTheFamilysShape) {
    for (const int status : {400, 408, 413, 431, 500, 503}) {
        const Answer answer = test::read_answer(handler->failure(status, "a phrase"));
        EXPECT_EQ(answer.status, status);
        EXPECT_EQ(answer.body, R"({"message":"a phrase"})");
    }
}

}  // namespace
}  // namespace mooring::api::publishing
