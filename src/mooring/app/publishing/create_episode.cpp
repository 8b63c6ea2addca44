#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/slug.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::size_t key_characters = 16;

void date_media(Episode& episode, Instant now) {
    if (auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) stored->since = now;
    if (auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) external->since = now;
}

Result<void> enqueue_fetches(CatalogTransaction& tx, const Episode& episode, Instant now) {
    if (std::holds_alternative<domain::ExternalMedia>(episode.media)) {
        MOORING_CHECK(enqueue_for(tx, job_kind::probe_audio, "episode", episode.id.value, now));
    }
    if (!episode.image_url.empty() && episode.image_hash.empty()) {
        MOORING_CHECK(enqueue_for(tx, job_kind::fetch_episode_image, "episode", episode.id.value, now));
    }
    return ok();
}

}  // namespace

Result<EpisodeInShow> create_episode(CatalogTransaction& tx, Random& random, Instant now, Episode wanted,
                                     Intent intent) {
    MOORING_TRY(Show show, get_show(tx, wanted.workspace, wanted.show));
    if (intent == Intent::publish) {
        wanted.title = std::string{trim(wanted.title)};
        if (wanted.title.empty()) return invalid("title", "title is required");
        if (!domain::has_ready_media(wanted)) return invalid("media", "media is required");
    }
    if (intent == Intent::draft) {
        wanted.status = EpisodeStatus::draft;
    } else {
        if (!wanted.publish_at) wanted.publish_at = from_unix_seconds(unix_seconds(now));
        wanted.status = *wanted.publish_at > now ? EpisodeStatus::scheduled : EpisodeStatus::published;
    }
    wanted.opaque_id = random_opaque_id(random);
    wanted.key = random_base62(random, key_characters);
    if (wanted.guid.empty()) wanted.guid = random_uuid(random);
    MOORING_TRY(wanted.slug, free_episode_slug(tx, random, wanted.show, wanted.title));
    date_media(wanted, now);
    if (domain::has_ready_media(wanted) && wanted.audio.value == 0) {
        MOORING_TRY(wanted.audio, tx.upload_writer().next_audio());
    }
    wanted.archived_at.reset();
    wanted.deleted_at.reset();
    wanted.created_at = wanted.updated_at = now;
    MOORING_TRY(wanted.id, tx.episode_writer().insert(wanted));
    MOORING_CHECK(enqueue_fetches(tx, wanted, now));
    MOORING_CHECK(tell_episode_change(tx, show, nullptr, wanted, now));
    return EpisodeInShow{std::move(wanted), std::move(show)};
}

}  // namespace mooring::app::publishing
