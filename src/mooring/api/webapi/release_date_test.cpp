#include "mooring/api/webapi/release_date.hpp"

#include <gtest/gtest.h>

#include "mooring/base/time_text.hpp"

namespace mooring::api::webapi {
namespace {

TEST(ReleaseDate, IsTheUtcDay) {
    EXPECT_EQ(release_date(*parse_iso8601("2025-03-10T23:59:59Z"), domain::DatePrecision::day), "2025-03-10");
    EXPECT_EQ(release_date(*parse_iso8601("2025-03-10T00:30:00+01:00"), domain::DatePrecision::day), "2025-03-09");
}

TEST(ReleaseDate, IsCutToWhatIsKnown) {
    const Instant published = *parse_iso8601("2025-03-10T08:00:00Z");
    EXPECT_EQ(release_date(published, domain::DatePrecision::month), "2025-03");
    EXPECT_EQ(release_date(published, domain::DatePrecision::year), "2025");
    EXPECT_EQ(to_string(domain::DatePrecision::day), "day");
    EXPECT_EQ(to_string(domain::DatePrecision::month), "month");
    EXPECT_EQ(to_string(domain::DatePrecision::year), "year");
}

}  // namespace
}  // namespace mooring::api::webapi
