#include "mooring/base/time_text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace mooring {
namespace {

using namespace std::chrono_literals;

Instant at(int year, unsigned month, unsigned day, std::chrono::microseconds time = 0us) {
    return Instant{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)}} +
           time;
}

struct WrittenCase {
    Instant instant;
    std::string_view http;
    std::string_view seconds;
    std::string_view millis;
    std::string_view date;
};

const std::array written_cases{
    WrittenCase{at(2026, 3, 2, 8h), "Mon, 02 Mar 2026 08:00:00 GMT", "2026-03-02T08:00:00Z", "2026-03-02T08:00:00.000Z",
                "2026-03-02"},
    WrittenCase{at(1994, 11, 6, 8h + 49min + 37s), "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
                "1994-11-06T08:49:37.000Z", "1994-11-06"},
    WrittenCase{at(2024, 2, 29, 23h + 59min + 59s + 999'999us), "Thu, 29 Feb 2024 23:59:59 GMT", "2024-02-29T23:59:59Z",
                "2024-02-29T23:59:59.999Z", "2024-02-29"},
    WrittenCase{at(1970, 1, 1, -1us), "Wed, 31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59Z",
                "1969-12-31T23:59:59.999Z", "1969-12-31"},
    WrittenCase{at(12026, 3, 2), "Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999Z",
                "9999-12-31"},
    WrittenCase{at(-5, 3, 2), "Sat, 01 Jan 0000 00:00:00 GMT", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z",
                "0000-01-01"},
};

TEST(TimeText, WritesInstants) {
    for (const auto& [instant, http, seconds, millis, date] : written_cases) {
        EXPECT_EQ(http_date(instant), http);
        EXPECT_EQ(iso8601_seconds(instant), seconds);
        EXPECT_EQ(iso8601_millis(instant), millis);
        EXPECT_EQ(iso8601_date(instant), date);
    }
}

TEST(TimeText, SurvivesTheGreatestInstants) {
    EXPECT_EQ(iso8601_date(Instant::max()), "9999-12-31");
    EXPECT_EQ(iso8601_date(Instant::min()), "0000-01-01");
}

struct ReadCase {
    std::string_view text;
    Instant instant;
};

const std::array http_cases{
    ReadCase{"Sun, 06 Nov 1994 08:49:37 GMT", at(1994, 11, 6, 8h + 49min + 37s)},   // RFC 9110, 5.6.7
    ReadCase{"Sunday, 06-Nov-94 08:49:37 GMT", at(1994, 11, 6, 8h + 49min + 37s)},  // obsolete: RFC 850
    ReadCase{"Sun Nov  6 08:49:37 1994", at(1994, 11, 6, 8h + 49min + 37s)},        // obsolete: asctime
    ReadCase{"Wed Nov 16 08:49:37 1994", at(1994, 11, 16, 8h + 49min + 37s)},
    ReadCase{"Thursday, 01-Jan-26 00:00:00 GMT", at(2026, 1, 1)},
    ReadCase{"Sat, 31 Dec 2016 23:59:60 GMT", at(2017, 1, 1)},  // leap second
    ReadCase{"Thu, 29 Feb 2024 00:00:00 GMT", at(2024, 2, 29)},
};

TEST(ParseHttpDate, ReadsTheThreeForms) {
    for (const auto& [text, instant] : http_cases) {
        EXPECT_EQ(parse_http_date(text), instant) << text;
    }
}

TEST(ParseHttpDate, RefusesEverythingElse) {
    for (const std::string_view text : {"",
                                        "0",
                                        "Sun, 06 Nov 1994 08:49:37",
                                        "Sun, 06 Nov 1994 08:49:37 UTC",
                                        "Sun, 06 Nov 1994 08:49:37 +0000",
                                        "Sun, 6 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 24:00:00 GMT",
                                        "Sun, 06 Nov 1994 08:60:00 GMT",
                                        "Sun, 06 Nov 1994 08:00:61 GMT",
                                        "Fri, 30 Feb 2024 00:00:00 GMT",
                                        "Wed, 29 Feb 2023 00:00:00 GMT",
                                        "Sun, 00 Nov 1994 08:49:37 GMT",
                                        " Sun, 06 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 08:49:37 GMT ",
                                        "Sun, 06-Nov-94 08:49:37 GMT",
                                        "Sunday, 06 Nov 1994 08:49:37 GMT",
                                        "Sun Nov 6 08:49:37 1994",
                                        "Sun Nov  6 08:49:37 94",
                                        "Sun Nov  6 08:49:37 1994 GMT",
                                        "1994-11-06T08:49:37Z"}) {
        EXPECT_FALSE(parse_http_date(text)) << text;
    }
}

TEST(ParseHttpDate, ReadsBackWhatIsWritten) {
    for (Instant instant = at(1960, 1, 1); instant < at(2100, 1, 1); instant += 1'000'003s) {
        ASSERT_EQ(parse_http_date(http_date(instant)), instant);
    }
}

const std::array iso_cases{
    ReadCase{"2026-03-02T08:00:00Z", at(2026, 3, 2, 8h)},
    ReadCase{"2026-03-02T08:00:00.000Z", at(2026, 3, 2, 8h)},
    ReadCase{"2026-03-02T08:00:00.1234567Z", at(2026, 3, 2, 8h + 123'456us)},
    ReadCase{"2026-03-02T08:00:00.5", at(2026, 3, 2, 8h + 500ms)},
    ReadCase{"2026-03-02T08:00Z", at(2026, 3, 2, 8h)},
    ReadCase{"2026-03-02T08:00", at(2026, 3, 2, 8h)},
    ReadCase{"2026-03-02T08:00:01+01:30", at(2026, 3, 2, 6h + 30min + 1s)},
    ReadCase{"2026-03-02T08:00-08:00", at(2026, 3, 2, 16h)},
    ReadCase{"2026-01-01T00:00:00.25+14:00", at(2025, 12, 31, 10h + 250ms)},
    ReadCase{"2026-03-02", at(2026, 3, 2)},
    ReadCase{"1969-12-31T23:59:59.999999Z", at(1970, 1, 1, -1us)},
    ReadCase{"2016-12-31T23:59:60Z", at(2017, 1, 1)},  // RFC 3339, 5.6
};

TEST(ParseIso8601, ReadsDatesAndTimes) {
    for (const auto& [text, instant] : iso_cases) {
        EXPECT_EQ(parse_iso8601(text), instant) << text;
    }
}

TEST(ParseIso8601, RefusesEverythingElse) {
    for (const std::string_view text : {"",
                                        "2026",
                                        "2026-03",
                                        "2026-3-2",
                                        "20260302",
                                        "2026-13-02",
                                        "2026-02-29",
                                        "2026-03-00",
                                        "2026-03-02T",
                                        "2026-03-02Z",
                                        "2026-03-02T08",
                                        "2026-03-02T08:00:",
                                        "2026-03-02T08:00:00.",
                                        "2026-03-02T08:00:00.Z",
                                        "2026-03-02T08:00.5Z",
                                        "2026-03-02 08:00:00Z",
                                        "2026-03-02T24:00:00Z",
                                        "2026-03-02T08:60:00Z",
                                        "2026-03-02T08:00:61Z",
                                        "2026-03-02T08:00:00z",
                                        "2026-03-02T08:00:00ZZ",
                                        "2026-03-02T08:00:00+0100",
                                        "2026-03-02T08:00:00+01",
                                        "2026-03-02T08:00:00+24:00",
                                        "2026-03-02T08:00:00+01:60",
                                        "2026-03-02T08:00:00+",
                                        "-2026-03-02",
                                        "+2026-03-02",
                                        "2026-03-02T08:00:00Z ",
                                        " 2026-03-02",
                                        "2026-03-02T-8:00:00Z"}) {
        EXPECT_FALSE(parse_iso8601(text)) << text;
    }
}

TEST(ParseIso8601, ReadsBackWhatIsWritten) {
    for (Instant instant = at(1960, 1, 1); instant < at(2100, 1, 1); instant += 1'000'003'001ms) {
        ASSERT_EQ(parse_iso8601(iso8601_millis(instant)), instant);
    }
}

TEST(Iso8601Duration, LeavesOutWhatIsZero) {
    constexpr std::array<std::pair<std::chrono::seconds, std::string_view>, 8> cases{{
        {1h + 2min + 3s, "PT1H2M3S"},
        {0s, "PT0S"},
        {59s, "PT59S"},
        {60s, "PT1M"},
        {1h, "PT1H"},
        {1h + 1s, "PT1H1S"},
        {50h, "PT50H"},
        {-5s, "PT0S"},
    }};
    for (const auto& [length, text] : cases) {
        EXPECT_EQ(iso8601_duration(length), text);
    }
}

}  // namespace
}  // namespace mooring
