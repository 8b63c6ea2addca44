#include "mooring/app/accounts/authorization_response.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <vector>

#include "mooring/app/accounts/secrets.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::string_view code = "AQCq3vJ0c0Wm9d8mS2xk1dGv3yJwH2uP5b1kqkT6rYs";
constexpr std::string_view origin = "https://podcasters.spotify.com";
constexpr std::string_view opening = "const authorizationResponse = ";

constexpr AuthorizationError all_errors[] = {AuthorizationError::login_required, AuthorizationError::consent_required,
                                             AuthorizationError::invalid_scope, AuthorizationError::invalid_request,
                                             AuthorizationError::unsupported_response_type};

AuthorizationPage page_with(std::optional<std::string> state) {
    return {.nonce = "k3v0", .target_origin = origin, .state = std::move(state)};
}

std::string must(const Result<std::string>& page) {
    EXPECT_TRUE(page) << page.error().message;
    return page.value_or("");
}

/// One page of success and one of each error, all with `state`.
std::vector<std::string> all_pages(const std::string& state) {
    std::vector<std::string> pages{must(render_authorization(page_with(state), code))};
    for (const AuthorizationError error : all_errors) {
        pages.push_back(must(render_authorization(page_with(state), error)));
    }
    return pages;
}

/// What the clients' expression `const authorizationResponse = (.*?);` catches.
std::string object_in(const std::string& page) {
    const std::size_t begin = page.find(opening) + opening.size();
    return page.substr(begin, page.find(';', begin) - begin);
}

/// What a search of the whole page for `name: "..."` catches first, the name in quotes or not.
std::string first_value(const std::string& page, const std::string& name) {
    for (std::size_t at = page.find(name); at != std::string::npos; at = page.find(name, at + 1)) {
        std::size_t value = at + name.size();
        if (page[value] == '"') ++value;
        if (page.substr(value, 3) != ": \"") continue;
        value += 3;
        return page.substr(value, page.find('"', value) - value);
    }
    return "";
}

std::vector<std::string> states() {
    std::string printable;
    for (char c = ' '; c <= '~'; ++c) printable += c;
    return {
        "Zr4kq2m9PzT7c1w8Lx5vB0nY3dF6hJ2s",             // 32 letters and digits (3.1)
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",  // 43 base64url characters (3.1)
        std::string(1024, 'x'),
        std::string(1024, '"'),
        "0123456789",
        "",
        " leading and trailing ",
        printable,
        "quote\" apostrophe' semicolon; back\\slash \\u0041 \\n",
        "</script><script>alert(1)</script><!-- -->&lt;",
        "\"}}; code: \"evil\", \"state\": \"evil\"",
        "login_required",
        "x login_required login_login_required",
        "true",
        "# not a comment: - [a] {b} *c &d !e %f @g `h`",
    };
}

TEST(AuthorizationPages, AreThoseOfTheContractToTheByte) {
    EXPECT_EQ(must(render_authorization(page_with("Zr4kq2m9PzT7c1w8Lx5vB0nY3dF6hJ2s"), code)),
              R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Authorization</title></head>
<body><script nonce="k3v0">
const authorizationResponse = {
  "type": "authorization_response",
  "response": {
    "code": "AQCq3vJ0c0Wm9d8mS2xk1dGv3yJwH2uP5b1kqkT6rYs",
    "state": "Zr4kq2m9PzT7c1w8Lx5vB0nY3dF6hJ2s"
  }
};
(window.opener || window.parent).postMessage(authorizationResponse, "https://podcasters.spotify.com");
</script></body>
</html>
)");
    for (const AuthorizationError error : all_errors) {
        const std::string page = must(render_authorization(page_with("Zr4kq2m9PzT7c1w8Lx5vB0nY3dF6hJ2s"), error));
        const std::string expected = R"(const authorizationResponse = {
  "type": "authorization_response",
  "response": {
    "error": ")" + std::string{to_string(error)} +
                                     R"(",
    "state": "Zr4kq2m9PzT7c1w8Lx5vB0nY3dF6hJ2s"
  }
};
)";
        EXPECT_NE(page.find(expected), std::string::npos) << page;
    }
}

