#pragma once

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

    /// The step of the job kind `remove_blob`, payload `{"sha256": …}`: removes a stored file that no episode uses.
    /// Pictures stay: an address by hash that was public once keeps working (delivery.md, 1.4).
    StepOutcome remove_blob(const storage::Job& job);

private:
    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
};

}  // namespace mooring::app::background
