#include "mooring_client/sign_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "client/scripted_transport_for_test.hpp"

namespace mooring_client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string field_of(const std::string& text, const std::string& name) {
    auto at = text.find(name + "=");
    if (at == std::string::npos) return {};
    at += name.size() + 1;
    return text.substr(at, text.find('&', at) - at);
}

std::string page_with(const std::string& object) {
    return "<html><script>\nconst authorizationResponse = " + object + ";\npost();</script></html>";
}

struct SignInTest : testing::Test {
    std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
    MovedTime time;
    std::string token_answer = R"({"access_token":"BQ1","expires_in":3600})";

    SignInTest() {
        transport->otherwise = [this](const Request& request) {
            if (request.method == "POST") return Response{200, {}, token_answer};
            const std::string state = field_of(request.url, "state");
            return Response{200,
                            {},
                            page_with(R"({"type": "authorization_response", "response": {"code": "c-1", "state": ")" +
                                      state + R"("}})")};
        };
    }
    SignIn sign_in() {
        return SignIn{{.auth_url = "https://a.example/auth",
                       .token_url = "https://a.example/token",
                       .sp_dc = "dc",
                       .sp_key = "key",
                       .timing = time.timing(),
                       .transport = transport}};
    }
};

TEST_F(SignInTest, SendsTheFlowOfTheContract) {
    SignIn one = sign_in();
    EXPECT_EQ(*one.bearer(), "BQ1");
    ASSERT_EQ(transport->sent.size(), 2U);
    const Request& first = transport->sent[0];
    EXPECT_THAT(first.url,
                HasSubstr("https://a.example/auth?response_type=code&client_id=05a1371ee5194c27860b3ff3ff3979d2&"
                          "scope=streaming%20ugc-image-upload%20user-read-email%20user-read-private&"
                          "redirect_uri=https%3A%2F%2Fpodcasters.spotify.com&code_challenge="));
    EXPECT_THAT(first.url, HasSubstr("&code_challenge_method=S256&state="));
    EXPECT_TRUE(first.url.ends_with("&response_mode=web_message&prompt=none"));
    EXPECT_EQ(header_of(first, "Cookie"), "sp_dc=dc; sp_key=key");
    EXPECT_EQ(field_of(first.url, "code_challenge").size(), 43U);
    EXPECT_EQ(field_of(first.url, "state").size(), 43U);
    const Request& second = transport->sent[1];
    EXPECT_EQ(header_of(second, "Cookie"), "") << "cookies go to the authorise address only";
    EXPECT_THAT(second.body,
                HasSubstr("grant_type=authorization_code&client_id=05a1371ee5194c27860b3ff3ff3979d2&code=c-1&"
                          "redirect_uri=https%3A%2F%2Fpodcasters.spotify.com&code_verifier="));
    EXPECT_EQ(field_of(second.body, "code_verifier").size(), 86U);
}

TEST_F(SignInTest, RenewsWhenLessThan300SecondsAreLeftOnAClockThatNeverJumps) {
    SignIn one = sign_in();
    ASSERT_TRUE(one.bearer());
    time.advance(Seconds{3300});
    token_answer = R"({"access_token":"BQ2"})";
    EXPECT_EQ(*one.bearer(), "BQ1");
    time.now -= std::chrono::hours{24 * 365};
    EXPECT_EQ(*one.bearer(), "BQ1");
    time.advance(Seconds{1});
    EXPECT_EQ(*one.bearer(), "BQ2");
    time.advance(Seconds{3301});  // 3600 when the answer does not say
    token_answer = R"({"access_token":"BQ3"})";
    EXPECT_EQ(*one.bearer(), "BQ3");
}

