#include "mooring/app/background/housekeeping.hpp"

#include "mooring/app/background/job_payload.hpp"
#include "mooring/media/sniff.hpp"

namespace mooring::app::background {
namespace {

constexpr std::chrono::hours answers_live{24};
constexpr std::size_t sniffed_bytes = 4096;

Result<bool> is_picture(storage::BlobStore& blobs, const std::string& sha256) {
    MOORING_TRY(const auto blob, blobs.open(sha256));
    MOORING_TRY(const std::string head, blob->read(0, sniffed_bytes));
    return media::sniff_mime(head).starts_with("image/");
}

}  // namespace

Result<void> Housekeeping::remove_expired_answers() {
    return catalog_.write([&](storage::CatalogTransaction& tx) {
        return tx.idempotency_writer().remove_expired(clock_.now() - answers_live);
    });
}

StepOutcome Housekeeping::remove_blob(const storage::Job& job) {
    const auto sha256 = payload_text(job.payload, "sha256");
    if (!sha256) return StepOutcome::give_up("the payload cannot be read");
    const auto again = [&](const Error& error) {
        return retry_or_give_up(job, clock_.now(), fetch_waits, error.message);
    };
    const auto picture = is_picture(blobs_, *sha256);
    if (!picture && picture.error().code == Errc::not_found) return StepOutcome::done();
    if (!picture) return again(picture.error());
    if (*picture) return StepOutcome::done();

    // Inside the transaction: whoever gives the file to an episode looks whether it is there in theirs, so one of the
    // two sees the other. Removing twice does no harm.
    const auto removed = catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(const std::int64_t uses, tx.episodes().count_with_media(*sha256));
        return uses > 0 ? ok() : blobs_.remove(*sha256);
    });
    return removed ? StepOutcome::done() : again(removed.error());
}

}  // namespace mooring::app::background
