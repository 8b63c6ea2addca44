#include "mooring/analytics/counting/media_region.hpp"

#include <gtest/gtest.h>

namespace mooring::analytics {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t size = 9'650'000;

/// E1 of measurement.md, 13.1: 600 s behind an ID3 tag of 50,000 bytes.
MediaRegion ten_minutes() {
    return {.size_bytes = size, .begin = 50'000, .end = size, .duration = milliseconds{600'000}};
}

RawHit hit_of(std::vector<std::pair<std::int64_t, std::int64_t>> ranges, std::int64_t sent) {
    RawHit hit;
    hit.ranges = std::move(ranges);
    hit.sent_bytes = sent;
    return hit;
}

TEST(MinuteOfBytes, IsTheAverageRoundedUp) {
    EXPECT_EQ(minute_of_bytes(ten_minutes()), 960'000);
    EXPECT_EQ(minute_of_bytes({.size_bytes = 100, .begin = 0, .end = 100, .duration = milliseconds{61'000}}), 99);
    EXPECT_EQ(
        minute_of_bytes({.size_bytes = 1LL << 45, .begin = 0, .end = 1LL << 45, .duration = milliseconds{60'000}}),
        1LL << 45);
}

TEST(MinuteOfBytes, AsksForTheWholeFileUnderAMinute) {
    MediaRegion media = ten_minutes();
    media.duration = milliseconds{60'000};
    EXPECT_TRUE(minute_of_bytes(media));
    media.duration = milliseconds{59'999};
    EXPECT_FALSE(minute_of_bytes(media));
    media.duration.reset();
    EXPECT_FALSE(minute_of_bytes(media));
}

TEST(DeliveredStretches, FillTheRangesInOrder) {
    const MediaRegion media = ten_minutes();
    EXPECT_EQ(delivered_stretches(hit_of({}, 900'000), media).stretches()[0], (Interval{0, 900'000}));
    const IntervalSet two = delivered_stretches(hit_of({{0, 99}, {500, 999}}, 150), media);
    ASSERT_EQ(two.stretches().size(), 2U);
    EXPECT_EQ(two.stretches()[1], (Interval{500, 550}));
    EXPECT_EQ(delivered_stretches(hit_of({{size - 10, size + 500}}, 511), media).length(), 10);
    EXPECT_TRUE(delivered_stretches(hit_of({{0, 99}}, 0), media).empty());
}

TEST(IsEnough, CountsTheMediaRegionAlone) {
    const MediaRegion media = ten_minutes();
    IntervalSet delivered;
    delivered.add(0, 50'000 + 959'999);
    EXPECT_FALSE(is_enough(delivered, media));  // C = T - 1
    delivered.add(0, 50'000 + 960'000);
    EXPECT_TRUE(is_enough(delivered, media));  // C = T
    IntervalSet tag;
    tag.add(0, 2'000'000);
    const MediaRegion long_tag{
        .size_bytes = 3'000'000, .begin = 2'000'000, .end = 3'000'000, .duration = milliseconds{600'000}};
    EXPECT_FALSE(is_enough(tag, long_tag));
}

TEST(IsEnough, WantsEveryByteOfAShortFile) {
    const MediaRegion media{.size_bytes = 740'000, .begin = 20'000, .end = 740'000, .duration = milliseconds{45'000}};
    IntervalSet delivered;
    delivered.add(0, 700'000);
    EXPECT_FALSE(is_enough(delivered, media));
    delivered.add(700'000, 740'000);
    EXPECT_TRUE(is_enough(delivered, media));
    IntervalSet byte;
    byte.add(0, 1);
    EXPECT_TRUE(is_enough(byte, {.size_bytes = 1, .begin = 0, .end = 1, .duration = milliseconds{10}}));
}

TEST(AsksForWholeOfUnknownSize, IsARedirectFromTheFirstByteOn) {
    RawHit hit;
    EXPECT_FALSE(asks_for_whole_of_unknown_size(hit));
    hit.flags = flag_estimated;
    EXPECT_TRUE(asks_for_whole_of_unknown_size(hit));
    hit.range_raw = "bytes=0-";
    EXPECT_TRUE(asks_for_whole_of_unknown_size(hit));
    hit.range_raw = "bytes=0-499999";
    EXPECT_FALSE(asks_for_whole_of_unknown_size(hit));
    EXPECT_FALSE(is_enough(delivered_stretches(hit, {}), {}));
    hit.range_raw.clear();
    hit.sent_bytes = size;  // its size was known
    EXPECT_FALSE(asks_for_whole_of_unknown_size(hit));
}

RawHit segment(std::int64_t first_ms, std::int64_t last_ms) {
    RawHit hit = hit_of({{first_ms, last_ms}}, 1'234'567);
    hit.source = HitSource::hls;
    return hit;
}

TEST(Stream, IsAMinuteOfDistinctSegments) {
    const MediaRegion film{.size_bytes = 600'000, .begin = 0, .end = 600'000, .duration = milliseconds{600'000}};
    IntervalSet seen;
    const auto see = [&](const RawHit& hit) { seen.add(delivered_stretches(hit, film)); };
    for (std::int64_t index = 0; index < 9; ++index) see(segment(index * 6'000, index * 6'000 + 5'999));
    see(segment(54'000, 58'999));
    EXPECT_FALSE(is_enough(seen, film)) << "59 s";
    see(segment(6'000, 11'999));
    EXPECT_FALSE(is_enough(seen, film)) << "the same segment of another rendition is no more of the film";
    see(segment(300'000, 300'999));
    EXPECT_TRUE(is_enough(seen, film)) << "a seek goes on adding";
}

TEST(Stream, CountsSegmentsThatCameWhole) {
    const MediaRegion film{.size_bytes = 12'000, .begin = 0, .end = 12'000, .duration = milliseconds{12'000}};
    RawHit aborted = segment(6'000, 11'999);
    aborted.flags |= flag_aborted;
    EXPECT_EQ(delivered_stretches(aborted, film).length_within(0, 12'000), 0);
    RawHit playlist = segment(0, 0);
    playlist.ranges.clear();
    EXPECT_EQ(delivered_stretches(playlist, film).length_within(0, 12'000), 0);
    IntervalSet seen = delivered_stretches(segment(0, 5'999), film);
    EXPECT_FALSE(is_enough(seen, film)) << "shorter than a minute: all of them";
    seen.add(delivered_stretches(segment(6'000, 11'999), film));
    EXPECT_TRUE(is_enough(seen, film));
}

}  // namespace
}  // namespace mooring::analytics
