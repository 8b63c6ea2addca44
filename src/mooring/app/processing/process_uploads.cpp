#include "mooring/app/processing/process_uploads.hpp"

#include <optional>
#include <utility>

#include "mooring/app/background/artwork.hpp"
#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/creators/library.hpp"
#include "mooring/app/creators/uploads.hpp"
#include "mooring/app/processing/work_folder.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/log.hpp"
#include "mooring/media/artwork.hpp"
#include "mooring/media/processing/failure.hpp"

namespace mooring::app::processing {
namespace {

using background::StepOutcome;
using domain::Upload;
using domain::UploadFailure;
using domain::UploadKind;
using domain::UploadPart;
using domain::UploadState;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

constexpr std::chrono::seconds retry_wait{10};
constexpr int most_attempts = 8;
constexpr int abandoned_at_once = 100;

bool is_picture(const Upload& upload) {
    return upload.kind == UploadKind::show_picture || upload.kind == UploadKind::episode_picture;
}

/// Why a picture was refused for good, in the words of 1-V-4; nothing when the trouble is ours.
std::optional<UploadFailure> picture_failure(const Error& error) {
    switch (error.code) {
        case Errc::too_large: return UploadFailure{"IMAGE_TOO_LARGE", error.message};
        case Errc::invalid_argument:
        case Errc::unsupported:
        case Errc::corrupt: return UploadFailure{"UNSUPPORTED_IMAGE", error.message};
        default: return std::nullopt;
    }
}

std::optional<UploadFailure> media_failure(const Error& error) {
    const auto reason = media::processing::failure_reason(error);
    if (!reason) return std::nullopt;
    return UploadFailure{std::string{media::processing::to_string(*reason)}, error.message};
}

const UploadFailure already_has_audio{"EPISODE_ALREADY_HAS_AUDIO",
                                      "a film cannot be added to an episode that has audio already"};

/// What was made is nobody's: have it removed, unless something else uses it.
Result<void> drop(CatalogTransaction& tx, const ReadyMedia& ready, Instant now) {
    MOORING_CHECK(publishing::enqueue_blob_removal(tx, ready.sound.sha256, now));
    return ready.video ? publishing::enqueue_blob_removal(tx, ready.video->sha256, now) : ok();
}

/// The marks of a file are its episode's chapters. That a maker wrote odd ones is no reason to refuse the file.
Result<void> take_chapters(CatalogTransaction& tx, Instant now, domain::EpisodeId episode,
                           const std::vector<domain::Chapter>& chapters) {
    const auto taken = publishing::set_chapters(tx, now, episode, chapters, true);
    const bool is_refused =
        !taken && (taken.error().code == Errc::invalid_argument || taken.error().code == Errc::too_large);
    return taken || is_refused ? ok() : Result<void>{taken.error()};
}

bool adds_film(const Upload& upload) {
    return upload.kind == UploadKind::video && !upload.takes_sound_only;
}

}  // namespace

StepOutcome ProcessUploads::run(const storage::Job& job) {
    const auto id = background::payload_text(job.payload, "upload");
    if (!id) return StepOutcome::give_up("the payload cannot be read");
    const auto again = [&](const Error& error) {
        log::warning("an upload waits to be processed", {{"reason", error.message}});
        return StepOutcome::retry_at(clock_.now() + retry_wait, error.message);
    };
    const auto upload = catalog_.read([&](CatalogSnapshot& view) { return view.uploads().find(*id); });
    if (!upload) return again(upload.error());
    if (!*upload || (*upload)->state != UploadState::processing) return StepOutcome::done();

    const Result<void> processed = process(**upload);
    progress_.forget(*id);
    if (processed) return StepOutcome::done();
    auto failure = is_picture(**upload) ? picture_failure(processed.error()) : media_failure(processed.error());
    const bool was_cancelled = stop_.stop_requested();
    if (!failure && job.attempts >= most_attempts && !was_cancelled) {
        failure = UploadFailure{is_picture(**upload) ? "UNSUPPORTED_IMAGE" : "CORRUPT_MEDIA",
                                "it could not be processed: " + processed.error().message};
    }
    if (!failure) return again(processed.error());
    const Result<void> failed = fail(**upload, *failure);
    return failed ? StepOutcome::done() : again(failed.error());
}

Result<void> ProcessUploads::process(const Upload& upload) {
    MOORING_TRY(const std::vector<UploadPart> parts,
                catalog_.read([&](CatalogSnapshot& view) { return view.uploads().parts(upload.id); }));
    if (parts.empty()) return media::processing::reject(media::processing::FailureReason::corrupt_media, "it is empty");
    return is_picture(upload) ? process_picture(upload, parts) : process_media(upload, parts);
}

Result<void> ProcessUploads::process_picture(const Upload& upload, const std::vector<UploadPart>& parts) {
    if (parts.front().size_bytes > static_cast<std::int64_t>(media::artwork_most_bytes)) {
        return Error{Errc::too_large, "the picture is larger than 10 MiB"};
    }
    MOORING_TRY(const auto blob, blobs_.open(parts.front().sha256));
    MOORING_TRY(const std::string bytes, blob->read(0, static_cast<std::size_t>(blob->size_bytes())));
    MOORING_TRY(const media::ArtworkFacts facts, media::inspect_artwork(bytes));
    if (facts.format != media::ImageFormat::png && facts.format != media::ImageFormat::jpeg) {
        return Error{Errc::unsupported, "covers are PNG or JPEG"};
    }
    constexpr int longest_side = 10'000;
    if (facts.width > longest_side || facts.height > longest_side) {
        return Error{Errc::too_large, "the picture has more than 10000 pixels on a side"};
    }
    MOORING_TRY(const storage::Image image, background::prepare_image(catalog_, blobs_, clock_.now(), bytes));
    return catalog_.write([&](CatalogTransaction& tx) -> Result<void> {
        const Instant now = clock_.now();
        MOORING_CHECK(background::keep_image(tx, blobs_, image));
        if (upload.kind == UploadKind::show_picture) {
            MOORING_TRY(std::optional<domain::Show> show, tx.shows().find(*upload.show));
            if (show && !show->deleted_at) {
                show->image_hash = image.hash;
                show->image_url.clear();
                show->updated_at = now;
                MOORING_CHECK(tx.show_writer().update(*show));
                MOORING_CHECK(publishing::note_feed_change(tx, show->id, now));
            }
        } else if (const auto in = creators::find_episode(tx, *upload.episode)) {
            domain::Episode after = in->episode;
            after.image_hash = image.hash;
            after.image_url.clear();
            after.updated_at = now;
            MOORING_CHECK(tx.episode_writer().update(after));
            MOORING_CHECK(publishing::tell_episode_change(tx, in->show, &in->episode, after, now));
        }
        Upload done = upload;
        done.picture_hash = image.hash;
        return close(tx, std::move(done), UploadState::processed);
    });
}

Result<void> ProcessUploads::process_media(const Upload& upload, const std::vector<UploadPart>& parts) {
    if (adds_film(upload) && upload.episode) {
        const auto in =
            catalog_.read([&](CatalogSnapshot& view) { return creators::find_episode(view, *upload.episode); });
        if (in && domain::has_ready_media(in->episode)) return fail(upload, already_has_audio);
    }
    MOORING_TRY(const WorkFolder folder, WorkFolder::make(options_.work_folder, upload.id));
    MOORING_TRY(const AssembledFile file, assemble(blobs_, parts, folder.path()));
    media::processing::Work work;
    work.folder = folder.path();
    work.tools = options_.tools;
    work.stop = stop_.get_token();
    work.on_progress = [&](double share) { progress_.set(upload.id, share); };
    MOORING_TRY(const ReadyMedia ready, prepare_media(blobs_, upload, file, std::move(work), options_.rules));
    return finish_media(upload, ready);
}

Result<void> ProcessUploads::finish_media(const Upload& upload, const ReadyMedia& ready) {
    return catalog_.write([&](CatalogTransaction& tx) -> Result<void> {
        const Instant now = clock_.now();
        Upload done = upload;
        done.is_video = ready.is_video;
        done.duration = ready.sound.duration;
        done.media = ready.sound;
        MOORING_CHECK(tx.companion_writer().put_sound_outline(ready.sound.sha256, ready.outline));
        if (upload.episode) {
            const auto in = creators::find_episode(tx, *upload.episode);
            if (!in) {
                if (in.error().code != Errc::not_found) return in.error();
                MOORING_CHECK(drop(tx, ready, now));
                return close(tx, std::move(done), UploadState::failed);
            }
            if (adds_film(upload) && domain::has_ready_media(in->episode)) {
                done.failure = already_has_audio;
                done.media.reset();
                MOORING_CHECK(drop(tx, ready, now));
                return close(tx, std::move(done), UploadState::failed);
            }
            MOORING_CHECK(creators::put_media(
                tx, blobs_, now, *in,
                {.sound = ready.sound, .video = ready.video, .audio = upload.audio, .caption = upload.caption}));
            MOORING_CHECK(take_chapters(tx, now, *upload.episode, ready.chapters));
        }
        return close(tx, std::move(done), UploadState::processed);
    });
}

Result<void> ProcessUploads::fail(const Upload& upload, UploadFailure failure) {
    return catalog_.write([&](CatalogTransaction& tx) {
        Upload failed = upload;
        failed.failure = failure;
        return close(tx, std::move(failed), UploadState::failed);
    });
}

Result<void> ProcessUploads::close(CatalogTransaction& tx, Upload upload, UploadState state) {
    MOORING_TRY(const std::optional<Upload> present, tx.uploads().find(upload.id));
    if (!present || present->state == UploadState::processed || present->state == UploadState::failed) return ok();
    upload.state = state;
    upload.modified_at = clock_.now();
    MOORING_CHECK(tx.upload_writer().update(upload));
    return creators::drop_parts(tx, clock_.now(), upload.id);
}

Result<void> ProcessUploads::drop_abandoned() {
    return catalog_.write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(const std::vector<Upload> abandoned,
                    tx.uploads().open_before(clock_.now() - creators::open_upload_life, abandoned_at_once));
        for (Upload upload : abandoned) {
            upload.failure = {"UPLOAD_ABANDONED", "it was not submitted within a day"};
            MOORING_CHECK(close(tx, std::move(upload), UploadState::failed));
        }
        return ok();
    });
}

}  // namespace mooring::app::processing
