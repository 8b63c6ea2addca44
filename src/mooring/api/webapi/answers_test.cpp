#include "mooring/api/webapi/answers.hpp"

#include <gtest/gtest.h>

#include "mooring/api/webapi/response_for_test.hpp"

namespace mooring::api::webapi {
namespace {

using test::body_of;
using test::header_of;

TEST(WebApiErrors, AreAnObjectWithTwoMembers) {
    const http::Response response = error_answer(404, "non existing id");
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(body_of(response), R"({"error":{"status":404,"message":"non existing id"}})");
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json; charset=utf-8");
}

TEST(WebApiErrors, OfCredentialsHaveTheTextsOfTheContract) {
    struct Case {
        Refusal refusal;
        int status;
        std::string message, challenge;
    };
    const std::string realm = R"(Bearer realm="spotify")";
    const std::vector<Case> cases{
        {Refusal::wrong_scheme, 400, "Only valid bearer authentication supported", ""},
        {Refusal::no_token, 401, "No token provided", realm},
        {Refusal::invalid_token, 401, "Invalid access token",
         realm + R"(, error="invalid_token", error_description="Invalid access token")"},
        {Refusal::expired_token, 401, "The access token expired",
         realm + R"(, error="invalid_token", error_description="The access token expired")"},
        {Refusal::insufficient_scope, 403, "Insufficient client scope", ""},
        {Refusal::needs_user, 403, "This request requires user authentication", ""},
    };
    for (const Case& c : cases) {
        const http::Response response = refuse(c.refusal);
        EXPECT_EQ(response.status, c.status) << c.message;
        EXPECT_EQ(body_of(response), body_of(error_answer(c.status, c.message)));
        EXPECT_EQ(header_of(response, "WWW-Authenticate"), c.challenge) << c.message;
    }
}

TEST(WebApiErrors, OfUseCasesTellNothingOfTheInside) {
    const auto text = [](Errc code) { return body_of(error_answer(Error{code, "row 7 of table x"})); };
    EXPECT_EQ(body_of(error_answer(invalid("market", "Invalid market code"))),
              R"({"error":{"status":400,"message":"Invalid market code"}})");
    for (const Errc code :
         {Errc::not_found, Errc::gone, Errc::unauthenticated, Errc::forbidden, Errc::too_large, Errc::rate_limited,
          Errc::conflict, Errc::timeout, Errc::unavailable, Errc::no_space, Errc::internal}) {
        EXPECT_EQ(text(code).find("table"), std::string::npos) << text(code);
    }
    EXPECT_EQ(text(Errc::gone), body_of(no_such_id()));
    EXPECT_EQ(text(Errc::unavailable), R"({"error":{"status":503,"message":"Service unavailable"}})");
    EXPECT_EQ(text(Errc::internal), R"({"error":{"status":500,"message":"Server error"}})");
}

TEST(WebApiErrors, OfPathsAndLimitsCarryTheirHeaders) {
    EXPECT_EQ(body_of(no_such_service()), R"({"error":{"status":404,"message":"Service not found"}})");
    const http::Response method = wrong_method("GET, HEAD, OPTIONS");
    EXPECT_EQ(body_of(method), R"({"error":{"status":405,"message":"Method not allowed"}})");
    EXPECT_EQ(header_of(method, "Allow"), "GET, HEAD, OPTIONS");
    const http::Response limit = over_the_limit(7);
    EXPECT_EQ(body_of(limit), R"({"error":{"status":429,"message":"API rate limit exceeded"}})");
    EXPECT_EQ(header_of(limit, "Retry-After"), "7");
    EXPECT_EQ(body_of(failure_answer(431, "Header fields are too large")),
              R"({"error":{"status":431,"message":"Header fields are too large"}})");
    EXPECT_EQ(body_of(failure_answer(500, "boost says no")), R"({"error":{"status":500,"message":"Server error"}})");
}

}  // namespace
}  // namespace mooring::api::webapi
