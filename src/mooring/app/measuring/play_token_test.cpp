#include "mooring/app/measuring/play_token.hpp"

#include <gtest/gtest.h>

namespace mooring::app::measuring {
namespace {

TEST(PlayToken, HoldsForItsEpisodeProgramAndTime) {
    const ServerSecret secret{{}}, other{{std::byte{1}}};
    SeededRandom random{7};
    const Instant now = from_unix_seconds(1'772'000'000);
    const std::string token = make_play_token(secret, random, "eps7Qk2m00000003", "Player/1", now);
    const auto check = [&](std::string_view episode, std::string_view program, std::string_view text, Instant at) {
        return check_play_token(secret, episode, program, text, at).has_value();
    };
    EXPECT_TRUE(check("eps7Qk2m00000003", "Player/1", token, now));
    EXPECT_TRUE(check("eps7Qk2m00000003", "Player/1", token, now + play_token_life - std::chrono::seconds{1}));
    EXPECT_FALSE(check("eps7Qk2m00000003", "Player/1", token, now + play_token_life));
    EXPECT_FALSE(check("eps7Qk2m00000004", "Player/1", token, now));
    EXPECT_FALSE(check("eps7Qk2m00000003", "Player/2", token, now));
    EXPECT_FALSE(check_play_token(other, "eps7Qk2m00000003", "Player/1", token, now));
    EXPECT_NE(make_play_token(secret, random, "eps7Qk2m00000003", "Player/1", now), token);
    for (const std::string_view bad : {"", ".", "..", "a.b", "a.b.c", "a.1999999999.c"}) {
        EXPECT_FALSE(check("eps7Qk2m00000003", "Player/1", bad, now)) << bad;
    }
    std::string changed = token;
    changed.back() = changed.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(check("eps7Qk2m00000003", "Player/1", changed, now));
}

}  // namespace
}  // namespace mooring::app::measuring
