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

TEST(MetricPlan, TellsWhatOnlyHostedShowsHave) {
    for (const char* name : {"SHOW_PLAYS", "SHOW_STREAMS", "SHOW_LISTENERS", "AUDIENCE_SIZE", "SHOW_SEGMENTED_AUDIENCE",
                             "SHOW_FOLLOWERS", "SHOW_IMPRESSIONS", "SHOW_IMPRESSIONS_FACETED", "SHOW_DISCOVERY_FUNNEL",
                             "SHOW_STREAMS_FACETED", "SHOW_GEO", "SHOW_PLAYS_AND_DOWNLOADS_BY_GEO_ALL_PLATFORMS"}) {
        EXPECT_FALSE(needs_hosting(*find_show_metric(name))) << name;
    }
    for (const char* name : {"SHOW_STREAMS_AND_DOWNLOADS", "SHOW_PLAYS_AND_DOWNLOADS", "SHOW_OFF_PLATFORM_DOWNLOADS",
                             "SHOW_DOWNLOAD_LISTENERS", "SHOW_ALL_PLATFORMS_LISTENERS", "SHOW_CONSUMPTION",
                             "SHOW_AVERAGE_CONSUMPTION_TIME", "SHOW_WINDOWED_AVERAGE_COMPLETION_RATE", "TOP_EPISODES",
                             "SHOW_STREAMS_AND_DOWNLOADS_BY_APP", "SHOW_PLAYS_AND_DOWNLOADS_BY_DEVICE"}) {
        EXPECT_TRUE(needs_hosting(*find_show_metric(name))) << name;
    }
    EXPECT_TRUE(needs_hosting(*find_episode_metric("EPISODE_PERFORMANCE")));
    EXPECT_FALSE(needs_hosting(*find_episode_metric("EPISODE_SPOTIFY_PLAYS_BY_COUNTRY")));
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
