#include "mooring/feed/reading/feed_date.hpp"

#include <gtest/gtest.h>

#include "mooring/base/time_text.hpp"

namespace mooring::feed::reading {
namespace {

std::string read(std::string_view text) {
    const auto date = parse_feed_date(text);
    return date ? iso8601_seconds(*date) : "none";
}

TEST(ParseFeedDate, ReadsWhatFeedsWrite) {
    struct Case {
        std::string_view text, expected;
    };
    for (const auto& [text, expected] : {
             Case{"Mon, 02 Mar 2026 08:00:00 GMT", "2026-03-02T08:00:00Z"},
             Case{"Mon, 2 Mar 2026 8:00:00 +0200", "2026-03-02T06:00:00Z"},
             Case{"2 Mar 2026 08:00 EST", "2026-03-02T13:00:00Z"},
             Case{"Monday, 02 March 2026 08:00:00 -05:30", "2026-03-02T13:30:00Z"},
             Case{"Mon, 02 Mar 26 08:00:00 PDT (Pacific)", "2026-03-02T15:00:00Z"},
             Case{"02 Mar 99 08:00:00 Z", "1999-03-02T08:00:00Z"},
             Case{"  Mon,02 Mar 2026 08:00:00 UT ", "2026-03-02T08:00:00Z"},
             Case{"02 Mar 2026", "2026-03-02T00:00:00Z"},
             Case{"2026-03-02T08:00:00+01:00", "2026-03-02T07:00:00Z"},
             Case{"2026-03-02 08:00:00", "2026-03-02T08:00:00Z"},
             Case{"2026-03-02", "2026-03-02T00:00:00Z"},
             Case{"32 Mar 2026 08:00:00 GMT", "none"},
             Case{"02 Mar 2026 25:00:00 GMT", "none"},
             Case{"soon", "none"},
             Case{"", "none"},
         }) {
        EXPECT_EQ(read(text), expected) << text;
    }
}

TEST(ParseFeedDuration, ReadsSecondsAndClockForms) {
    using std::chrono::seconds;
    EXPECT_EQ(parse_feed_duration("3723"), seconds{3723});
    EXPECT_EQ(parse_feed_duration("62:03"), seconds{3723});
    EXPECT_EQ(parse_feed_duration(" 1:02:03 "), seconds{3723});
    EXPECT_EQ(parse_feed_duration("3723.4"), seconds{3723});
    EXPECT_FALSE(parse_feed_duration("1:2:3:4"));
    EXPECT_FALSE(parse_feed_duration("an hour"));
    EXPECT_FALSE(parse_feed_duration("99999999:00:00"));
    EXPECT_FALSE(parse_feed_duration(""));
}

}  // namespace
}  // namespace mooring::feed::reading
