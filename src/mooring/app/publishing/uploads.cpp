#include "mooring/app/publishing/uploads.hpp"

#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/base/log.hpp"
#include "mooring/media/mp3.hpp"

namespace mooring::app::publishing {

Result<domain::StoredMedia> inspect_upload(const IncomingBlob& incoming) {
    if (incoming.size_bytes() == 0) return invalid("file", "File is empty");
    if (incoming.size_bytes() > max_upload_bytes) return invalid("file", "File exceeds the 200 MB limit");
    MOORING_TRY(media::FileSource source, media::FileSource::open(incoming.path()));
    MOORING_TRY(const media::Mp3Facts facts, media::probe_mp3(source));
    domain::StoredMedia stored;
    stored.size_bytes = incoming.size_bytes();
    stored.mime_type = "audio/mpeg";
    stored.extension = "mp3";
    stored.duration = facts.duration;
    stored.media_begin = facts.media_begin;
    stored.media_end = facts.media_end;
    if (facts.bitrate_kbps > 0) stored.bitrate_kbps = facts.bitrate_kbps;
    return stored;
}

Result<domain::StoredMedia> keep_upload(IncomingBlob& incoming, domain::StoredMedia media) {
    MOORING_TRY(const storage::Blob blob, incoming.commit());
    media.sha256 = blob.sha256;
    media.size_bytes = blob.size_bytes;
    return media;
}

Result<EpisodeInShow> create_uploaded_episode(CatalogTransaction& tx, BlobStore& blobs, Random& random, Instant now,
                                              Episode wanted, Intent intent) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&wanted.media)) {
        MOORING_TRY(const bool is_there, blobs.contains(stored->sha256));
        if (!is_there) return Error{Errc::unavailable, "the stored file was removed meanwhile", "file"};
    }
    return create_episode(tx, random, now, std::move(wanted), intent);
}

void abandon_upload(Catalog& catalog, const domain::StoredMedia& media, Instant now) {
    const Result<void> queued =
        catalog.write([&](CatalogTransaction& tx) { return enqueue_blob_removal(tx, media.sha256, now); });
    if (!queued) {
        log::warning("removal of an unused file was not queued", {{"error", to_string(queued.error().code)}});
    }
}

Result<EpisodeInShow> publish_upload(Catalog& catalog, BlobStore& blobs, Random& random, const Clock& clock,
                                     std::unique_ptr<IncomingBlob> incoming, Episode wanted, Intent intent) {
    MOORING_TRY(const domain::StoredMedia inspected, inspect_upload(*incoming));
    MOORING_CHECK(catalog.read([&](CatalogSnapshot& view) { return get_show(view, wanted.workspace, wanted.show); }));
    MOORING_TRY(const domain::StoredMedia kept, keep_upload(*incoming, inspected));
    wanted.media = kept;
    Result<EpisodeInShow> created = catalog.write([&](CatalogTransaction& tx) {
        return create_uploaded_episode(tx, blobs, random, clock.now(), wanted, intent);
    });
    if (!created) abandon_upload(catalog, kept, clock.now());
    return created;
}

}  // namespace mooring::app::publishing
