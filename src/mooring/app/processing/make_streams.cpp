#include "mooring/app/processing/make_streams.hpp"

#include <algorithm>
#include <fstream>
#include <map>

#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/processing/work_folder.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/log.hpp"
#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/probe.hpp"

namespace mooring::app::processing {
namespace {

using background::StepOutcome;
using domain::EpisodeId;
using domain::StoredVideo;
using std::chrono::milliseconds;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

constexpr std::chrono::seconds retry_wait{60};
constexpr int most_attempts = 8;
constexpr std::size_t step = std::size_t{1} << 20;

/// Append a file to `blob`. Errors: unavailable (it is not as long as it was), no_space.
Result<void> append_file(storage::IncomingBlob& blob, const std::string& path, std::int64_t size_bytes) {
    const std::int64_t before = blob.size_bytes();
    std::ifstream file(path, std::ios::binary);
    std::string bytes(step, '\0');
    while (file) {
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        MOORING_CHECK(blob.append({bytes.data(), static_cast<std::size_t>(file.gcount())}));
    }
    if (blob.size_bytes() - before == size_bytes) return ok();
    return Error{Errc::unavailable, "a made file changed while it was read"};
}

/// The episode while the film is still its own.
Result<std::optional<domain::Episode>> find_with_film(CatalogSnapshot& catalog, EpisodeId id, const std::string& film) {
    MOORING_TRY(std::optional<domain::Episode> episode, catalog.episodes().find(id));
    const bool has_film = episode && !episode->deleted_at && episode->video && episode->video->sha256 == film;
    if (!has_film) episode.reset();
    return episode;
}

}  // namespace

Result<PackedStream> pack(storage::BlobStore& blobs, const media::processing::Hls& hls) {
    MOORING_TRY(const auto incoming, blobs.begin(hls.size_bytes));
    PackedStream packed;
    std::map<std::string, std::chrono::duration<double>> lengths;  // of each rendition, as far as it is packed
    for (const media::processing::HlsFile& file : hls.files) {
        storage::StreamFile place;
        place.name = file.name;
        place.mime_type = file.mime_type;
        place.begin = incoming->size_bytes();
        place.size_bytes = file.size_bytes;
        if (file.seconds > 0) {
            auto& length = lengths[file.name.substr(0, file.name.find('/'))];
            place.start = std::chrono::round<milliseconds>(length);
            length += std::chrono::duration<double>{file.seconds};
            place.duration = std::chrono::round<milliseconds>(length) - place.start;
        }
        MOORING_CHECK(append_file(*incoming, hls.folder + "/" + file.name, file.size_bytes));
        packed.files.push_back(std::move(place));
    }
    for (const auto& [rendition, length] : lengths) {
        const auto whole = std::chrono::round<milliseconds>(length);
        packed.duration = packed.duration.count() == 0 ? whole : std::min(packed.duration, whole);
    }
    MOORING_TRY(packed.blob, incoming->commit());
    return packed;
}

StepOutcome MakeStreams::run(const storage::Job& job) {
    const auto id = background::payload_number(job.payload, "episode");
    if (!id) return StepOutcome::give_up("the payload cannot be read");
    const auto again = [&](const Error& error) {
        return StepOutcome::retry_at(clock_.now() + retry_wait, error.message);
    };
    const auto episode = catalog_.read([&](CatalogSnapshot& view) { return view.episodes().find(EpisodeId{*id}); });
    if (!episode) return again(episode.error());
    if (!*episode || (*episode)->deleted_at || !(*episode)->video) return StepOutcome::done();
    const StoredVideo& film = *(*episode)->video;
    const auto& present = (*episode)->companions.stream;
    if (present && present->made_of == film.sha256) return StepOutcome::done();

    const Result<void> made = make(EpisodeId{*id}, film);
    if (made) return StepOutcome::done();
    log::warning("a film has no stream yet", {{"episode", *id}, {"reason", made.error().message}});
    if (media::processing::failure_reason(made.error()) || made.error().code == Errc::invalid_argument) {
        return StepOutcome::give_up(made.error().message);
    }
    if (job.attempts >= most_attempts && !stop_.stop_requested()) return StepOutcome::give_up(made.error().message);
    return again(made.error());
}

Result<void> MakeStreams::make(EpisodeId id, const StoredVideo& film) {
    const std::string name = "stream-" + std::to_string(id.value);
    MOORING_TRY(const WorkFolder folder, WorkFolder::make(options_.work_folder, name));
    MOORING_TRY(const AssembledFile file,
                assemble(blobs_, {{.number = 1, .md5 = {}, .sha256 = film.sha256, .size_bytes = film.size_bytes}},
                         folder.path()));
    media::processing::Work work;
    work.input = file.path;
    work.folder = folder.path();
    work.tools = options_.tools;
    work.stop = stop_.get_token();
    MOORING_TRY(const media::processing::MediaFacts facts, media::processing::probe(work));
    MOORING_TRY(const media::processing::Hls hls, media::processing::make_hls(work, facts));
    MOORING_TRY(const PackedStream packed, pack(blobs_, hls));
    return keep(id, film, packed);
}

Result<void> MakeStreams::keep(EpisodeId id, const StoredVideo& film, const PackedStream& packed) {
    const storage::Blob& blob = packed.blob;
    return catalog_.write([&](CatalogTransaction& tx) -> Result<void> {
        const Instant now = clock_.now();
        MOORING_TRY(const auto before, find_with_film(tx, id, film.sha256));
        if (!before) return publishing::enqueue_blob_removal(tx, blob.sha256, now);
        MOORING_TRY(const bool is_there, blobs_.contains(blob.sha256));
        if (!is_there) return Error{Errc::unavailable, "the stored file was removed meanwhile"};
        MOORING_TRY(const auto show, tx.shows().find(before->show));
        MOORING_CHECK(tx.companion_writer().put_stream(blob.sha256, packed.files));
        domain::Episode after = *before;
        after.companions.stream = {.sha256 = blob.sha256,
                                   .size_bytes = blob.size_bytes,
                                   .duration = packed.duration,
                                   .made_of = film.sha256,
                                   .since = now};
        after.updated_at = now;
        MOORING_CHECK(tx.episode_writer().update(after));
        return show ? publishing::tell_episode_change(tx, *show, &*before, after, now) : ok();
    });
}

}  // namespace mooring::app::processing
