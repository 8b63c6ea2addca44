#include "mooring/base/byte_code.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace mooring {
namespace {

TEST(ByteCode, GivesBackWhatWasPut) {
    std::string bytes;
    ByteWriter writer{bytes};
    writer.number(0);
    writer.number(std::numeric_limits<std::uint64_t>::max());
    writer.signed_number(std::numeric_limits<std::int64_t>::min());
    writer.signed_number(-1);
    writer.text("harbour");
    writer.array(std::array{std::byte{7}, std::byte{255}});
    ByteReader reader{bytes};
    EXPECT_EQ(reader.number(), 0U);
    EXPECT_EQ(reader.number(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(reader.signed_number(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(reader.signed_number(), -1);
    EXPECT_EQ(reader.text(), "harbour");
    EXPECT_EQ(reader.array<2>()[1], std::byte{255});
    EXPECT_TRUE(reader.at_end());
    EXPECT_FALSE(reader.failed());
}

TEST(ByteCode, StaysFailedOnBytesThatEndEarly) {
    std::string bytes;
    ByteWriter{bytes}.text("harbour");
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        ByteReader reader{std::string_view{bytes}.substr(0, length)};
        EXPECT_EQ(reader.text(), "") << length;
        EXPECT_TRUE(reader.failed()) << length;
        EXPECT_EQ(reader.number(), 0U);
    }
    ByteReader many{
        std::string_view{"\x7F"
                         "abc"}};
    EXPECT_EQ(many.count(), 0U);
    EXPECT_TRUE(many.failed());
}

}  // namespace
}  // namespace mooring
