#include "mooring/app/background/copy_in.hpp"

#include <array>

#include "mooring/app/background/external_audio.hpp"
#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/log.hpp"
#include "mooring/media/byte_source.hpp"
#include "mooring/media/mp3.hpp"

namespace mooring::app::background {
namespace {

constexpr std::size_t sniffed_bytes = 64 * 1024;

struct KeptType {
    std::string_view mime, extension;
};
// What a feed may name in an enclosure (delivery.md, 2.4).
constexpr std::array kept_types{KeptType{"audio/mpeg", "mp3"}, KeptType{"audio/mp4", "m4a"},
                                KeptType{"video/mp4", "mp4"}, KeptType{"video/x-m4v", "m4v"},
                                KeptType{"video/quicktime", "mov"}};

Result<domain::StoredMedia> inspect(const storage::IncomingBlob& incoming, std::string_view declared) {
    MOORING_TRY(media::FileSource source, media::FileSource::open(incoming.path()));
    MOORING_TRY(const std::string head, media::read_string(source, 0, sniffed_bytes));
    domain::StoredMedia stored;
    stored.mime_type = audio_type(head, declared);
    for (const auto& [mime, extension] : kept_types) {
        if (mime == stored.mime_type) stored.extension = extension;
    }
    if (stored.extension.empty()) return Error{Errc::unsupported, "not a type that a feed may name"};
    stored.size_bytes = incoming.size_bytes();
    stored.media_end = stored.size_bytes;
    if (stored.mime_type != "audio/mpeg") return stored;

    MOORING_TRY(const media::Mp3Facts facts, media::probe_mp3(source));
    stored.duration = facts.duration;
    stored.media_begin = facts.media_begin;
    stored.media_end = facts.media_end;
    if (facts.bitrate_kbps > 0) stored.bitrate_kbps = facts.bitrate_kbps;
    return stored;
}

}  // namespace

StepOutcome CopyIn::run(const storage::Job& job) {
    const auto number = payload_number(job.payload, "episode");
    if (!number) return StepOutcome::give_up("the payload cannot be read");
    const domain::EpisodeId id{*number};
    const auto again = [&](const Error& error) {
        return retry_or_give_up(job, clock_.now(), fetch_waits, error.message);
    };
    const auto episode = catalog_.read([&](storage::CatalogSnapshot& view) { return find_external(view, id); });
    if (!episode) return again(episode.error());
    if (!*episode) return StepOutcome::done();

    const std::string url = std::get<domain::ExternalMedia>((*episode)->media).url;
    auto media = fetch(url);
    if (!media) {
        const Errc code = media.error().code;
        const bool is_final = code == Errc::unsupported || code == Errc::invalid_argument || code == Errc::too_large;
        return is_final ? StepOutcome::give_up(media.error().message) : again(media.error());
    }
    const auto written = write(id, url, *media);
    return written ? StepOutcome::done() : again(written.error());
}

Result<domain::StoredMedia> CopyIn::fetch(const std::string& url) {
    MOORING_TRY(const auto incoming, blobs_.begin(0));
    outbound::FetchRequest request;
    request.url = url;
    request.headers = {{"Accept-Encoding", "identity"}};
    request.max_bytes = limits_.most_bytes;
    request.total_timeout = limits_.total_timeout;
    MOORING_TRY(const outbound::FetchResponse response,
                fetcher_.fetch_to(request, [&](std::string_view bytes) -> Result<void> {
                    if (is_stopping_) return Error{Errc::unavailable, "the server stops"};
                    return incoming->append(bytes);
                }));
    if (response.status != 200) return Error{Errc::unavailable, "status " + std::to_string(response.status)};
    if (response.header("content-encoding")) return Error{Errc::unsupported, "sent in a packed form"};
    MOORING_TRY(domain::StoredMedia media, inspect(*incoming, response.header("content-type").value_or("")));
    MOORING_TRY(const storage::Blob blob, incoming->commit());
    media.sha256 = blob.sha256;
    return media;
}

Result<void> CopyIn::write(domain::EpisodeId id, const std::string& url, domain::StoredMedia media) {
    return catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        const Instant now = clock_.now();
        MOORING_TRY(auto episode, find_external(tx, id, url));
        if (!episode) return publishing::enqueue_blob_removal(tx, media.sha256, now);
        // A removal that ran in between took the file: a retry fetches it again.
        MOORING_TRY(const bool is_there, blobs_.contains(media.sha256));
        if (!is_there) return Error{Errc::unavailable, "the stored file was removed meanwhile"};
        media.since = now;
        episode->media = media;
        return write_quietly(tx, *episode, now);
    });
}

}  // namespace mooring::app::background
