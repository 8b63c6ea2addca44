#include "mooring/domain/ids.hpp"

#include <gtest/gtest.h>

namespace mooring::domain {
namespace {

// creators-rest.md, section 5: observed pairs.
TEST(WebEpisodeId, MatchesTheObservedPair) {
    EXPECT_EQ(web_episode_id(EpisodeId{116680440}), "e3g7a9o");
    EXPECT_EQ(parse_web_episode_id("e3g7a9o"), EpisodeId{116680440});
}

TEST(WebStationId, MatchesTheObservedPair) {
    EXPECT_EQ(web_station_id(ShowId{46036667}), "112fef78c");
    EXPECT_EQ(parse_web_station_id("112fef78c"), ShowId{46036667});
}

TEST(WebAudioId, MatchesTheObservedPair) {
    EXPECT_EQ(web_audio_id(AudioId{325064065}), "a9mulu1");
    EXPECT_EQ(parse_web_audio_id("a9mulu1"), AudioId{325064065});
    EXPECT_EQ(parse_web_audio_id("e9mulu1"), std::nullopt);
}

TEST(WebIds, ComeBackForTheSmallestAndTheLargestId) {
    for (const std::int64_t id : {std::int64_t{1}, std::int64_t{130000001}, max_wire_id}) {
        EXPECT_EQ(parse_web_episode_id(web_episode_id(EpisodeId{id})), EpisodeId{id});
        EXPECT_EQ(parse_web_station_id(web_station_id(ShowId{id})), ShowId{id});
    }
}

TEST(WebEpisodeId, RefusesOtherForms) {
    for (const auto* text : {"", "e", "3g7a9o", "E3g7a9o", "e3G7A9O", "e03g7a9o", "e3g7a9w", "e-1", "e1", "eugi0",
                             "ezzzzzzzzzzzzzzzzz", "evvvvvvvvvvv", "e3g7a9o "}) {
        EXPECT_EQ(parse_web_episode_id(text), std::nullopt) << text;
    }
}

TEST(WebStationId, RefusesOtherForms) {
    for (const auto* text : {"", "112fef78d", "112FEF78C", "0112fef78c", "-64", "0x112fef78c", "my-show", "989680",
                             "ffffffffffffffffffff", "112fef78c/"}) {
        EXPECT_EQ(parse_web_station_id(text), std::nullopt) << text;
    }
}

TEST(PublicKey, HasSixteenLettersAndDigits) {
    EXPECT_TRUE(is_public_key("Q7m2xVb9KcL4tRz8"));
    for (const auto* text :
         {"", "Q7m2xVb9KcL4tRz", "Q7m2xVb9KcL4tRz88", "Q7m2xVb9KcL4tRz-", "Q7m2xVb9KcL4tR\xc3\xa9"}) {
        EXPECT_FALSE(is_public_key(text)) << text;
    }
}

TEST(OpaqueId, HasTwentyTwoLettersAndDigits) {
    EXPECT_TRUE(is_opaque_id("0123456789abcdefABCDEF"));
    EXPECT_FALSE(is_opaque_id("0123456789abcdefABCDE"));
    EXPECT_FALSE(is_opaque_id("0123456789abcdefABCDE_"));
}

}  // namespace
}  // namespace mooring::domain
