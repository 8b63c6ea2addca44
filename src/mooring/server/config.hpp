#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mooring/analytics/counting/download_group.hpp"
#include "mooring/base/ip_address.hpp"
#include "mooring/base/log.hpp"
#include "mooring/http/family_router.hpp"
#include "mooring/http/server.hpp"

namespace mooring::server {

/// Everything an operator can set. One row per member in options.cpp says its key, meaning and default.
struct Config {
    // Where things are.
    std::string data_dir;
    std::vector<std::string> listen{"127.0.0.1:8080"};
    std::map<std::string, std::string> family_listen;  ///< family name to `HOST:PORT`
    std::string base_url;
    std::string feed_base_url;
    std::string media_base_url;
    std::map<std::string, http::Family> aliases = http::default_host_aliases();

    // The server.
    http::ServerLimits limits;
    std::vector<IpNetwork> trusted_proxies;
    bool proxy_protocol = false;
    std::string tls_certificate;
    std::string tls_key;
    std::size_t network_threads = 0;
    std::size_t worker_threads = 4;
    std::size_t worker_queue = 1024;
    std::string metrics_listen;  ///< empty: on the public listener

    // Logs.
    log::Level log_level = log::Level::info;
    log::Format log_format = log::Format::human;

    // The instance.
    std::string instance_title = "Mooring";
    bool is_public = true;
    std::string default_language = "en";
    std::string default_category = "Society & Culture";
    std::string default_author = "Mooring";
    std::vector<std::string> websub_hubs;
    std::string podping_endpoint;
    std::string podping_token;
    std::string webhook_url;
    std::string webhook_secret;

    // Rules.
    bool limit_requests = true;
    int feed_burst = 60;
    std::size_t event_batches = 60;  ///< of players of one address prefix in a minute; 0: no limit
    double feed_per_second = 1.0;
    std::int64_t disk_reserve_bytes = 1'000'000'000;
    std::int64_t first_episode_id = 130000001;
    std::int64_t first_show_id = 1;
    std::size_t feed_cache_bytes = 256U << 20U;
    std::size_t response_cache_bytes = 32U << 20U;
    std::size_t silent_sign_ins = 60;   ///< of one session in a minute
    std::string webapi_default_market;  ///< upper case; empty for none
    std::size_t webapi_requests = 300;  ///< of one app in 30 seconds
    std::size_t webapi_cache_bytes = 64U << 20U;
    std::string creators_draft_overview = "client_header";  ///< or `forbidden`, `allowed`
    bool creators_requires_mums = false;
    bool creators_legacy = true;
    bool creators_redate = false;
    bool creators_needs_media = false;
    std::string creators_region = "US";
    std::vector<std::string> creators_origins;
    std::size_t creators_requests = 0;   ///< of one person in 30 seconds; 0: no limit
    std::size_t graphql_requests = 600;  ///< of one token in a minute; 0: no limit
    std::vector<std::string> graphql_hashes;
    int media_workers = 1;
    bool makes_streams = true;
    int av_tolerance_ms = 1000;
    bool checks_video_color = false;

    // Measurement.
    analytics::DownloadWindow measurement_window = analytics::DownloadWindow::calendar;
    std::size_t measurement_volume_limit = 200;  ///< downloads of one address in a day
    std::int64_t plays_memory_bytes = 512LL << 20U;
    std::size_t plays_threads = 2;

    // The outside.
    std::vector<IpNetwork> outbound_allowed;  ///< addresses the guard lets through besides public ones
    std::vector<std::uint16_t> outbound_ports{80, 443};
    std::string outbound_ca_file;

    // Tests only.
    std::string clock_offset_file;
    std::map<std::string, std::string> testing_hosts;  ///< name to address, before any look-up
};

}  // namespace mooring::server