TEST(AuthorizationPages, NameTheErrorsOfTheTableOfCases) {
    const std::string_view names[] = {"login_required", "consent_required", "invalid_scope", "invalid_request",
                                      "unsupported_response_type"};  // accounts-oauth.md, 3.3
    for (std::size_t index = 0; index < std::size(names); ++index)
        EXPECT_EQ(to_string(all_errors[index]), names[index]);
}

// The tests below go through the rows of the table in accounts-oauth.md, 3.2.

TEST(AuthorizationPages, HaveTheWordsOfTheExpressionOnce) {
    for (const std::string& state : states()) {
        for (const std::string& page : all_pages(state)) {
            const std::size_t at = page.find(opening);
            ASSERT_NE(at, std::string::npos);
            EXPECT_EQ(page.find(opening, at + 1), std::string::npos) << page;
        }
    }
}

TEST(AuthorizationPages, HaveNoSemicolonInsideTheObject) {
    for (const std::string& state : states()) {
        for (const std::string& page : all_pages(state)) EXPECT_TRUE(object_in(page).ends_with("\n  }\n}")) << page;
    }
}

TEST(AuthorizationPages, AreReadAsYamlToo) {
    for (const std::string& page : all_pages("Zr4kq2m9PzT7c1w8Lx5vB0nY3dF6hJ2s")) {
        const std::string object = object_in(page);
        EXPECT_EQ(object.find('\t'), std::string::npos) << "a tab";
        EXPECT_EQ(object.find('\r'), std::string::npos) << "a carriage return";
        for (std::size_t at = object.find(':'); at != std::string::npos; at = object.find(':', at + 1)) {
            EXPECT_EQ(object.substr(at, 2), ": ") << "a colon without a space";
            EXPECT_EQ(object[at - 1], '"') << "a key without quotes";
        }
    }
    for (const std::string& state : states()) {
        for (const std::string& page : all_pages(state)) EXPECT_EQ(page.find('\t'), std::string::npos);
    }
}

TEST(AuthorizationPages, QuoteStringsThatLookLikeNumbersOrWords) {
    const std::string unquoted[] = {"0123456789", "12e3", "true", "null", "~"};
    for (const std::string& state : unquoted) {
        for (const std::string& page : all_pages(state)) {
            EXPECT_NE(object_in(page).find("\"state\": \"" + state + "\""), std::string::npos) << page;
        }
    }
}

TEST(AuthorizationPages, GiveTypeCodeOrErrorAndTheExactState) {
    for (const std::string& state : states()) {
        const auto pages = all_pages(state);
        for (std::size_t index = 0; index < pages.size(); ++index) {
            boost::system::error_code failed;
            const auto object = boost::json::parse(object_in(pages[index]), failed);
            ASSERT_FALSE(failed) << pages[index];
            ASSERT_EQ(object.as_object().size(), 2U);
            EXPECT_EQ(object.at("type").as_string(), "authorization_response");
            const auto& response = object.at("response").as_object();
            ASSERT_EQ(response.size(), 2U);
            EXPECT_EQ(std::string_view{response.at("state").as_string()}, state);
            const std::string_view name = index == 0 ? "code" : "error";
            EXPECT_EQ(std::string_view{response.at(name).as_string()},
                      index == 0 ? code : to_string(all_errors[index - 1]));
        }
    }
}

