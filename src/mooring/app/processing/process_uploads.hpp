#pragma once

#include <chrono>
#include <map>
#include <stop_token>
#include <string>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/processing/prepare_media.hpp"
#include "mooring/app/processing/upload_progress.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::processing {

struct ProcessingOptions {
    std::string work_folder;  ///< where workers write; the blobs' own file system saves copies
    media::processing::Rules rules;
    media::processing::Tools tools;
};

/// The step of the job kind `process_upload`, payload `{"upload": id}`: makes of submitted bytes what listeners need,
/// and puts it into the episode or show (creators-rest.md, 1-V and 6-C). A file that is no good fails for good and says
/// why; whatever else goes wrong is tried again.
class ProcessUploads {
public:
    ProcessUploads(storage::Catalog& catalog, storage::BlobStore& blobs, const Clock& clock, UploadProgress& progress,
                   ProcessingOptions options)
        : catalog_(catalog), blobs_(blobs), clock_(clock), progress_(progress), options_(std::move(options)) {}

    background::StepOutcome run(const storage::Job& job);

    /// End what runs: it is begun again after the next start.
    void stop() { stop_.request_stop(); }

    /// Fail uploads that nobody submitted within a day, and forget their bytes.
    Result<void> drop_abandoned();

private:
    Result<void> process(const domain::Upload& upload);
    Result<void> process_picture(const domain::Upload& upload, const std::vector<domain::UploadPart>& parts);
    Result<void> process_media(const domain::Upload& upload, const std::vector<domain::UploadPart>& parts);
    Result<void> finish_media(const domain::Upload& upload, const ReadyMedia& ready);
    Result<void> fail(const domain::Upload& upload, domain::UploadFailure failure);
    /// Write what became of an upload, unless it was ended meanwhile.
    Result<void> close(storage::CatalogTransaction& tx, domain::Upload upload, domain::UploadState state);

    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    UploadProgress& progress_;
    const ProcessingOptions options_;
    std::stop_source stop_;
};

}  // namespace mooring::app::processing
