#include "mooring/app/accounts/oauth_scopes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mooring::app::accounts {
namespace {

using domain::ScopeNames;

TEST(ParseScopes, ReadsNamesBetweenSpaces) {
    struct Case {
        std::string_view text;
        ScopeNames scopes;
        std::string_view clause;
    };
    const Case cases[] = {
        {"", {}, "accounts-oauth.md, 5: an empty scope is sent by the TypeScript SDK"},
        {"   ", {}, "accounts-oauth.md, 4: optional"},
        {"streaming", {"streaming"}, "accounts-oauth.md, 4.1"},
        {"streaming ugc-image-upload user-read-email user-read-private",
         {"streaming", "ugc-image-upload", "user-read-email", "user-read-private"},
         "accounts-oauth.md, 3.1: what the connectors ask for"},
        {" user-library-read  streaming ", {"streaming", "user-library-read"}, "accounts-oauth.md, 4: spaces"},
        {"streaming streaming", {"streaming"}, "RFC 6749, 3.3: a set"},
        {"playlist-read-private", {"playlist-read-private"}, "accounts-oauth.md, 4.1: the other public names"},
    };
    for (const Case& c : cases) {
        const auto scopes = parse_scopes(c.text);
        ASSERT_TRUE(scopes) << c.clause << ": " << scopes.error().message;
        EXPECT_EQ(*scopes, c.scopes) << c.clause;
    }
}

TEST(ParseScopes, NamesTheOneItDoesNotKnow) {
    struct Case {
        std::string text;
        std::string_view message;
        std::string_view clause;
    };
    const Case cases[] = {
        {"streaming user-fly", "unknown scope user-fly", "accounts-oauth.md, 4.1"},
        {"Streaming", "unknown scope Streaming", "RFC 6749, 3.3: case-sensitive"},
        {"streaming\tuser-library-read", "unknown scope streaming?user-library-read", "RFC 6749, 3.3: spaces only"},
        {"streaming,user-library-read", "unknown scope streaming,user-library-read", "RFC 6749, 3.3: spaces only"},
        {"a\"b\\c\r\nd\x7f", "unknown scope a?b?c??d?", "RFC 6749, 5.2: error_description"},
        {std::string(70, 'x'), "unknown scope xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...",
         "shortened"},
    };
    for (const Case& c : cases) {
        const auto scopes = parse_scopes(c.text);
        ASSERT_FALSE(scopes) << c.clause;
        EXPECT_EQ(scopes.error().code, Errc::invalid_argument) << c.clause;
        EXPECT_EQ(scopes.error().message, c.message) << c.clause;
        EXPECT_EQ(scopes.error().field, "scope") << c.clause;
    }
}

TEST(ScopesText, WritesWhatParseScopesReads) {
    EXPECT_EQ(scopes_text({}), "");
    const ScopeNames scopes{"user-read-playback-position", "user-library-read"};
    EXPECT_EQ(scopes_text(scopes), "user-library-read user-read-playback-position");  // accounts-oauth.md, 5.1
    const auto again = parse_scopes(scopes_text(scopes));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, scopes);
}

TEST(Covers, NeverWidens) {
    EXPECT_TRUE(covers({"streaming", "user-library-read"}, {"streaming"}));
    EXPECT_TRUE(covers({"streaming"}, {"streaming"}));
    EXPECT_TRUE(covers({}, {}));
    EXPECT_FALSE(covers({"streaming"}, {"streaming", "user-library-read"}));
    EXPECT_FALSE(covers({}, {"streaming"}));
}

}  // namespace
}  // namespace mooring::app::accounts