TEST(AuthorizationPages, ShowTheRightCodeAndStateFirst) {
    for (const std::string& state : states()) {
        const auto pages = all_pages(state);
        for (std::size_t index = 0; index < pages.size(); ++index) {
            const std::string& page = pages[index];
            const std::size_t member = page.find("    \"state\": \"") + std::string_view{"    \"state\": \""}.size();
            EXPECT_EQ(first_value(page, "state"), page.substr(member, page.find('"', member) - member)) << page;
            EXPECT_EQ(first_value(page, "code"), index == 0 ? code : "") << page;
        }
    }
}

TEST(AuthorizationPages, SayLoginRequiredOnlyWhenItIs) {
    for (const std::string& state : states()) {
        const auto pages = all_pages(state);
        for (std::size_t index = 0; index < pages.size(); ++index) {
            const bool says_so = pages[index].find("login_required") != std::string::npos;
            const bool is_so = index > 0 && all_errors[index - 1] == AuthorizationError::login_required;
            EXPECT_EQ(says_so, is_so) << pages[index];
        }
    }
}

TEST(AuthorizationPages, CarryCodesAsTheyAreMade) {
    SystemRandom random;
    for (int round = 0; round < 100; ++round) {
        const std::string made = make_authorization_code(random);
        const std::string page = must(render_authorization(page_with("x"), made));
        EXPECT_NE(page.find("\"code\": \"" + made + "\""), std::string::npos) << page;
    }
}

TEST(AuthorizationPages, EscapeWhatCouldEndAStringOrTheScript) {
    const auto page = must(render_authorization(page_with("a<b>c&d'e;f\\g\"h"), code));
    EXPECT_NE(page.find(R"("state": "a\u003Cb\u003Ec\u0026d\u0027e\u003Bf\u005Cg\u0022h")"), std::string::npos) << page;
    const auto plain = must(render_authorization(page_with("A-Za-z0-9 -_.~+/=%:,{}[]()!?*#@$^|`"), code));
    EXPECT_NE(plain.find(R"("state": "A-Za-z0-9 -_.~+/=%:,{}[]()!?*#@$^|`")"), std::string::npos) << plain;
}

TEST(AuthorizationPages, TakePrintableAsciiOfAtMostAThousandAndTwentyFourCharacters) {
    struct Case {
        std::string state;
        bool is_good;
    };
    const Case cases[] = {
        {"", true},
        {std::string(1024, 'x'), true},
        {std::string(1025, 'x'), false},
        {" ~", true},
        {"M\xC3\xB6we", false},
        {"a\nb", false},
        {"a\tb", false},
        {"a\x7f", false},
        {std::string("a\0b", 3), false},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(is_state(c.state), c.is_good) << c.state;
        const auto page = render_authorization(page_with(c.state), code);
        EXPECT_EQ(page.has_value(), c.is_good) << c.state;
        EXPECT_EQ(page ? "" : page.error().field, c.is_good ? "" : "state") << c.state;
        EXPECT_EQ(render_authorization(page_with(c.state), AuthorizationError::invalid_scope).has_value(), c.is_good);
    }
}

TEST(AuthorizationPages, HaveNoStateWhenNoneWasSent) {
    const auto page = must(render_authorization(page_with(std::nullopt), AuthorizationError::invalid_request));
    EXPECT_EQ(
        object_in(page),
        "{\n  \"type\": \"authorization_response\",\n  \"response\": {\n    \"error\": \"invalid_request\"\n  }\n}");
    EXPECT_EQ(page.find("state"), std::string::npos);
}

TEST(AuthorizationPages, TellTheOriginTheyAreGiven) {
    const AuthorizationPage page{
        .nonce = "Zm9v+/8=", .target_origin = "https://[2001:db8::1]:8443", .state = std::nullopt};
    const std::string text = must(render_authorization(page, code));
    EXPECT_NE(text.find(".postMessage(authorizationResponse, \"https://[2001:db8::1]:8443\");\n"), std::string::npos);
    EXPECT_NE(text.find("<script nonce=\"Zm9v+/8=\">\n"), std::string::npos);
}

}  // namespace
}  // namespace mooring::app::accounts
