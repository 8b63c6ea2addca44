#pragma once

#include <string>
#include <string_view>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

/// Removes what is no longer wanted.
class Housekeeping {
public:
    Housekeeping(storage::Catalog& catalog, storage::BlobStore& blobs, const Clock& clock)
        : catalog_(catalog), blobs_(blobs), clock_(clock) {}

    /// Forget answers to idempotent requests after 24 hours (publishing-v1.md, section 7).
    Result<void> remove_expired_answers();

    /// The step of the job kind `remove_blob`, payload `{"sha256": …}`: removes a stored file that no episode uses and
    /// no picture is made of.
    StepOutcome remove_blob(const storage::Job& job);

    /// Queue a job of this kind that looks over all there is, unless it waits already.
    Result<void> ask_for(std::string_view kind);

    /// The step of the job kind `find_strays`: has stored files removed that have lain for a day without anything that
    /// uses them. A crash between storing a file and noting it down leaves such a one.
    StepOutcome find_strays(const storage::Job& job);

    /// The step of the job kind `remove_pictures`: removes pictures, with their files, a day after the last show or
    /// episode that ever had them was deleted (delivery.md, 1.4), or after they were stored when none ever did.
    StepOutcome remove_pictures(const storage::Job& job);

private:
    Result<void> queue_strays();
    Result<bool> is_used(storage::CatalogSnapshot& view, const std::string& sha256);
    Result<void> remove_unused_pictures(Instant unused_at);
    Result<void> remove_picture(storage::CatalogTransaction& tx, const std::string& hash, Instant unused_at);
    /// Unless an episode or a picture uses the file.
    Result<void> remove_file(storage::CatalogTransaction& tx, const std::string& sha256);

    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
};

}  // namespace mooring::app::background
