#pragma once

#include <optional>
#include <string>

#include "cli/exit_code.hpp"

namespace mooring::cli {

/// What `mooring pull anchor` and `mooring pull spotify` have in common.
struct PullArguments {
    std::string config;       ///< file of settings; empty: the usual one
    std::string archive;      ///< folder; empty: $MOORING_ARCHIVE, or the usual one
    bool no_archive = false;  ///< keep nothing
    bool new_run = false;     ///< do not take up a run that broke off
    int jobs = 4;             ///< requests at a time
    double rate = 8;          ///< requests a second; 0: no limit
    int attempts = 6;
    double retry_delay = 2.0;     ///< seconds; the n-th wait is this to the n
    double timeout_seconds = 60;  ///< to connect, and between bytes
    std::string proxy;
    bool json = false;
};

struct PullAnchorArguments {
    PullArguments common;
    std::string endpoint;  ///< empty: every one
    std::string base_url;
    std::string webstation_id;
    std::optional<std::int64_t> station_id;
    std::string start;  ///< a day or Unix seconds; empty: 30 days before the end
    std::string end;    ///< empty: now
    std::string interval;
    std::optional<int> limit;
    std::string order_by;
    std::string page_token;
    std::string user_id;
    std::string country;
    std::string episode;
    std::optional<int> max_episodes;
    bool keep_going = false;
};

struct PullSpotifyArguments {
    PullArguments common;
    std::string show_uri;
    std::string station_id;
    std::string episode_uri;
    std::string country_code;
    std::string geo_country;
    std::string geo_region;
    std::string start_date;
    std::string end_date;
    std::string output_dir;
    std::string partner_name;
    std::string mooring_url;
    std::string auth_url;
    std::string token_url;
    std::string graphql_url;
    std::string legacy_api_url;
    bool all_shows = false;
    bool all_episodes = false;
};

/// Ask station analytics and keep the answers. Source: analytics-rest.md, 11.
ExitCode pull_anchor(const PullAnchorArguments& arguments);

/// Ask the creators' GraphQL operations and keep the answers. Source: creators-graphql.md, 12.7.
ExitCode pull_spotify(const PullSpotifyArguments& arguments);

}  // namespace mooring::cli
