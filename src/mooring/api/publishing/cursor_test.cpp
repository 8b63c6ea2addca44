#include "mooring/api/publishing/cursor.hpp"

#include <gtest/gtest.h>

#include "mooring/base/encoding.hpp"

namespace mooring::api::publishing {
namespace {

TEST(Cursor, OfTheSeedsExampleIsTheSeedsLetterForLetter) {
    EXPECT_EQ(write_cursor({1707472800, 1234}), "MTcwNzQ3MjgwMF8xMjM0");
    EXPECT_EQ(parse_cursor("MTcwNzQ3MjgwMF8xMjM0"), (Cursor{1707472800, 1234}));
    EXPECT_EQ(write_cursor({1740996000, 4790}), "MTc0MDk5NjAwMF80Nzkw");
}

TEST(Cursor, IsAcceptedPaddedAndUnpaddedInBothAlphabets) {
    EXPECT_EQ(write_cursor({5, 1}), "NV8x");
    EXPECT_EQ(write_cursor({15, 1}), "MTVfMQ");
    EXPECT_EQ(parse_cursor("MTVfMQ"), (Cursor{15, 1}));
    EXPECT_EQ(parse_cursor("MTVfMQ=="), (Cursor{15, 1}));
    EXPECT_EQ(parse_cursor(to_base64("0_9007199254740991")), (Cursor{0, 9007199254740991}));
}

TEST(Cursor, OfAnyOtherFormIsRefused) {
    for (const std::string text :
         {"", "_", "1_", "_1", "1", "01_1", "1_01", "1_2_3", "-1_2", "1_-2", "+1_2", " 1_2", "1_2 ", "a_1", "1_0",
          "9007199254740992_1", "1_9007199254740992", "99999999999999999999_1"}) {
        EXPECT_EQ(parse_cursor(to_base64url(text)), std::nullopt) << text;
    }
    for (const std::string raw : {"!", "MTVfMQ=", "MTVfM", "MTVf MQ", "MTVfMR"}) {
        EXPECT_EQ(parse_cursor(raw), std::nullopt) << raw;
    }
    EXPECT_EQ(parse_cursor(std::string(65, 'M')), std::nullopt);
}

}  // namespace
}  // namespace mooring::api::publishing
