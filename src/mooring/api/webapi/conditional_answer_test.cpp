#include "mooring/api/webapi/conditional_answer.hpp"

#include <gtest/gtest.h>

#include "mooring/api/webapi/response_for_test.hpp"

namespace mooring::api::webapi {
namespace {

using test::body_of;
using test::header_of;

http::Response asked_with(const std::string& if_none_match) {
    http::Headers headers;
    if (!if_none_match.empty()) headers.add("If-None-Match", if_none_match);
    return conditional_answer(headers, "{}");
}

TEST(ConditionalAnswer, CarriesAWeakTagOfTheBody) {
    const http::Response response = asked_with("");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(body_of(response), "{}");
    EXPECT_EQ(header_of(response, "ETag"), etag_of("{}"));
    EXPECT_EQ(header_of(response, "Cache-Control"), "private, max-age=0");
    EXPECT_EQ(header_of(response, "Vary"), "Authorization, Accept-Encoding");
    EXPECT_TRUE(etag_of("{}").starts_with("W/\""));
    EXPECT_NE(etag_of("{}"), etag_of("{} "));
}

TEST(ConditionalAnswer, IsNotModifiedWhenTheClientHasIt) {
    const std::string etag = etag_of("{}");
    for (const std::string& known : {etag, etag.substr(2), R"("a", )" + etag, std::string{"*"}}) {
        const http::Response response = asked_with(known);
        EXPECT_EQ(response.status, 304) << known;
        EXPECT_TRUE(response.body.empty());
        EXPECT_EQ(header_of(response, "ETag"), etag);
        EXPECT_EQ(header_of(response, "Cache-Control"), "private, max-age=0");
        EXPECT_EQ(header_of(response, "Vary"), "Authorization, Accept-Encoding");
    }
    EXPECT_EQ(asked_with(etag_of("[]")).status, 200);
    EXPECT_EQ(asked_with("nonsense").status, 200);
}

TEST(ConditionalAnswer, DoesNotKnowIfMatch) {
    http::Headers headers;
    headers.add("If-Match", "\"x\"");
    EXPECT_EQ(conditional_answer(headers, "{}").status, 200);
}

}  // namespace
}  // namespace mooring::api::webapi
