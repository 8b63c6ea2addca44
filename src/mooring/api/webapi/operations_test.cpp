#include "mooring/api/webapi/operations.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

using http::Match;
using http::Method;

std::string name_of(Method method, std::string_view path) {
    const auto found = find_operation(method, path);
    return found.match == Match::found ? std::string{found.route->name} : std::string{};
}

TEST(Operations, AreFoundWithAndWithoutATrailingSlash) {
    struct Case {
        Method method;
        std::string path, name;
    };
    const std::string id = "34IYCxWoZCZUesgtUuvLhS";
    const std::vector<Case> cases{
        {Method::get, "/v1/shows", "get_shows"},
        {Method::head, "/v1/shows/" + id, "get_show"},
        {Method::get, "/v1/shows/" + id + "/episodes", "list_episodes"},
        {Method::get, "/v1/episodes", "get_episodes"},
        {Method::get, "/v1/episodes/" + id, "get_episode"},
        {Method::get, "/v1/me", "get_me"},
        {Method::delete_, "/v1/me/shows", "remove_shows"},
        {Method::put, "/v1/me/episodes", "save_episodes"},
        {Method::get, "/v1/me/shows/contains", "contains_shows"},
        {Method::get, "/v1/me/library/contains", "contains_library"},
        {Method::get, "/v1/search", "search"},
        {Method::get, "/v1/markets", "get_markets"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(name_of(c.method, c.path), c.name) << c.path;
        EXPECT_EQ(name_of(c.method, c.path + "/"), c.name) << c.path << "/";
    }
}

TEST(Operations, TellAWrongMethodFromAnUnknownPath) {
    const auto wrong = find_operation(Method::post, "/v1/me/shows");
    EXPECT_EQ(wrong.match, Match::wrong_method);
    EXPECT_EQ(wrong.allow, "GET, HEAD, PUT, DELETE, OPTIONS");
    EXPECT_EQ(find_operation(Method::get, "/v1/me/library").allow, "PUT, DELETE, OPTIONS");
    for (const std::string_view path : {"/v1", "/v1/albums/x", "/v1/shows/a/b/c", "/v2/shows"}) {
        EXPECT_EQ(find_operation(Method::get, path).match, Match::no_such_path) << path;
    }
}

TEST(Operations, AskForTokensAndScopesAsTheContractSays) {
    app::accounts::Principal app;
    app::accounts::Principal user;
    user.account = domain::Account{};
    const auto check = [](Method method, std::string_view path, const app::accounts::Principal& principal) {
        return check_access(*find_operation(method, path).route, principal);
    };
    for (const auto& row : operations) {
        const bool is_users = row.pattern.starts_with("/v1/me");
        EXPECT_EQ(check_access(row, app), is_users ? std::optional{Refusal::needs_user} : std::nullopt) << row.name;
        const bool is_librarys = is_users && row.pattern != "/v1/me";
        EXPECT_EQ(check_access(row, user), is_librarys ? std::optional{Refusal::insufficient_scope} : std::nullopt)
            << row.name;
    }
    user.scopes = {"user-library-read"};
    EXPECT_EQ(check(Method::get, "/v1/me/shows", user), std::nullopt);
    EXPECT_EQ(check(Method::get, "/v1/me/library/contains", user), std::nullopt);
    EXPECT_EQ(check(Method::put, "/v1/me/shows", user), Refusal::insufficient_scope);
    user.scopes = {"user-library-modify"};
    EXPECT_EQ(check(Method::put, "/v1/me/library", user), std::nullopt);
    EXPECT_EQ(check(Method::get, "/v1/me/episodes", user), Refusal::insufficient_scope);
    user.is_read_only = true;
    EXPECT_EQ(check(Method::delete_, "/v1/me/shows", user), Refusal::insufficient_scope);
    EXPECT_EQ(check(Method::get, "/v1/me", user), std::nullopt);
}

}  // namespace
}  // namespace mooring::api::webapi
