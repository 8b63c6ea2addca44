#include "mooring/base/encoding.hpp"

#include <gtest/gtest.h>

#include "mooring/base/hash.hpp"

namespace mooring {
namespace {

std::array<std::byte, 16> sixteen_bytes(unsigned first, unsigned step) {
    std::array<std::byte, 16> bytes;
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        bytes[index] = static_cast<std::byte>(first + index * step);
    }
    return bytes;
}

TEST(Hex, WritesLowerCaseAndReadsBothCases) {
    using namespace std::literals;
    EXPECT_EQ(to_hex(as_bytes("\x00\x7f\xab\xff"sv)), "007fabff");
    EXPECT_EQ(from_hex("007fabFF"), "\x00\x7f\xab\xff"s);
    EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, RefusesOddLengthsAndOtherCharacters) {
    for (const std::string_view text : {"0", "0g", "g0", " 00", "0x00", "00-"}) {
        EXPECT_FALSE(from_hex(text)) << text;
    }
}

struct Base64Case {
    std::string bytes;
    std::string padded;
    std::string url;
};

// RFC 4648, 10; the last two show the digits in which the alphabets differ.
const std::array base64_cases{
    Base64Case{"", "", ""},
    Base64Case{"f", "Zg==", "Zg"},
    Base64Case{"fo", "Zm8=", "Zm8"},
    Base64Case{"foo", "Zm9v", "Zm9v"},
    Base64Case{"foob", "Zm9vYg==", "Zm9vYg"},
    Base64Case{"fooba", "Zm9vYmE=", "Zm9vYmE"},
    Base64Case{"foobar", "Zm9vYmFy", "Zm9vYmFy"},
    Base64Case{"\xfb\xef\xbe", "++++", "----"},
    Base64Case{"\xff\xff", "//8=", "__8"},
};

TEST(Base64, AgreesWithTheTestVectors) {
    for (const auto& [bytes, padded, url] : base64_cases) {
        EXPECT_EQ(to_base64(bytes), padded);
        EXPECT_EQ(to_base64url(bytes), url);
        EXPECT_EQ(from_base64(padded), bytes) << padded;
        EXPECT_EQ(from_base64(url), bytes) << url;
    }
}

TEST(Base64, ReadsBackEveryByte) {
    std::string bytes;
    for (int value = 0; value < 256; ++value) {
        bytes.push_back(static_cast<char>(value));
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
        EXPECT_EQ(from_base64(to_base64url(bytes)), bytes);
    }
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
    for (const std::string_view text : {"Z", "Zm9vY", "=", "====", "Zg=", "Zg===", "Zm8==", "Z===", "Zm9v====",
                                        "Zg==Zg==", "Zm9v\n", "Zm 9", "+-+-", "Zh==", "Zm9=", "Zh"}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
}

TEST(Base32Hex, AgreesWithObservedIds) {  // creators-rest.md: web episode and audio ids
    EXPECT_EQ("e" + to_base32hex(116680440 + 1000000), "e3g7a9o");
    EXPECT_EQ("a" + to_base32hex(325064065 + 1000000), "a9mulu1");
    EXPECT_EQ("e" + to_base32hex(41000007 + 1000000), "e181nk7");
    EXPECT_EQ(from_base32hex("3g7a9o"), 117680440U);
}

TEST(Base32Hex, ReadsBackTheSmallestAndTheGreatest) {
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{31}, std::uint64_t{32}, UINT64_MAX}) {
        EXPECT_EQ(from_base32hex(to_base32hex(number)), number);
    }
    EXPECT_EQ(to_base32hex(0), "0");
    EXPECT_EQ(to_base32hex(UINT64_MAX), "fvvvvvvvvvvvv");
}

TEST(Base32Hex, RefusesOverflowAndSecondNamesOfANumber) {
    for (const std::string_view text :
         {"", "w", "3G7A9O", "03g7a9o", "00", "-1", " 1", "g000000000000", "10000000000000"}) {
        EXPECT_FALSE(from_base32hex(text)) << text;
    }
}

TEST(Base32, AgreesWithTheTestVectors) {  // RFC 4648, 10, in lower case
    EXPECT_EQ(to_base32(as_bytes("foobar"), 10), "mzxw6ytboi");
    EXPECT_EQ(to_base32(as_bytes("foob"), 7), "mzxw6yq");
    EXPECT_EQ(to_base32(as_bytes("foobar"), 3), "mzx");
    EXPECT_EQ(to_base32(as_bytes(""), 0), "");
}

