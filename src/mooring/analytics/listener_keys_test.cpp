#include "mooring/analytics/listener_keys.hpp"

#include <gtest/gtest.h>

#include "mooring/base/time_text.hpp"

namespace mooring::analytics {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) {
    return parse_iso8601(text).value();
}

TEST(KeyPeriod, IsTheUtcCalendarMonth) {
    EXPECT_EQ(key_period(at("2026-03-01T00:00:00Z")), 2026y / 3);
    EXPECT_EQ(key_period(at("2026-03-31T23:59:59.999Z")), 2026y / 3);
    EXPECT_EQ(key_period(at("2026-04-01T00:00:00Z")), 2026y / 4);
    EXPECT_EQ(key_period(at("2028-02-29T12:00:00Z")), 2028y / 2);
    EXPECT_EQ(key_period(at("1969-12-31T23:59:59Z")), 1969y / 12);
}

TEST(KeyPeriod, BeginsAndEndsAtMidnightUtc) {
    EXPECT_EQ(begin_of(2026y / 12), at("2026-12-01T00:00:00Z"));
    EXPECT_EQ(end_of(2026y / 12), at("2027-01-01T00:00:00Z"));
    EXPECT_EQ(destruction_of(2026y / 12), at("2027-02-10T00:00:00Z"));  // 40 days
    EXPECT_EQ(destruction_of(2028y / 1), at("2028-03-12T00:00:00Z"));   // across a leap day
}

TEST(KeyPeriod, HasATextThatIsReadBack) {
    EXPECT_EQ(period_text(2026y / 3), "2026-03");
    EXPECT_EQ(parse_period("2026-03"), 2026y / 3);
    for (const std::string_view wrong : {"", "2026", "2026-3", "2026-13", "2026-00", "2026-03-01", "x026-03"}) {
        EXPECT_EQ(parse_period(wrong), std::nullopt) << wrong;
    }
}

}  // namespace
}  // namespace mooring::analytics
