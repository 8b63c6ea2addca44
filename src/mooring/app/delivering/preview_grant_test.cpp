#include "mooring/app/delivering/preview_grant.hpp"

#include <gtest/gtest.h>

#include "mooring/app/delivering/subscribers.hpp"

namespace mooring::app::delivering {
namespace {

using namespace std::chrono_literals;

const Instant now = from_unix_seconds(1'772'438'400);
const ServerSecret secret{{}};

TEST(PreviewGrant, IsGoodForItsEpisodeUntilItsEnd) {
    const auto grant = make_preview_grant(secret, "AAAAAAAAAAAAAAAA", now, 1h);
    EXPECT_TRUE(is_preview_granted(secret, "AAAAAAAAAAAAAAAA", grant, now));
    EXPECT_TRUE(is_preview_granted(secret, "AAAAAAAAAAAAAAAA", grant, now + 1h - 1s));
    EXPECT_FALSE(is_preview_granted(secret, "AAAAAAAAAAAAAAAA", grant, now + 1h));
    EXPECT_FALSE(is_preview_granted(secret, "BBBBBBBBBBBBBBBB", grant, now));
    EXPECT_FALSE(is_preview_granted(ServerSecret{{std::byte{1}}}, "AAAAAAAAAAAAAAAA", grant, now));
}

TEST(PreviewGrant, RefusesWhatItDidNotMake) {
    const auto grant = make_preview_grant(secret, "AAAAAAAAAAAAAAAA", now, 1h);
    const auto dot = grant.find('.');
    for (const std::string& forged : {std::string{}, std::string{"."}, grant.substr(dot),
                                      "9999999999" + grant.substr(dot), grant + "A", std::string{"abc.def"}}) {
        EXPECT_FALSE(is_preview_granted(secret, "AAAAAAAAAAAAAAAA", forged, now)) << forged;
    }
}

TEST(PreviewGrant, LastsADayAtMost) {
    const auto grant = make_preview_grant(secret, "AAAAAAAAAAAAAAAA", now, 1000h);
    EXPECT_FALSE(is_preview_granted(secret, "AAAAAAAAAAAAAAAA", grant, now + 24h));
}

TEST(EnclosureToken, IsBoundToSubscriberAndEpisode) {
    const domain::SubscriberId subscriber{42};
    const auto token = enclosure_token(secret, subscriber, "AAAAAAAAAAAAAAAA");
    EXPECT_EQ(parse_enclosure_token(secret, "AAAAAAAAAAAAAAAA", token), subscriber);
    EXPECT_EQ(parse_enclosure_token(secret, "BBBBBBBBBBBBBBBB", token), std::nullopt);
    EXPECT_EQ(parse_enclosure_token(secret, "AAAAAAAAAAAAAAAA", "1" + token), std::nullopt);
    EXPECT_EQ(parse_enclosure_token(secret, "AAAAAAAAAAAAAAAA", ""), std::nullopt);
}

}  // namespace
}  // namespace mooring::app::delivering
