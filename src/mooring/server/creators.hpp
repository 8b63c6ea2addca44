#pragma once

#include <memory>
#include <vector>

#include "mooring/api/analytics/analytics_handler.hpp"
#include "mooring/api/creators/creators_handler.hpp"
#include "mooring/app/background/background.hpp"
#include "mooring/app/processing/make_streams.hpp"
#include "mooring/app/processing/measure_sounds.hpp"
#include "mooring/app/processing/process_uploads.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/play_counts.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// How uploads and imported media are prepared.
app::processing::ProcessingOptions processing_options(const Config& config);

/// The creators API and station analytics of a running instance, which share addresses, and the work behind uploads.
class Creators {
public:
    /// All but `config` outlive this.
    Creators(const Config& config, Storage& storage, const api::people::Services& people, app::numbers::Plays plays);

    std::shared_ptr<http::Handler> handler() const;
    /// For the background, which goes first.
    std::vector<app::background::HeavyWork> heavy_work();

private:
    int workers_;
    bool makes_streams_;
    StoredPlayCounts plays_;
    RollingLimiter<domain::AccountId> limiter_;
    app::processing::UploadProgress progress_;
    app::processing::ProcessUploads processing_;
    app::processing::MakeStreams streams_;
    app::processing::MeasureSounds sounds_;
    api::creators::Services services_;
    api::analytics::Services analytics_;
};

}  // namespace mooring::server
