#include "mooring/api/graphql/serving/request_body.hpp"

#include <gtest/gtest.h>

namespace mooring::api::graphql::serving {
namespace {

TEST(RequestBody, TakesNullAndWhiteSpaceForNoText) {
    for (const char* json : {R"({})", R"({"query":null})", R"({"query":""})", R"({"query":" \n\t"})"}) {
        mooring::graphql::Arena arena;
        const auto body = read_request_body(json, arena);
        ASSERT_TRUE(body) << json;
        EXPECT_TRUE(body->query.empty()) << json;
        EXPECT_FALSE(body->hash) << json;
    }
}

TEST(RequestBody, ReadsAllMembers) {
    mooring::graphql::Arena arena;
    const auto body = read_request_body(R"({"query":"{a}","operationName":"X","variables":{"n":1},"other":[],)"
                                        R"("extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"},"more":1}})",
                                        arena);
    ASSERT_TRUE(body);
    EXPECT_EQ(body->query, "{a}");
    EXPECT_EQ(body->operation_name, "X");
    EXPECT_EQ(body->variables["n"].as_integer(), 1);
    EXPECT_EQ(body->hash, "abc");
}

TEST(RequestBody, RefusesWrongTypes) {
    for (const char* json :
         {"", "{", "[]", "[{}]", "1", "null", R"({"query":1})", R"({"operationName":[]})", R"({"variables":"{}"})",
          R"({"variables":[]})", R"({"extensions":1})", R"({"extensions":{"persistedQuery":1}})",
          R"({"extensions":{"persistedQuery":{"version":"1","sha256Hash":"a"}}})",
          R"({"extensions":{"persistedQuery":{"version":1,"sha256Hash":1}}})", "\xff"}) {
        mooring::graphql::Arena arena;
        EXPECT_FALSE(read_request_body(json, arena)) << json;
    }
}

}  // namespace
}  // namespace mooring::api::graphql::serving
