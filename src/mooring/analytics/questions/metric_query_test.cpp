#include "mooring/analytics/questions/metric_query.hpp"

#include <gtest/gtest.h>

namespace mooring::analytics {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

constexpr sys_days wednesday = year{2026} / 3 / 4;

MetricQuery query_of(Bucket bucket, int length) {
    return {.days = {wednesday, wednesday + days{length}}, .bucket = bucket};
}

TEST(MetricCatalog, FindsEveryMetricAndDimensionByItsName) {
    for (const MetricRow& row : metric_catalog()) {
        EXPECT_EQ(find_metric(row.id), row.metric);
        EXPECT_FALSE(row.meaning.empty());
    }
    EXPECT_FALSE(find_metric("loudness"));
    EXPECT_EQ(find_dimension("hour_of_week"), Dimension::hour_of_week);
    EXPECT_FALSE(find_dimension("weather"));
}

TEST(Buckets, AreCutToTheRange) {
    // analytics-rest.md, 5.6: the first week holds Wednesday 4 March to Sunday.
    const auto weeks = buckets_of(query_of(Bucket::week, 9));
    ASSERT_EQ(weeks.size(), 2U);
    EXPECT_EQ(weeks[0].first, Instant{wednesday});
    EXPECT_EQ(weeks[0].second, Instant{wednesday + days{5}});
    EXPECT_EQ(weeks[1].second, Instant{wednesday + days{9}});
    EXPECT_EQ(buckets_of(query_of(Bucket::hour, 2)).size(), 48U);
    EXPECT_EQ(buckets_of(query_of(Bucket::day, 9)).size(), 9U);
    EXPECT_EQ(buckets_of(query_of(Bucket::total, 9)).size(), 1U);
    const auto months = buckets_of(query_of(Bucket::month, 60));
    ASSERT_EQ(months.size(), 3U);
    EXPECT_EQ(months[1].first, Instant{sys_days{year{2026} / 4 / 1}});
    EXPECT_TRUE(buckets_of(query_of(Bucket::day, 0)).empty());
}

TEST(Buckets, OfWeeklyRetentionAreWholeWeeks) {
    MetricQuery query = query_of(Bucket::week, 20);
    query.metric = Metric::weekly_retention;
    const auto weeks = buckets_of(query);
    ASSERT_EQ(weeks.size(), 2U);
    EXPECT_EQ(weeks[0].first, Instant{wednesday + days{5}});
}

TEST(Shaped, PutsInWhatHoldsNothingAndAddsUp) {
    MetricQuery query = query_of(Bucket::day, 3);
    const auto found = std::vector{MetricCell{.begin = wednesday + days{1}, .count = 5}};
    const auto plain = shaped(query, found);
    ASSERT_EQ(plain.cells.size(), 3U);
    EXPECT_EQ(plain.cells[0].count, 0);
    EXPECT_EQ(plain.cells[1].count, 5);
    query.is_running = true;
    EXPECT_EQ(shaped(query, found).cells[2].count, 5);
}

TEST(Shaped, SortsAndCutsEachBucket) {
    MetricQuery query = query_of(Bucket::day, 2);
    query.breakdown = {Dimension::app};
    query.limit = 2;
    const auto table = shaped(query, {{.begin = wednesday, .labels = {"C"}, .count = 1},
                                      {.begin = wednesday, .labels = {"B"}, .count = 3},
                                      {.begin = wednesday, .labels = {"A"}, .count = 3},
                                      {.begin = wednesday + days{1}, .labels = {"C"}, .count = 1}});
    ASSERT_EQ(table.cells.size(), 3U);
    EXPECT_EQ(table.cells[0].labels[0], "A");
    EXPECT_EQ(table.cells[1].labels[0], "B");
    EXPECT_EQ(table.cells[2].begin, Instant{wednesday + days{1}});
}

TEST(Check, NamesWhatIsWrong) {
    const auto field_of = [](const MetricQuery& query) {
        const auto checked = check(query);
        return checked ? std::string{} : checked.error().field;
    };
    EXPECT_EQ(field_of(query_of(Bucket::day, 400)), "");
    EXPECT_EQ(field_of(query_of(Bucket::day, -1)), "days");
    EXPECT_EQ(field_of(query_of(Bucket::hour, 93)), "days");
    MetricQuery query = query_of(Bucket::day, 1);
    query.breakdown = {Dimension::surface};
    EXPECT_EQ(field_of(query), "breakdown");
    query.breakdown = {Dimension::age, Dimension::gender};
    EXPECT_EQ(field_of(query), "");
    query.is_running = true;
    EXPECT_EQ(field_of(query), "is_running");
    query = query_of(Bucket::day, 1);
    query.metric = Metric::funnel_streams;
    EXPECT_EQ(field_of(query), "bucket");
}

TEST(Periods, AreComparedWithTheOneBefore) {
    const MetricQuery before = previous_period(query_of(Bucket::total, 7));
    EXPECT_EQ(before.days.begin, wednesday - days{7});
    EXPECT_EQ(before.days.end, wednesday);
    EXPECT_EQ(difference(5, 4), 0.25);
    EXPECT_FALSE(difference(5, 0));
}

TEST(Percentile, IsTheNearestRank) {
    EXPECT_EQ(percentile({5, 1, 3, 2, 4}, 50), 3);
    EXPECT_EQ(percentile({5, 1, 3, 2, 4}, 0), 1);
    EXPECT_EQ(percentile({5, 1, 3, 2, 4}, 100), 5);
    EXPECT_EQ(percentile({5, 1, 3, 2, 4}, 25), 2);
    EXPECT_FALSE(percentile({}, 50));
}

}  // namespace
}  // namespace mooring::analytics
