#include "mooring/app/processing/measure_sounds.hpp"

#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/processing/work_folder.hpp"
#include "mooring/base/log.hpp"
#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/probe.hpp"

namespace mooring::app::processing {
namespace {

using background::StepOutcome;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

constexpr std::chrono::seconds retry_wait{60};
constexpr int most_attempts = 8;

}  // namespace

StepOutcome MeasureSounds::run(const storage::Job& job) {
    const auto sha256 = background::payload_text(job.payload, "sha256");
    if (!sha256) return StepOutcome::give_up("the payload cannot be read");
    const Result<void> measured = measure(*sha256);
    if (measured || measured.error().code == Errc::not_found) return StepOutcome::done();
    const Error& error = measured.error();
    const bool is_hopeless = media::processing::failure_reason(error).has_value() ||
                             (job.attempts >= most_attempts && !stop_.stop_requested());
    if (!is_hopeless) return StepOutcome::retry_at(clock_.now() + retry_wait, error.message);
    // It plays in those apps that are not as strict; it only has no outline.
    log::info("stored sound could not be measured", {{"sha256", *sha256}, {"reason", error.message}});
    return StepOutcome::done();
}

Result<void> MeasureSounds::measure(const std::string& sha256) {
    MOORING_TRY(const bool is_measured,
                catalog_.read([&](CatalogSnapshot& view) { return view.companions().has_sound_outline(sha256); }));
    if (is_measured) return ok();
    MOORING_TRY(const WorkFolder folder, WorkFolder::make(options_.work_folder, "sound-" + sha256));
    MOORING_TRY(const auto blob, blobs_.open(sha256));
    MOORING_TRY(const AssembledFile file,
                assemble(blobs_, {{.number = 1, .md5 = {}, .sha256 = sha256, .size_bytes = blob->size_bytes()}},
                         folder.path()));
    media::processing::Work work;
    work.input = file.path;
    work.folder = folder.path();
    work.tools = options_.tools;
    work.stop = stop_.get_token();
    MOORING_TRY(const media::processing::MediaFacts facts, media::processing::probe(work));
    MOORING_TRY(const media::processing::PreparedAudio audio, media::processing::prepare_audio(work, facts));
    return catalog_.write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(const std::int64_t episodes, tx.episodes().count_with_media(sha256));
        if (episodes == 0) return ok();  // deleted meanwhile
        return tx.companion_writer().put_sound_outline(sha256, outline_of(audio));
    });
}

}  // namespace mooring::app::processing
