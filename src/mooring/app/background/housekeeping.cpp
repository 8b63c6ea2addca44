#include "mooring/app/background/housekeeping.hpp"

#include <vector>

#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/log.hpp"

namespace mooring::app::background {
namespace {

constexpr std::chrono::hours answers_live{24};
constexpr int pictures_at_once = 100;

}  // namespace

Result<void> Housekeeping::remove_expired_answers() {
    return catalog_.write([&](storage::CatalogTransaction& tx) {
        return tx.idempotency_writer().remove_expired(clock_.now() - answers_live);
    });
}

StepOutcome Housekeeping::remove_blob(const storage::Job& job) {
    const auto sha256 = payload_text(job.payload, "sha256");
    if (!sha256) return StepOutcome::give_up("the payload cannot be read");
    const auto removed = catalog_.write([&](storage::CatalogTransaction& tx) { return remove_file(tx, *sha256); });
    if (removed) return StepOutcome::done();
    return retry_or_give_up(job, clock_.now(), fetch_waits, removed.error().message);
}

Result<void> Housekeeping::ask_for(std::string_view kind) {
    return catalog_.write([&](storage::CatalogTransaction& tx) {
        const std::string name{kind};
        return tx.job_writer().enqueue({.kind = name, .payload = "{}", .key = name, .run_at = clock_.now()});
    });
}

StepOutcome Housekeeping::find_strays(const storage::Job& job) {
    const auto found = queue_strays();
    if (found) return StepOutcome::done();
    return retry_or_give_up(job, clock_.now(), fetch_waits, found.error().message);
}

// Removing is left to a job: one that waits already, since the last use ended a while ago, keeps its time.
Result<void> Housekeeping::queue_strays() {
    std::vector<std::string> strays;
    Result<void> looked = ok();
    const Instant newest = clock_.now() - publishing::blob_grace;
    MOORING_CHECK(blobs_.for_each([&](const storage::Blob& blob, Instant stored_at) {
        if (!looked || stored_at > newest) return;
        const auto used = catalog_.read([&](storage::CatalogSnapshot& view) { return is_used(view, blob.sha256); });
        if (!used) looked = used.error();
        if (used && !*used) strays.push_back(blob.sha256);
    }));
    MOORING_CHECK(looked);
    if (strays.empty()) return ok();
    log::info("stored files that nothing uses are to be removed", {{"files", strays.size()}});
    return catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        for (const auto& sha256 : strays) {
            MOORING_CHECK(publishing::enqueue_blob_removal(tx, sha256, clock_.now()));
        }
        return ok();
    });
}

StepOutcome Housekeeping::remove_pictures(const storage::Job& job) {
    const auto removed = remove_unused_pictures(clock_.now() - publishing::blob_grace);
    if (removed) return StepOutcome::done();
    return retry_or_give_up(job, clock_.now(), fetch_waits, removed.error().message);
}

Result<void> Housekeeping::remove_unused_pictures(Instant unused_at) {
    std::string last;
    for (;;) {
        MOORING_TRY(const auto hashes, catalog_.read([&](storage::CatalogSnapshot& view) {
            return view.images().list_unused(unused_at, last, pictures_at_once);
        }));
        for (const auto& hash : hashes) {
            MOORING_CHECK(
                catalog_.write([&](storage::CatalogTransaction& tx) { return remove_picture(tx, hash, unused_at); }));
        }
        if (hashes.size() < static_cast<std::size_t>(pictures_at_once)) return ok();
        last = hashes.back();
    }
}

Result<void> Housekeeping::remove_picture(storage::CatalogTransaction& tx, const std::string& hash, Instant unused_at) {
    // Asked again: since the list was made it may have been stored once more, or been given to something.
    MOORING_TRY(const bool is_unused, tx.images().is_unused(hash, unused_at));
    if (!is_unused) return ok();
    MOORING_TRY(const auto image, tx.images().find(hash));
    MOORING_CHECK(tx.image_writer().remove(hash));
    if (!image) return ok();
    for (const auto& variant : image->variants) MOORING_CHECK(remove_file(tx, variant.sha256));
    return ok();
}

Result<bool> Housekeeping::is_used(storage::CatalogSnapshot& view, const std::string& sha256) {
    MOORING_TRY(const std::int64_t episodes, view.episodes().count_with_media(sha256));
    MOORING_TRY(const std::int64_t pictures, view.images().count_with_blob(sha256));
    MOORING_TRY(const std::int64_t uploads, view.uploads().count_with_blob(sha256));
    return episodes + pictures + uploads > 0;
}

// Inside the transaction: whoever gives the file to an episode or a picture looks whether it is there in theirs, so one
// of the two sees the other. Removing twice does no harm.
Result<void> Housekeeping::remove_file(storage::CatalogTransaction& tx, const std::string& sha256) {
    MOORING_TRY(const bool still_used, is_used(tx, sha256));
    if (still_used) return ok();
    MOORING_CHECK(tx.companion_writer().forget_blob(sha256));
    return blobs_.remove(sha256);
}

}  // namespace mooring::app::background
