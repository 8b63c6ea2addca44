#pragma once

#include <stop_token>
#include <string>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/processing/process_uploads.hpp"

namespace mooring::app::processing {

/// The step of the job kind `measure_sound`, payload `{"sha256": …}`: measures how loud stored sound is and draws its
/// outline. For sound that needed no processing to be published (delivery.md, 5.7).
class MeasureSounds {
public:
    MeasureSounds(storage::Catalog& catalog, storage::BlobStore& blobs, const Clock& clock, ProcessingOptions options)
        : catalog_(catalog), blobs_(blobs), clock_(clock), options_(std::move(options)) {}

    background::StepOutcome run(const storage::Job& job);

    /// End what runs: it is begun again after the next start.
    void stop() { stop_.request_stop(); }

private:
    Result<void> measure(const std::string& sha256);

    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    const ProcessingOptions options_;
    std::stop_source stop_;
};

}  // namespace mooring::app::processing
