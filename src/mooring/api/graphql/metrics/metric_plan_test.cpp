#include "mooring/api/graphql/metrics/metric_plan.hpp"

#include <gtest/gtest.h>

#include "mooring/api/graphql/creators_schema.hpp"
#include "mooring/api/graphql/metrics/analytics_request.hpp"

namespace mooring::api::graphql::metrics {
namespace {

TEST(MetricPlan, IsThereForEveryMetricOfTheSchema) {
    const auto schema = make_creators_schema();
    ASSERT_TRUE(schema) << schema.error().message;
    for (const auto& value : (*schema)->find_type("ShowAnalyticsMetricType")->values) {
        EXPECT_NE(find_show_metric(value.name), nullptr) << value.name;
    }
    for (const auto& value : (*schema)->find_type("EpisodeAnalyticsMetricType")->values) {
        EXPECT_NE(find_episode_metric(value.name), nullptr) << value.name;
    }
    EXPECT_EQ(find_show_metric("EPISODE_PLAYS"), nullptr);
}

TEST(ReadWindow, KnowsEveryWindowOfTheSchema) {
    const auto schema = make_creators_schema();
    ASSERT_TRUE(schema);
    for (const auto& value : (*schema)->find_type("AnalyticsWindow")->values) {
        const auto window = read_window(value.name, {});
        if (value.name == "WINDOW_CUSTOM") {
            EXPECT_FALSE(window) << "its dates are missing";
        } else {
            ASSERT_TRUE(window) << value.name;
            const bool is_all = value.name == "WINDOW_ALL_TIME" || value.name == "WINDOW_UNSPECIFIED";
            EXPECT_EQ(window->kind == Window::Kind::all_time, is_all) << value.name;
        }
    }
}

}  // namespace
}  // namespace mooring::api::graphql::metrics
