#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/processing/process_uploads.hpp"
#include "mooring/media/processing/hls.hpp"
#include "mooring/storage/catalog/companion_store.hpp"

namespace mooring::app::processing {

/// The files of `hls` one behind the other.
struct PackedStream {
    storage::Blob blob;
    std::vector<storage::StreamFile> files;
    std::chrono::milliseconds duration{0};  ///< which every rendition reaches
};

/// Errors: no_space, unavailable.
Result<PackedStream> pack(storage::BlobStore& blobs, const media::processing::Hls& hls);

/// The step of the job kind `make_stream`, payload `{"episode": id}`: makes of an episode's film what HTTP Live
/// Streaming needs. The episode is out long before; its stream joins when it is whole (delivery.md, 11).
class MakeStreams {
public:
    MakeStreams(storage::Catalog& catalog, storage::BlobStore& blobs, const Clock& clock, ProcessingOptions options)
        : catalog_(catalog), blobs_(blobs), clock_(clock), options_(std::move(options)) {}

    background::StepOutcome run(const storage::Job& job);

    /// End what runs: it is begun again after the next start.
    void stop() { stop_.request_stop(); }

private:
    Result<void> make(domain::EpisodeId id, const domain::StoredVideo& film);
    Result<void> keep(domain::EpisodeId id, const domain::StoredVideo& film, const PackedStream& packed);

    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    const ProcessingOptions options_;
    std::stop_source stop_;
};

}  // namespace mooring::app::processing
