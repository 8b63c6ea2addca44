#include "mooring/http/router.hpp"

#include <gtest/gtest.h>

#include <array>

namespace mooring::http {
namespace {

TEST(RouteFits, FollowsThePattern) {
    struct Row {
        std::string_view pattern;
        std::string_view path;
        std::optional<PathParameters> expected;
    };
    const std::vector<Row> rows{
        {"/", "/", PathParameters{}},
        {"/v1/episodes", "/v1/episodes", PathParameters{}},
        {"/v1/episodes", "/v1/episodes/", PathParameters{}},
        {"/v1/episodes/", "/v1/episodes", PathParameters{}},
        {"/v1/episodes", "/v1/episodesx", {}},
        {"/v1/episodes/{id}", "/v1/episodes/12", PathParameters{"12"}},
        {"/v1/episodes/{id}", "/v1/episodes/", {}},
        {"/v1/episodes/{id}", "/v1/episodes/1/2", {}},
        {"/v1/episodes/{id}/audio", "/v1/episodes/1/audio", PathParameters{"1"}},
        {"/feeds/{key}.xml", "/feeds/abc.xml", PathParameters{"abc"}},
        {"/feeds/{key}.xml", "/feeds/.xml", {}},
        {"/feeds/{key}.xml", "/feeds/abc.json", {}},
        {"/feeds/{key}.xml", "/feeds/a.xml.xml", PathParameters{"a.xml"}},
        {"/media/{key}.{ext}", "/media/abc.mp3", PathParameters{"abc", "mp3"}},
        {"/media/{key}/{variant}.{ext}", "/media/abc/low.m4a", PathParameters{"abc", "low", "m4a"}},
        {"/s/{id}/play/{rest...}", "/s/1/play/a/b", PathParameters{"1", "a/b"}},
        {"/s/{id}/play/{rest...}", "/s/1/play/", PathParameters{"1", ""}},
        {"/s/{id}/play/{rest...}", "/s/1/play", {}},
    };
    for (const Row& row : rows) {
        PathParameters parameters;
        const bool is_fit = fits(row.pattern, row.path, parameters);
        ASSERT_EQ(is_fit, row.expected.has_value()) << row.pattern << ' ' << row.path;
        if (is_fit) {
            EXPECT_EQ(parameters, *row.expected) << row.pattern << ' ' << row.path;
        }
    }
    PathParameters parameters;
    EXPECT_FALSE(fits("/v1/episodes", "/v1/episodes/", parameters, true));
}

TEST(FindRoute, TellsWrongMethodsFromUnknownPaths) {
    constexpr std::array table{
        Route<int>{Method::get, "/episodes", "list", 1},
        Route<int>{Method::post, "/episodes", "create", 2},
        Route<int>{Method::get, "/episodes/{id}", "get", 3},
    };
    EXPECT_EQ(find_route<int>(table, Method::post, "/episodes").route->endpoint, 2);
    EXPECT_EQ(find_route<int>(table, Method::head, "/episodes/7").route->endpoint, 3);
    EXPECT_EQ(find_route<int>(table, Method::get, "/shows").match, Match::no_such_path);
    const auto wrong = find_route<int>(table, Method::put, "/episodes");
    EXPECT_EQ(wrong.match, Match::wrong_method);
    EXPECT_EQ(wrong.allow, "GET, HEAD, POST, OPTIONS");
}

}  // namespace
}  // namespace mooring::http
