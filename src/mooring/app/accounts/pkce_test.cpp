#include "mooring/app/accounts/pkce.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mooring::app::accounts {
namespace {

// RFC 7636, appendix B.
constexpr std::string_view known_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr std::string_view known_challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

TEST(IsVerifier, TakesFortyThreeToAHundredAndTwentyEightUnreservedCharacters) {
    struct Case {
        std::string text;
        bool is_good;
        std::string_view clause;
    };
    const Case cases[] = {
        {std::string(42, 'a'), false, "RFC 7636, 4.1: at least 43"},
        {std::string(43, 'a'), true, "RFC 7636, 4.1: at least 43"},
        {std::string(64, '7'), true, "accounts-oauth.md, 3.1: 64 letters and digits"},
        {std::string(86, '_'), true, "accounts-oauth.md, 3.1: 86 base64url characters"},
        {std::string(128, 'Z'), true, "RFC 7636, 4.1: at most 128"},
        {std::string(129, 'Z'), false, "RFC 7636, 4.1: at most 128"},
        {std::string(39, 'a') + "-._~", true, "RFC 7636, 4.1: unreserved"},
        {std::string(43, 'a') + "+", false, "RFC 7636, 4.1: unreserved"},
        {std::string(43, 'a') + " ", false, "RFC 7636, 4.1: unreserved"},
        {std::string(43, 'a') + std::string(1, '\0'), false, "RFC 7636, 4.1: unreserved"},
        {std::string(43, 'a') + "é", false, "RFC 7636, 4.1: ASCII"},
        {"", false, "RFC 7636, 4.1"},
    };
    for (const Case& c : cases) EXPECT_EQ(is_verifier(c.text), c.is_good) << c.clause << ": " << c.text;
}

TEST(IsChallenge, TakesFortyThreeBase64urlCharactersOnly) {
    struct Case {
        std::string text;
        bool is_good;
        std::string_view clause;
    };
    const Case cases[] = {
        {std::string{known_challenge}, true, "RFC 7636, appendix B"},
        {std::string(42, 'A'), false, "accounts-oauth.md, 3.1: 43 characters"},
        {std::string(44, 'A'), false, "accounts-oauth.md, 3.1: 43 characters"},
        {std::string(42, 'A') + "=", false, "accounts-oauth.md, 5.1: without padding"},
        {std::string(43, 'A') + "=", false, "accounts-oauth.md, 5.1: without padding"},
        {std::string(42, 'A') + "+", false, "RFC 4648, 5: the URL alphabet"},
        {std::string(42, 'A') + "~", false, "RFC 4648, 5: the URL alphabet"},
        {"", false, "accounts-oauth.md, 3.3: malformed challenge"},
    };
    for (const Case& c : cases) EXPECT_EQ(is_challenge(c.text), c.is_good) << c.clause << ": " << c.text;
}

TEST(VerifierMatches, KnowsTheExampleOfTheRfc) {
    EXPECT_TRUE(verifier_matches(known_verifier, known_challenge));
}

TEST(VerifierMatches, RefusesAnythingElse) {
    std::string other{known_verifier};
    other.back() = 'l';
    EXPECT_FALSE(verifier_matches(other, known_challenge));
    EXPECT_FALSE(verifier_matches(known_verifier, known_verifier)) << "the method `plain` is not offered (5.1)";
    EXPECT_FALSE(verifier_matches(known_verifier, known_challenge.substr(0, 42)));
    EXPECT_FALSE(verifier_matches(known_verifier, ""));
    EXPECT_FALSE(verifier_matches("", known_challenge));
    // SHA-256 of "abc": a good digest of a verifier that is too short.
    EXPECT_FALSE(verifier_matches("abc", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"));
}

}  // namespace
}  // namespace mooring::app::accounts