TEST_F(SignInTest, ThreadsShareOneTokenAndOneRenewal) {
    SignIn one = sign_in();
    {
        std::vector<std::jthread> threads;
        for (int n = 0; n < 8; ++n) threads.emplace_back([&] { EXPECT_EQ(*one.bearer(), "BQ1"); });
    }
    EXPECT_EQ(transport->sent.size(), 2U);
    one.forget("an older token");
    ASSERT_TRUE(one.bearer());
    EXPECT_EQ(transport->sent.size(), 2U) << "what another thread has renewed stays";
    one.forget("BQ1");
    ASSERT_TRUE(one.bearer());
    EXPECT_EQ(transport->sent.size(), 4U);
}

TEST_F(SignInTest, AnExpiredLoginIsAskedOnceAndStaysExpired) {
    SignIn one = sign_in();
    transport->answer(200, page_with(R"({"type": "authorization_response", "response": {"error": "login_required"}})"));
    EXPECT_EQ(one.bearer().error().kind, ErrorKind::credentials_expired);
    EXPECT_EQ(one.bearer().error().kind, ErrorKind::credentials_expired);
    EXPECT_EQ(transport->sent.size(), 1U);
    EXPECT_TRUE(time.waits.empty());
}

TEST_F(SignInTest, TriesThreeTimesTwoSecondsApart) {
    SignIn one = sign_in();
    transport->answer(503, "");
    transport->fail(ErrorKind::unreachable);
    EXPECT_TRUE(one.bearer());
    EXPECT_THAT(time.waits, ElementsAre(2, 2));
    SignIn two = sign_in();
    for (int n = 0; n < 3; ++n) transport->answer(200, "<html>nothing</html>");
    EXPECT_EQ(two.bearer().error().kind, ErrorKind::authentication);
    SignIn three = sign_in();
    token_answer = R"({"error":"invalid_grant"})";
    EXPECT_EQ(three.bearer().error().kind, ErrorKind::authentication);
}

TEST(ReadAuthorizationPage, AcceptsThePageAndLooserSpellings) {
    for (const char* object : {
             R"({"type": "authorization_response", "response": {"code": "AQ-1_x", "state": "st"}})",
             "{\n  \"type\": \"authorization_response\",\n  \"response\": {\n    \"code\": \"AQ-1_x\",\n    \"state\": "
             "\"st\"\n  }\n}",
             "{type: 'authorization_response', response: {code: 'AQ-1_x', state: 'st'}}",
             "{ type:'authorization_response', response:{ state:\"st\", code:\"AQ-1_x\", }, }",
             "{type: authorization_response, response: {code: AQ-1_x, state: st}}",
             R"({"type": "authorization_response", "response": {"code": "AQ-1_\u0078", "state": "s\u0074"}})",
         }) {
        const auto code = read_authorization_page(page_with(object), "st");
        ASSERT_TRUE(code) << object;
        EXPECT_EQ(*code, "AQ-1_x");
    }
}

TEST(ReadAuthorizationPage, RefusesEverythingElse) {
    for (const std::string& page : {
             std::string{"<html></html>"},
             std::string{"const authorizationResponse = {"},
             page_with(R"({"type": "other", "response": {"code": "c", "state": "st"}})"),
             page_with(R"({"type": "authorization_response", "response": "c"})"),
             page_with(R"({"type": "authorization_response"})"),
             page_with(R"({"type": "authorization_response", "response": {"code": "c", "state": "other"}})"),
             page_with(R"({"type": "authorization_response", "response": {"code": "", "state": "st"}})"),
             page_with(
                 R"({"type": "authorization_response", "response": {"error": "consent_required", "state": "st"}})"),
             page_with(R"(["authorization_response"])"),
             page_with(R"({"type": "authorization_response", "response": {"code": "c", "state": "st"}} x)"),
             page_with(std::string(100'000, '{')),
             page_with(R"({"type": "authorization_response", "response": {"code": "c\)"),
             page_with(R"({"a": "\u00)"),
         }) {
        const auto code = read_authorization_page(page, "st");
        ASSERT_FALSE(code) << page.substr(0, 200);
        EXPECT_EQ(code.error().kind, ErrorKind::authentication);
    }
}

}  // namespace
}  // namespace mooring_client
