#include "mooring/domain/workspace.hpp"

#include <gtest/gtest.h>

#include <set>

namespace mooring::domain {
namespace {

using std::chrono::microseconds;

// publishing-v1.md, 2.2.
TEST(Scope, HasTheEightNamesOfTheContract) {
    const std::set<std::string_view> expected{"station:read", "episodes:read", "episodes:write", "episodes:generate",
                                              "shows:read",   "shows:write",   "schedule:read",  "schedule:write"};
    std::set<std::string_view> names;
    for (const Scope scope : all_scopes()) {
        names.insert(to_string(scope));
        EXPECT_EQ(parse_scope(to_string(scope)), scope);
    }
    EXPECT_EQ(names, expected);
}

TEST(Scope, RefusesUnknownNames) {
    for (const auto* text : {"", "episodes", "episodes:Read", "episodes:read ", "*"}) {
        EXPECT_EQ(parse_scope(text), std::nullopt) << text;
    }
}

// publishing-v1.md, 2.1: "from the instant `expires_at` on, the key is refused".
TEST(ApiKey, IsRefusedFromTheInstantOfItsExpiry) {
    const Instant expiry = from_unix_seconds(1'900'000'000);
    ApiKey key;
    EXPECT_TRUE(is_live(key, expiry));
    key.expires_at = expiry;
    EXPECT_TRUE(is_live(key, expiry - microseconds{1}));
    EXPECT_FALSE(is_live(key, expiry));
    EXPECT_FALSE(is_live(key, expiry + microseconds{1}));
}

TEST(ApiKey, IsRefusedOnceRevoked) {
    ApiKey key;
    key.revoked_at = from_unix_seconds(1'900'000'000);
    EXPECT_FALSE(is_live(key, from_unix_seconds(1'900'000'001)));
    EXPECT_FALSE(is_live(key, from_unix_seconds(1'900'000'000)));
}

}  // namespace
}  // namespace mooring::domain
