#include "mooring/app/creators/library.hpp"

#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/app/publishing/feed_events.hpp"

namespace mooring::app::creators {
namespace {

/// The processed sound of an account's library.
Result<Upload> find_sound(CatalogSnapshot& catalog, AccountId account, AudioId audio) {
    MOORING_TRY(std::optional<Upload> upload, catalog.uploads().find_by_audio(audio));
    const bool is_theirs = upload && upload->account == account;
    if (!is_theirs || !upload->media)
        return invalid("episodeAudios", "body.episodeAudios names no sound that is ready");
    return *std::move(upload);
}

/// Have the files of an episode's present media removed, unless something else uses them.
Result<void> drop_media(CatalogTransaction& tx, Instant now, const Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        MOORING_CHECK(publishing::enqueue_blob_removal(tx, stored->sha256, now));
    }
    return episode.video ? publishing::enqueue_blob_removal(tx, episode.video->sha256, now) : ok();
}

Result<void> check_stored(BlobStore& blobs, std::string_view sha256) {
    MOORING_TRY(const bool is_there, blobs.contains(sha256));
    return is_there ? ok() : Result<void>{Error{Errc::unavailable, "the stored file was removed meanwhile"}};
}

}  // namespace

Result<void> put_media(CatalogTransaction& tx, BlobStore& blobs, Instant now, const EpisodeInShow& in,
                       PreparedMedia media) {
    MOORING_CHECK(check_stored(blobs, media.sound.sha256));
    if (media.video) MOORING_CHECK(check_stored(blobs, media.video->sha256));
    Episode after = in.episode;
    media.sound.since = now;
    if (media.video) media.video->since = now;
    after.media = std::move(media.sound);
    after.video = std::move(media.video);
    after.audio = media.audio;
    after.notes.caption = std::move(media.caption);
    after.updated_at = now;
    MOORING_CHECK(publishing::drop_stale_stream(tx, now, after));
    MOORING_CHECK(tx.episode_writer().update(after));
    MOORING_CHECK(drop_media(tx, now, in.episode));
    if (after.video && !after.companions.stream) {
        MOORING_CHECK(publishing::enqueue_for(tx, job_kind::make_stream, "episode", after.id.value, now));
    }
    return publishing::tell_episode_change(tx, in.show, &in.episode, after, now);
}

Result<EpisodeInShow> create_with_audio(CatalogTransaction& tx, BlobStore& blobs, Random& random, Instant now,
                                        AccountId account, const Show& show, const EpisodeWithAudio& wanted,
                                        const ChangeRules& rules) {
    MOORING_TRY(const EpisodeInShow draft,
                create_draft(tx, random, now, show, wanted.change.title.value_or(""), wanted.hour_offset));
    if (wanted.audio) MOORING_CHECK(set_audio(tx, blobs, now, account, draft.episode.id, wanted.audio));
    MOORING_TRY(ChangedEpisode changed, change_episode(tx, random, now, draft.episode.id, wanted.change, rules));
    return std::move(changed.now);
}

Result<void> set_audio(CatalogTransaction& tx, BlobStore& blobs, Instant now, AccountId account, EpisodeId id,
                       std::optional<AudioId> audio) {
    MOORING_TRY(const EpisodeInShow in, find_episode(tx, id));
    if (audio && *audio == in.episode.audio) return ok();
    if (audio) {
        MOORING_TRY(const Upload sound, find_sound(tx, account, *audio));
        return put_media(tx, blobs, now, in,
                         {.sound = *sound.media, .video = {}, .audio = sound.audio, .caption = sound.caption});
    }
    Episode after = in.episode;
    after.media = std::monostate{};
    after.video.reset();
    after.audio = {};
    after.notes.caption.clear();
    if (after == in.episode) return ok();
    after.updated_at = now;
    MOORING_CHECK(publishing::drop_stale_stream(tx, now, after));
    MOORING_CHECK(tx.episode_writer().update(after));
    MOORING_CHECK(drop_media(tx, now, in.episode));
    return publishing::tell_episode_change(tx, in.show, &in.episode, after, now);
}

}  // namespace mooring::app::creators
