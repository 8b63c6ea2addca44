#include "mooring/http/message.hpp"

#include <gtest/gtest.h>

#include "mooring/http/handler.hpp"

namespace mooring::http {
namespace {

TEST(HttpHeaders, CompareNamesWithoutRegardToCase) {
    Headers headers;
    headers.add("Content-Type", "text/plain");
    headers.add("X-A", "1");
    headers.add("x-a", "2");
    EXPECT_EQ(headers.get("content-type"), "text/plain");
    EXPECT_EQ(headers.find("X-a"), "1");
    EXPECT_EQ(headers.count("X-A"), 2U);
    EXPECT_EQ(headers.find("X-B"), std::nullopt);
    headers.set("X-A", "3");
    EXPECT_EQ(headers.count("x-a"), 1U);
    EXPECT_EQ(headers.get("x-a"), "3");
}

TEST(HttpHeaders, KeepOrderWhenTheirMemoryIsUsedAgain) {
    Headers headers;
    headers.append("A", "1");
    headers.append("B", "2");
    headers.clear();
    EXPECT_TRUE(headers.all().empty());
    headers.append("C", "3");
    headers.append("D", "4");
    headers.append("E", "5");
    EXPECT_EQ(headers.all(), (std::vector<Header>{{"C", "3"}, {"D", "4"}, {"E", "5"}}));
}

TEST(QueryParameters, AreDecodedInOrder) {
    const auto parameters = QueryParameters::parse("a=1&b=x+y%20z&a=2&&c&=v&d=%zz&e=%4");
    const std::vector<std::pair<std::string, std::string>> expected{{"a", "1"}, {"b", "x y z"}, {"a", "2"}, {"c", ""},
                                                                    {"", "v"},  {"d", "%zz"},   {"e", "%4"}};
    EXPECT_EQ(parameters.all(), expected);
    EXPECT_EQ(parameters.find("a"), "1");
    EXPECT_EQ(parameters.count("a"), 2U);
    EXPECT_EQ(parameters.find("z"), std::nullopt);
}

TEST(HttpResponse, KnowsTheLengthOfItsBody) {
    Response response = Response::text(200, "text/plain", "hello");
    response.body.push_back({.source = std::make_shared<const std::string>("0123456789"), .offset = 2, .length = 3});
    EXPECT_EQ(response.body_length(), 8);
    EXPECT_EQ(Response::empty(204).body_length(), 0);
}

TEST(BufferBody, GathersUpToItsLimit) {
    const auto sink_of = [](std::size_t limit) {
        return buffer_body(
            limit, [](std::string body) { return Response::text(200, "text/plain", std::move(body)); },
            [] { return Response::empty(413); });
    };
    const auto fitting = sink_of(5);
    EXPECT_FALSE(fitting->take("abc"));
    EXPECT_FALSE(fitting->take("de"));
    EXPECT_EQ(fitting->finish().body_length(), 5);
    const auto small = sink_of(4);
    EXPECT_FALSE(small->take("abc"));
    const auto answer = small->take("de");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413);
}

}  // namespace
}  // namespace mooring::http
