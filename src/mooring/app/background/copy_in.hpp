#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

struct CopyInLimits {
    std::int64_t most_bytes = std::int64_t{2} << 30;
    std::chrono::seconds total_timeout{3600};
};

/// The step of the job kind `copy_in`, payload `{"episode": id}`: fetches audio that lies elsewhere into the blob
/// store, whole and probed, and makes it the episode's own; its media URL, GUID and history stay (delivery.md, 5.8).
/// MP3, M4A, MP4 and MOV; anything else is given up.
class CopyIn {
public:
    CopyIn(storage::Catalog& catalog, storage::BlobStore& blobs, outbound::Fetcher& fetcher, const Clock& clock,
           CopyInLimits limits = {})
        : catalog_(catalog), blobs_(blobs), fetcher_(fetcher), clock_(clock), limits_(limits) {}

    StepOutcome run(const storage::Job& job);

    /// End transfers that run: they fail, and are tried again after the next start.
    void stop() { is_stopping_ = true; }

private:
    Result<domain::StoredMedia> fetch(const std::string& url);
    Result<void> write(domain::EpisodeId id, const std::string& url, domain::StoredMedia media);

    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    outbound::Fetcher& fetcher_;
    const Clock& clock_;
    const CopyInLimits limits_;
    std::atomic<bool> is_stopping_{false};
};

}  // namespace mooring::app::background
