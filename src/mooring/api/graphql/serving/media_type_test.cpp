#include "mooring/api/graphql/serving/media_type.hpp"

#include <gtest/gtest.h>

namespace mooring::api::graphql::serving {
namespace {

TEST(AnswerType, IsJsonUnlessTheNewerOneIsRankedAboveIt) {
    for (const char* accept :
         {"", "*/*", "application/json", "application/*", "text/html",
          "application/graphql-response+json, application/json", "application/graphql-response+json;q=0.5, */*;q=0.9",
          "application/graphql-response+json;q=0", "application/graphql-response+json;q=x"}) {
        EXPECT_EQ(answer_type(accept), AnswerType::json) << accept;
    }
    for (const char* accept :
         {"application/graphql-response+json", "application/graphql-response+json, application/json;q=0.9",
          "application/json;q=0.1, Application/GraphQL-Response+JSON;charset=utf-8;q=0.2",
          "*/*;q=0.1, application/graphql-response+json"}) {
        EXPECT_EQ(answer_type(accept), AnswerType::graphql_response) << accept;
    }
}

TEST(IsForm, LooksAtTheTypeOnly) {
    EXPECT_TRUE(is_form("application/x-www-form-urlencoded; charset=utf-8"));
    EXPECT_TRUE(is_form("Multipart/form-data; boundary=x"));
    EXPECT_FALSE(is_form("application/octet-stream"));
    EXPECT_FALSE(is_form(""));
}

}  // namespace
}  // namespace mooring::api::graphql::serving
