#pragma once

#include <memory>
#include <vector>

#include "mooring/api/creators/creators_handler.hpp"
#include "mooring/app/background/background.hpp"
#include "mooring/app/processing/make_streams.hpp"
#include "mooring/app/processing/process_uploads.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/play_counts.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// The creators API of a running instance, and the work behind its uploads.
class Creators {
public:
    /// All but `config` outlive this.
    Creators(const Config& config, Storage& storage, const api::people::Services& people,
             StoredPlayCounts::Plays plays);

    std::shared_ptr<http::Handler> handler() const { return api::creators::make_creators_handler(services_); }
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
    api::creators::Services services_;
};

}  // namespace mooring::server
