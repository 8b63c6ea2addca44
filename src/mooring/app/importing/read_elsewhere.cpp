#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/importing/elsewhere.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/feed_events.hpp"

namespace mooring::app::importing {

using background::StepOutcome;

StepOutcome ReadElsewhere::run(const storage::Job& job) const {
    const auto id = background::payload_number(job.payload, "show");
    if (!id) return StepOutcome::give_up("the payload cannot be read");
    const auto read = read_elsewhere_again(ports_, domain::ShowId{*id});
    if (read) return StepOutcome::done();
    const bool is_unlisted = read.error().code == Errc::not_found && read.error().field.empty();
    if (is_unlisted) return StepOutcome::done();
    return StepOutcome::retry_at(ports_.clock.now() + std::chrono::hours{1}, read.error().message);
}

Result<void> ReadElsewhere::queue_all() const {
    return ports_.catalog.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(const auto shows, shows_elsewhere(tx, std::nullopt));
        for (const domain::Show& show : shows) {
            MOORING_CHECK(
                publishing::enqueue_for(tx, job_kind::read_elsewhere, "show", show.id.value, ports_.clock.now()));
        }
        return ok();
    });
}

}  // namespace mooring::app::importing
