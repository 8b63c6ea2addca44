#include "mooring/app/accounts/sign_in_target.hpp"

#include <gtest/gtest.h>

namespace mooring::app::accounts {
namespace {

TEST(SignInTarget, KeepsPathsOnThisServer) {
    const std::string cases[] = {
        "/",
        "/dashboard",
        "/dashboard/shows/7?tab=episodes#top",
        "/accounts/authorize?client_id=ab&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=%0A%5C%2F%2F",
        "/?next=//evil.example",
        "/search/M%C3%B6wen",
        "/a%20b",
        "/.well-known/thing",
        "/a..b/...",
        "/" + std::string(8191, 'a'),
    };
    for (const std::string& wanted : cases) EXPECT_EQ(sign_in_target(wanted, "/start"), wanted);
}

TEST(SignInTarget, GoesToTheStartPageForAnythingElse) {
    struct Case {
        std::string wanted;
        std::string_view why;
    };
    const Case cases[] = {
        {"", "nothing wanted"},
        {"dashboard", "not from the root"},
        {"?a=b", "not from the root"},
        {"//evil", "accounts-oauth.md, 13: another host"},
        {"///evil", "another host"},
        {"/\\evil", "accounts-oauth.md, 13: a backslash is a slash to browsers"},
        {"\\\\evil", "a backslash is a slash to browsers"},
        {"\\/evil", "a backslash is a slash to browsers"},
        {"/a\\..\\b", "a backslash is a slash to browsers"},
        {"https:evil", "accounts-oauth.md, 13: a scheme"},
        {"https://evil", "a scheme"},
        {"HTTPS:/evil", "a scheme"},
        {"javascript:alert(1)", "a scheme"},
        {"data:text/html,x", "a scheme"},
        {"/%2Fevil", "accounts-oauth.md, 13: encoded"},
        {"/%2fevil", "encoded"},
        {"%2F%2Fevil", "encoded"},
        {"/%5Cevil", "encoded"},
        {"/%5cevil", "encoded"},
        {"/%252Fevil", "encoded twice"},
        {"/%25255Cevil", "encoded three times"},
        {"/%2525252525252541", "encoded without end"},
        {"https%3Aevil", "encoded"},
        {"/%09/evil", "encoded control character"},
        {"/%0D%0ASet-Cookie:a=b", "encoded control character"},
        {"/%00", "encoded control character"},
        {"/\t/evil", "browsers drop tabs"},
        {"/\n/evil", "browsers drop line feeds"},
        {"/\r\nSet-Cookie: a=b", "header injection"},
        {"/a?b=\r\nSet-Cookie:c", "header injection in the query"},
        {"/a?b=\\", "a backslash anywhere"},
        {std::string("/a\0b", 4), "NUL"},
        {"/a\x7f", "DEL"},
        {" /a", "browsers drop leading spaces"},
        {"/a b", "a space"},
        {"/a/../..//evil", "dot segments"},
        {"/..", "dot segments"},
        {"/./a", "dot segments"},
        {"/%2e%2e/a", "encoded dot segments"},
        {"/a//b", "an empty segment"},
        {"/%zz", "a broken escape"},
        {"/%4", "a broken escape"},
        {"/M\xC3\xB6wen", "not ASCII"},
        {"/%FF", "not UTF-8 when decoded"},
        {"/" + std::string(8192, 'a'), "too long"},
    };
    for (const Case& c : cases) EXPECT_EQ(sign_in_target(c.wanted, "/start"), "/start") << c.why << ": " << c.wanted;
}

TEST(SignInTarget, StartsAtTheRootUnlessToldOtherwise) {
    EXPECT_EQ(sign_in_target("//evil"), "/");
}

}  // namespace
}  // namespace mooring::app::accounts
