#pragma once

#include <array>
#include <string_view>

#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::analytics {

/// What the placeholder of a path names, and so on what a right is asked.
enum class Subject { station, episode };

struct Operation {
    std::string_view kind;  ///< as answers call it
    Subject subject;
    Right right;  ///< on the subject
    Checked<Told> (*answer)(const Call&);
};

using http::Method;
using Row = http::Route<Operation>;

/// The operations of analytics-rest.md, 1.1, without the prefixes; its first and last are the creators API's.
inline constexpr std::array operations{
    Row{Method::get,
        "/v3/analytics/station/{ST}/totalPlays",
        "2 totalPlays",
        {"totalPlays", Subject::station, Right::read, total_plays}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/totalPlaysByEpisode",
        "3 totalPlaysByEpisode",
        {"totalPlaysByEpisode", Subject::station, Right::read, total_plays_by_episode}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/uniqueListeners",
        "4 uniqueListeners",
        {"uniqueListeners", Subject::station, Right::read, unique_listeners}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/audienceSize",
        "5 audienceSize",
        {"audienceSize", Subject::station, Right::read, audience_size}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/plays",
        "6 plays",
        {"plays", Subject::station, Right::read, plays_over_time}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/playsByAgeRange",
        "7 playsByAgeRange",
        {"playsByAgeRange", Subject::station, Right::read, plays_by_age_range}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/playsByApp",
        "8 playsByApp",
        {"playsByApp", Subject::station, Right::read, plays_by_app}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/playsByDevice",
        "9 playsByDevice",
        {"playsByDevice", Subject::station, Right::read, plays_by_device}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/playsByEpisode",
        "10 playsByEpisode",
        {"playsByEpisode", Subject::station, Right::read, plays_by_episode}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/playsByGender",
        "11 playsByGender",
        {"playsByGender", Subject::station, Right::read, plays_by_gender}},
    Row{Method::get,
        "/v3/analytics/station/{ST}/playsByGeo",
        "12 playsByGeo",
        {"playsByGeo", Subject::station, Right::read, plays_by_geo}},
    Row{Method::get,
        "/v3/analytics/station/{ST}",
        "13 impressions",
        {"impressions", Subject::station, Right::read, impressions}},
    Row{Method::get,
        "/v3/analytics/episode/{EP}/plays",
        "14 plays",
        {"plays", Subject::episode, Right::read, plays_over_time}},
    Row{Method::get,
        "/v3/analytics/episode/{EP}/performance",
        "15 performance",
        {"performance", Subject::episode, Right::read, performance}},
    Row{Method::get,
        "/v3/analytics/episode/{EP}/aggregatedPerformance",
        "16 aggregatedPerformance",
        {"aggregatedPerformance", Subject::episode, Right::read, aggregated_performance}},
    Row{Method::get,
        "/v3/analytics/episode/{EP}/allTimeVideoData",
        "17 allTimeVideoData",
        {"allTimeVideoData", Subject::episode, Right::read, all_time_video_data}},
};

}  // namespace mooring::api::analytics
