#pragma once

#include "mooring/api/analytics/call.hpp"

namespace mooring::api::analytics {

// One function per operation of operations.hpp, by the file that holds it.

// totals.cpp
Checked<Told> total_plays(const Call& call);
Checked<Told> unique_listeners(const Call& call);
Checked<Told> audience_size(const Call& call);

// series.cpp
Checked<Told> plays_over_time(const Call& call);

// episode_tables.cpp
Checked<Told> total_plays_by_episode(const Call& call);
Checked<Told> plays_by_episode(const Call& call);

// shares.cpp
Checked<Told> plays_by_app(const Call& call);
Checked<Told> plays_by_device(const Call& call);
Checked<Told> plays_by_age_range(const Call& call);
Checked<Told> plays_by_gender(const Call& call);

// geo.cpp
Checked<Told> plays_by_geo(const Call& call);

// impressions.cpp
Checked<Told> impressions(const Call& call);

// listening.cpp
Checked<Told> performance(const Call& call);
Checked<Told> aggregated_performance(const Call& call);
Checked<Told> all_time_video_data(const Call& call);

}  // namespace mooring::api::analytics
