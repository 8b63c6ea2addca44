#include "mooring/storage/spool/hit_codec.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "mooring/storage/spool/sample_hits.hpp"

namespace mooring::storage::spool {
namespace {

using analytics::RawHit;

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::string encoded(const RawHit& hit) {
    std::string bytes;
    encode_hit(hit, bytes);
    return bytes;
}

TEST(HitCodec, GivesBackEveryFieldWhateverItsValue) {
    const std::function<void(RawHit&)> changes[] = {
        [](RawHit&) {},
        [](RawHit& hit) { hit = RawHit{}; },
        [](RawHit& hit) { hit.hit_id.fill(std::byte{0xFF}); },
        [](RawHit& hit) { hit.net_key.fill(std::byte{0xFE}); },
        [](RawHit& hit) { hit.ip_key.fill(std::byte{0xFD}); },
        [](RawHit& hit) { hit.source = analytics::HitSource::redirect; },
        [](RawHit& hit) { hit.source = analytics::HitSource::import; },
        [](RawHit& hit) { hit.subject = analytics::HitSubject::feed; },
        [](RawHit& hit) { hit.at = from_unix_micros(smallest); },
        [](RawHit& hit) { hit.at = from_unix_micros(largest); },
        [](RawHit& hit) { hit.at = from_unix_micros(-1); },
        [](RawHit& hit) { hit.duration_ms = smallest; },
        [](RawHit& hit) { hit.duration_ms = largest; },
        [](RawHit& hit) { hit.method = "PROPFIND"; },
        [](RawHit& hit) { hit.status = 0; },
        [](RawHit& hit) { hit.status = std::numeric_limits<int>::min(); },
        [](RawHit& hit) { hit.show_id = largest; },
        [](RawHit& hit) { hit.episode_id = smallest; },
        [](RawHit& hit) { hit.revision = ""; },
        [](RawHit& hit) { hit.revision = "abc"; },   // odd: not packed
        [](RawHit& hit) { hit.revision = "ABCD"; },  // upper case: not packed
        [](RawHit& hit) { hit.revision = std::string("\0\xFF", 2); },
        [](RawHit& hit) { hit.revision = "00ff"; },
        [](RawHit& hit) { hit.variant = "video-720p"; },
        [](RawHit& hit) { hit.ranges.clear(); },
        [](RawHit& hit) {
            hit.ranges = {{0, 0}, {5, 6}, {1'000'000'000'000, 1'000'000'065'535}};
        },
        [](RawHit& hit) {
            hit.ranges = {{smallest, largest}, {largest, smallest}, {7, 3}};
        },
        [](RawHit& hit) { hit.range_raw = std::string(256, '\n'); },
        [](RawHit& hit) { hit.sent_bytes = largest; },
        [](RawHit& hit) { hit.region = "Östergötland County"; },
        [](RawHit& hit) { hit.city = "Linköping"; },
        [](RawHit& hit) { hit.user_agent = std::string(1024, '\xFF'); },
        [](RawHit& hit) { hit.referrer = std::string("a\0b", 3); },
        [](RawHit& hit) { hit.country = ""; },
        [](RawHit& hit) { hit.asn = 0xFFFFFFFFU; },
        [](RawHit& hit) { hit.flags = 0xFFFFFFFFU; },
        [](RawHit& hit) { hit.playback_id = std::string(64, 'p'); },
    };
    std::size_t row = 0;
    for (const auto& change : changes) {
        RawHit hit = sample_hit(123456);
        change(hit);
        const auto decoded = decode_hit(encoded(hit));
        ASSERT_TRUE(decoded) << "row " << row;
        EXPECT_TRUE(*decoded == hit) << "row " << row;
        ++row;
    }
}

TEST(HitCodec, WritesTheSameBytesInEveryVersionOfTheProgram) {
    RawHit hit;
    hit.hit_id.fill(std::byte{0x11});
    hit.net_key.fill(std::byte{0x22});
    hit.ip_key.fill(std::byte{0x33});
    hit.subject = analytics::HitSubject::feed;
    hit.at = from_unix_micros(-2);
    hit.method = "GET";
    hit.status = 206;
    hit.revision = "00ff";
    hit.ranges = {{1, 200}};
    hit.flags = 300;
    std::string expected = std::string(16, '\x11') + std::string(16, '\x22') + std::string(16, '\x33');
    expected += std::string("\x00\x01\x03\x00\x03GET\x9c\x03\x00\x00\x09\x00\xff\x00", 16);
    expected += std::string("\x01\x02\x8e\x03\x00\x00\x00\x00\x00\x00\xac\x02\x00", 13);
    EXPECT_EQ(encoded(hit), expected);
}

TEST(HitCodec, RefusesEveryShorterAndAnyLongerText) {
    const std::string bytes = encoded(sample_hit(1));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto decoded = decode_hit(std::string_view{bytes}.substr(0, length));
        ASSERT_FALSE(decoded) << length;
        EXPECT_EQ(decoded.error().code, Errc::corrupt);
    }
    EXPECT_FALSE(decode_hit(bytes + '\0'));
}

TEST(HitCodec, RefusesNumbersThatAreTooLong) {
    std::string bytes = encoded(RawHit{});
    ASSERT_EQ(bytes[48], 0);
    EXPECT_FALSE(decode_hit(std::string{bytes}.replace(48, 1, "\x04")));                           // no such source
    EXPECT_FALSE(decode_hit(std::string{bytes}.replace(49, 1, "\x02")));                           // no such subject
    EXPECT_FALSE(decode_hit(std::string{bytes}.replace(50, 1, std::string(9, '\xFF') + "\x02")));  // 65 bits
    EXPECT_TRUE(decode_hit(std::string{bytes}.replace(50, 1, std::string(9, '\xFF') + "\x01")));   // 64 bits
    EXPECT_FALSE(decode_hit(std::string{bytes}.replace(50, 1, std::string(11, '\x80'))));
}

TEST(HitCodec, TakesNoMoreMemoryThanTheTextHasBytes) {
    // A count of ranges, or a length, that the bytes cannot hold.
    std::string bytes = encoded(RawHit{});
    const std::string huge = std::string(8, '\xFF') + "\x7F";
    for (std::size_t place = 50; place < bytes.size(); ++place) {
        const auto decoded = decode_hit(std::string{bytes}.replace(place, 1, huge));
        if (decoded) {
            EXPECT_TRUE(decoded->ranges.empty());
        }
    }
}

}  // namespace
}  // namespace mooring::storage::spool
