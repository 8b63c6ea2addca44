#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/importing/import_record.hpp"
#include "mooring/app/importing/media_download.hpp"
#include "mooring/app/processing/process_uploads.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/random.hpp"
#include "mooring/feed/reading/read_feed.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::importing {

/// What an import works with; all of it outlives it.
struct ImportPorts {
    storage::Catalog& catalog;
    storage::BlobStore& blobs;
    outbound::Fetcher& fetcher;
    const Clock& clock;
    Random& random;
    const ServerSecret& secret;
    const PublicUrls& urls;
};

/// The text that a feed has to show in a `podcast:txt` of purpose `verify` to prove that it is its owner who moves it
/// into this workspace. The same for the same address every time.
std::string verification_code(const ServerSecret& secret, domain::WorkspaceId workspace, std::string_view feed_url);

/// Order an import: its record is written, then its job queued, known by the record's id. Overriding a lock goes into
/// the audit log under `actor`.
/// Errors: invalid_argument (`url`, `parallel`), not_found (workspace, show), no_space, unavailable.
Result<ImportRecord> order_import(const ImportPorts& ports, const ImportFolder& folder, ImportRecord wanted,
                                  const std::string& actor);

/// The step of the job kind `import_show`, payload `{"import": id}` (delivery.md, 10.2): fetches the feed once, reads
/// it, makes or finds the show, makes an episode of each item that is not here yet, as a draft, and fetches their
/// media, chapters and transcripts, newest first; an episode is out by its date once its media is there. May be ended
/// and begun again at any point: what is there is not fetched twice, and downloads go on at the byte.
class ImportShow {
public:
    ImportShow(ImportPorts ports, ImportFolder folder, processing::ProcessingOptions processing,
               DownloadRetries retries = {})
        : ports_(ports), folder_(std::move(folder)), processing_(std::move(processing)), retries_(retries) {}

    background::StepOutcome run(const storage::Job& job);

    /// End what runs; it goes on after the next start.
    void stop();

private:
    Result<void> fetch_feed(ImportRecord& record);
    Result<void> bring_in(ImportRecord& record);
    background::StepOutcome settle(const storage::Job& job, ImportRecord& record, const Error& error);

    ImportPorts ports_;
    ImportFolder folder_;
    const processing::ProcessingOptions processing_;
    const DownloadRetries retries_;
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool is_stopping_ = false;
};

}  // namespace mooring::app::importing
