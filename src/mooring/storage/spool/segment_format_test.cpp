#include "mooring/storage/spool/segment_format.hpp"

#include <gtest/gtest.h>

namespace mooring::storage::spool {
namespace {

std::string frame(std::string_view payload) {
    std::string bytes(frame_head_bytes, '\0');
    bytes += payload;
    seal_frame(bytes);
    return bytes;
}

TEST(SegmentName, IsReadBack) {
    EXPECT_EQ(segment_name(7), "0000000000000007.hits");
    EXPECT_EQ(parse_segment_name("0000000000000007.hits"), 7U);
    EXPECT_EQ(parse_segment_name(segment_name(12345678901234567ULL)), 12345678901234567ULL);
    for (const std::string_view wrong : {"", ".hits", "7.hits", "0000000000000000.hits", "000000000000007x.hits",
                                         "0000000000000007.hit", "-000000000000007.hits", "00000000000000007.hits"}) {
        EXPECT_EQ(parse_segment_name(wrong), std::nullopt) << wrong;
    }
}

TEST(SegmentHeader, TellsItsVersionAndNumber) {
    const std::string header = segment_header(258);
    EXPECT_EQ(header, std::string("MRGHITS\x01\x02\x01\0\0\0\0\0\0", 16));
    EXPECT_EQ(check_segment_header(header, 258), HeaderCheck::good);
    EXPECT_EQ(check_segment_header(header, 259), HeaderCheck::damaged);
    EXPECT_EQ(check_segment_header(std::string{header}.replace(7, 1, "\x02"), 258), HeaderCheck::unknown_version);
    for (std::size_t length = 0; length < header.size(); ++length) {
        EXPECT_EQ(check_segment_header(header.substr(0, length), 258), HeaderCheck::damaged) << length;
    }
}

TEST(Frame, HoldsItsPayload) {
    EXPECT_EQ(frame_at(frame("hello")), "hello");
    EXPECT_EQ(frame_at(frame("hello") + "and more"), "hello");
    const std::string longest(max_payload_bytes, 'x');
    EXPECT_EQ(frame_at(frame(longest)), longest);
    // zlib.crc32(b"\x05\x00\x00\x00hello"), computed with Python
    EXPECT_EQ(frame("hello").substr(0, 8), std::string("\x05\0\0\0\x7a\x00\xac\x5c", 8));
}

TEST(Frame, IsRefusedWhenCutAnywhere) {
    const std::string bytes = frame("hello");
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_EQ(frame_at(std::string_view{bytes}.substr(0, length)), std::nullopt) << length;
    }
}

TEST(Frame, IsRefusedWhenAnyBitIsFlipped) {
    const std::string bytes = frame("hello") + std::string(300, 'z');
    for (std::size_t bit = 0; bit < frame("hello").size() * 8; ++bit) {
        std::string damaged = bytes;
        damaged[bit / 8] = static_cast<char>(static_cast<unsigned char>(damaged[bit / 8]) ^ (1U << (bit % 8)));
        EXPECT_EQ(frame_at(damaged), std::nullopt) << bit;
    }
}

TEST(Frame, IsNotSeenInZeroes) {
    EXPECT_EQ(frame_at(std::string(4096, '\0')), std::nullopt);
}

}  // namespace
}  // namespace mooring::storage::spool
