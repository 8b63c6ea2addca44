#include "mooring/api/webapi/cors.hpp"

#include <gtest/gtest.h>

#include "mooring/api/webapi/response_for_test.hpp"

namespace mooring::api::webapi {
namespace {

using test::header_of;

TEST(Cors, LetsEverySiteReadAndSeeTheTag) {
    http::Response response = http::Response::empty(200);
    allow_any_origin(response);
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(header_of(response, "Access-Control-Expose-Headers"), "ETag, Retry-After");
}

TEST(Cors, AnswersAPreflightAsTheContractSays) {
    const http::Response response = preflight_answer();
    EXPECT_EQ(response.status, 204);
    EXPECT_TRUE(response.body.empty());
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Methods"), "GET, POST, PUT, DELETE, PATCH, OPTIONS");
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Headers"),
              "Accept, Accept-Language, App-Platform, Authorization, Content-Type, If-None-Match, Origin, Retry-After, "
              "client-token");
    EXPECT_EQ(header_of(response, "Access-Control-Max-Age"), "604800");
    EXPECT_EQ(header_of(response, "Access-Control-Expose-Headers"), "ETag, Retry-After");
}

}  // namespace
}  // namespace mooring::api::webapi
