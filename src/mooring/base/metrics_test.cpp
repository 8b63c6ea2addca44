#include "mooring/base/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <thread>
#include <vector>

namespace mooring {
namespace {

using testing::HasSubstr;

TEST(MetricRegistry, IsEmptyAtFirst) {
    EXPECT_EQ(MetricRegistry{}.render(), "");
}

TEST(MetricRegistry, GivesTheSameMetricTwice) {
    MetricRegistry metrics;
    Counter& first = metrics.counter("a_total", "A.", "x=\"1\"");
    EXPECT_EQ(&first, &metrics.counter("a_total", "A.", "x=\"1\""));
    EXPECT_NE(&first, &metrics.counter("a_total", "A.", "x=\"2\""));
    EXPECT_NE(&first, &metrics.counter("a_total", "A."));
}

TEST(MetricRegistry, GroupsTheLabelSetsOfAName) {
    MetricRegistry metrics;
    metrics.counter("requests_total", "Requests answered.", "family=\"graphql\"").add(3);
    metrics.gauge("queued", "Tasks that wait.").set(-2);
    metrics.counter("requests_total", "Requests answered.", "family=\"publishing\"").add();
    EXPECT_EQ(metrics.render(),
              "# HELP requests_total Requests answered.\n"
              "# TYPE requests_total counter\n"
              "requests_total{family=\"graphql\"} 3\n"
              "requests_total{family=\"publishing\"} 1\n"
              "# HELP queued Tasks that wait.\n"
              "# TYPE queued gauge\n"
              "queued -2\n");
}

TEST(MetricRegistry, EscapesHelp) {
    MetricRegistry metrics;
    metrics.counter("a_total", "one\\two\nthree");
    EXPECT_THAT(metrics.render(), HasSubstr("# HELP a_total one\\\\two\\nthree\n"));
}

TEST(MetricRegistry, ReadsGaugeFunctionsWhenItRenders) {
    MetricRegistry metrics;
    double value = 1.5;
    metrics.gauge_function("free_bytes", "Room left.", [&] {
        metrics.counter("reads_total", "Reads.").add();  // may use the registry itself
        return value;
    });
    EXPECT_THAT(metrics.render(), HasSubstr("# TYPE free_bytes gauge\nfree_bytes 1.5\n"));
    value = HUGE_VAL;
    EXPECT_THAT(metrics.render(), HasSubstr("free_bytes +Inf\n"));
    EXPECT_EQ(metrics.counter("reads_total", "Reads.").value(), 2U);
}

TEST(MetricRegistry, RefusesOneNameForTwoTypes) {
    MetricRegistry metrics;
    metrics.counter("a", "A.");
    EXPECT_DEATH(metrics.gauge("a", "A.", "x=\"1\""), "one type");
}

TEST(MetricRegistry, WritesHistogramsWithGrowingBuckets) {
    MetricRegistry metrics;
    LatencyHistogram& latency = metrics.histogram("seconds", "How long.", "family=\"graphql\"");
    latency.observe(0.0001);  // a bound belongs to its own bucket
    latency.observe(0.2);
    latency.observe(60);
    EXPECT_EQ(metrics.render(),
              "# HELP seconds How long.\n"
              "# TYPE seconds histogram\n"
              "seconds_bucket{family=\"graphql\",le=\"0.0001\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.00025\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.0005\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.001\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.0025\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.005\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.01\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.025\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.05\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.1\"} 1\n"
              "seconds_bucket{family=\"graphql\",le=\"0.25\"} 2\n"
              "seconds_bucket{family=\"graphql\",le=\"0.5\"} 2\n"
              "seconds_bucket{family=\"graphql\",le=\"1\"} 2\n"
              "seconds_bucket{family=\"graphql\",le=\"2.5\"} 2\n"
              "seconds_bucket{family=\"graphql\",le=\"5\"} 2\n"
              "seconds_bucket{family=\"graphql\",le=\"10\"} 2\n"
              "seconds_bucket{family=\"graphql\",le=\"30\"} 2\n"
              "seconds_bucket{family=\"graphql\",le=\"+Inf\"} 3\n"
              "seconds_sum{family=\"graphql\"} 60.2001\n"
              "seconds_count{family=\"graphql\"} 3\n");
}

TEST(MetricRegistry, WritesHistogramsWithoutLabels) {
    MetricRegistry metrics;
    metrics.histogram("seconds", "How long.").observe(0.5);
    EXPECT_THAT(metrics.render(), HasSubstr("seconds_bucket{le=\"0.5\"} 1\n"));
    EXPECT_THAT(metrics.render(), HasSubstr("seconds_sum 0.5\nseconds_count 1\n"));
}

TEST(LatencyHistogram, CountsWhatIsNoDurationAsNothing) {
    LatencyHistogram latency;
    latency.observe(-1);
    latency.observe(std::nan(""));
    EXPECT_EQ(latency.bucket(0), 2U);
    EXPECT_EQ(latency.sum_seconds(), 0.0);
    latency.observe(HUGE_VAL);
    EXPECT_EQ(latency.bucket(LatencyHistogram::bounds_seconds.size()), 1U);
}

TEST(MetricRegistry, IsUsedFromSeveralThreads) {
    MetricRegistry metrics;
    std::vector<std::thread> threads;
    for (int index = 0; index < 4; ++index) {
        threads.emplace_back([&metrics, index] {
            for (int round = 0; round < 200; ++round) {
                metrics.counter("a_total", "A.", "x=\"" + std::to_string(round % (index + 1)) + "\"").add();
                if (round % 20 == 0) {
                    metrics.render();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::uint64_t sum = 0;
    for (int label = 0; label < 4; ++label) {
        sum += metrics.counter("a_total", "A.", "x=\"" + std::to_string(label) + "\"").value();
    }
    EXPECT_EQ(sum, 800U);
}

}  // namespace
}  // namespace mooring