TEST(Base32, GivesTwentySixDigitsOfADigest) {
    EXPECT_EQ(to_base32(sha256(""), 26), "4oymiquy7qobjgx36tejs35zeq");
}

TEST(Base62, PadsOnTheLeftAndCountsDigitsBeforeLowerBeforeUpperCase) {
    std::array<std::byte, 16> bytes{};
    EXPECT_EQ(base62_from_128_bits(bytes), "0000000000000000000000");
    bytes[15] = std::byte{10};
    EXPECT_EQ(base62_from_128_bits(bytes), "000000000000000000000a");
    bytes[15] = std::byte{61};
    EXPECT_EQ(base62_from_128_bits(bytes), "000000000000000000000Z");
    bytes[15] = std::byte{62};
    EXPECT_EQ(base62_from_128_bits(bytes), "0000000000000000000010");
    bytes.fill(std::byte{0xff});
    EXPECT_EQ(base62_from_128_bits(bytes), "7N42dgm5tFLK9N8MT7fHC7");
}

TEST(Base62, ReadsBackWhatItWrites) {
    for (const unsigned step : {0U, 1U, 7U, 17U, 255U}) {
        const auto bytes = sixteen_bytes(step * 3, step);
        EXPECT_EQ(base62_to_128_bits(base62_from_128_bits(bytes)), bytes);
    }
}

TEST(Base62, RefusesOtherLengthsOtherDigitsAndOverflow) {
    for (const std::string_view text :
         {"", "000000000000000000000", "00000000000000000000000", "000000000000000000000-", "7N42dgm5tFLK9N8MT7fHC8",
          "7N42dgm5tFLK9N8MT7fHD0", "ZZZZZZZZZZZZZZZZZZZZZZ"}) {
        EXPECT_FALSE(base62_to_128_bits(text)) << text;
    }
}

TEST(Base62, NamesADigestByItsFirst128Bits) {
    const Digest256 digest = sha256("artwork");
    EXPECT_EQ(base62_digest(digest), base62_from_128_bits(std::span{digest}.first<16>()));
}

TEST(Uuid, WritesLowerCaseWithHyphensAndReadsBothCases) {
    const auto bytes = sixteen_bytes(0x0a, 0x11);
    EXPECT_EQ(uuid_text(bytes), "0a1b2c3d-4e5f-7081-92a3-b4c5d6e7f809");
    EXPECT_EQ(uuid_bytes("0a1b2c3d-4e5f-7081-92a3-b4c5d6e7f809"), bytes);
    EXPECT_EQ(uuid_bytes("0A1B2C3D-4E5F-7081-92A3-B4C5D6E7F809"), bytes);
}

TEST(Uuid, RefusesOtherShapes) {
    for (const std::string_view text : {"", "0a1b2c3d4e5f708192a3b4c5d6e7f809", "{0a1b2c3d-4e5f-7081-92a3-b4c5d6e7f80}",
                                        "0a1b2c3d-4e5f-7081-92a3-b4c5d6e7f80g", "0a1b2c3d-4e5f-7081-92a30-b4c5d6e7f80",
                                        "0a1b2c3d-4e5f-7081-92a3-b4c5d6e7f8090"}) {
        EXPECT_FALSE(uuid_bytes(text)) << text;
    }
}

TEST(Percent, DecodesEscapesAndLeavesPlusAloneOutsideForms) {
    EXPECT_EQ(percent_decode("webStationId%3A2c%2f+%C3%A9"), "webStationId:2c/+\xC3\xA9");
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
    EXPECT_EQ(percent_decode(""), "");
}

TEST(Percent, RefusesBrokenEscapes) {
    for (const std::string_view text : {"%", "%4", "a%", "%zz", "%4z", "%%41", "% 41"}) {
        EXPECT_FALSE(percent_decode(text)) << text;
    }
}

TEST(Percent, EncodesEverythingThatIsNotUnreserved) {  // RFC 3986, 2.3
    EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
    EXPECT_EQ(percent_encode("a b/\xC3\xA9%+'"), "a%20b%2F%C3%A9%25%2B%27");
}

}  // namespace
}  // namespace mooring
