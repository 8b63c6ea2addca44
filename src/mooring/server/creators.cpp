#include "mooring/server/creators.hpp"

#include "mooring/api/anchor/split_handler.hpp"
#include "mooring/app/job_kinds.hpp"

namespace mooring::server {
namespace {

api::creators::CreatorsSettings settings_of(const Config& config) {
    using DraftOverview = api::creators::CreatorsSettings::DraftOverview;
    api::creators::CreatorsSettings settings;
    if (config.creators_draft_overview == "forbidden") settings.draft_overview = DraftOverview::forbidden;
    if (config.creators_draft_overview == "allowed") settings.draft_overview = DraftOverview::allowed;
    settings.require_mums_param = config.creators_requires_mums;
    settings.offers_legacy = config.creators_legacy;
    settings.region = config.creators_region;
    settings.allowed_origins = config.creators_origins;
    settings.rules.state.allow_redate = config.creators_redate;
    settings.rules.needs_media_to_publish = config.creators_needs_media;
    return settings;
}

RollingLimit limit_of(const Config& config) {
    RollingLimit limit;
    limit.is_enabled = config.limit_requests && config.creators_requests > 0;
    limit.times = config.creators_requests;
    return limit;
}

}  // namespace

app::processing::ProcessingOptions processing_options(const Config& config) {
    app::processing::ProcessingOptions options;
    options.work_folder = config.data_dir + "/work";
    options.rules.duration_tolerance = std::chrono::milliseconds{config.av_tolerance_ms};
    options.rules.checks_color = config.checks_video_color;
    return options;
}

Creators::Creators(const Config& config, Storage& storage, const api::people::Services& people,
                   app::numbers::Plays plays)
    : workers_(config.media_workers),
      makes_streams_(config.makes_streams),
      plays_(plays, *storage.clock),
      limiter_(limit_of(config), *storage.clock),
      processing_(*storage.catalog, *storage.blobs, *storage.clock, progress_, processing_options(config)),
      streams_(*storage.catalog, *storage.blobs, *storage.clock, processing_options(config)),
      sounds_(*storage.catalog, *storage.blobs, *storage.clock, processing_options(config)),
      services_{people, *storage.blobs, plays_, limiter_, progress_, settings_of(config)},
      analytics_{people, std::move(plays), limiter_, config.creators_origins, config.creators_requires_mums} {}

std::shared_ptr<http::Handler> Creators::handler() const {
    return api::anchor::make_split_handler(api::analytics::make_analytics_handler(analytics_),
                                           api::creators::make_creators_handler(services_));
}

std::vector<app::background::HeavyWork> Creators::heavy_work() {
    std::vector<app::background::HeavyWork> all;
    all.push_back({.steps = {{std::string{app::job_kind::process_upload},
                              [this](const storage::Job& job) { return processing_.run(job); }}},
                   .stop = [this] { processing_.stop(); },
                   .hourly = [this] { return processing_.drop_abandoned(); },
                   .threads = workers_});
    all.push_back({.steps = {{std::string{app::job_kind::measure_sound},
                              [this](const storage::Job& job) { return sounds_.run(job); }}},
                   .stop = [this] { sounds_.stop(); }});
    // Streams take hours where uploads take minutes, and nobody waits for them.
    if (makes_streams_) {
        all.push_back({.steps = {{std::string{app::job_kind::make_stream},
                                  [this](const storage::Job& job) { return streams_.run(job); }}},
                       .stop = [this] { streams_.stop(); }});
    }
    return all;
}

}  // namespace mooring::server
