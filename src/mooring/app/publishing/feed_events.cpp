#include "mooring/app/publishing/feed_events.hpp"

#include <algorithm>

#include "mooring/app/job_kinds.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::app::publishing {
namespace {

/// True when the two differ in something that a feed item may show. `image_url` is not: the feed names the stored
/// copy, and changes when that does.
bool differ_in_feed(Episode before, const Episode& after) {
    before.image_url = after.image_url;
    before.updated_at = after.updated_at;
    before.status = after.status;
    before.archived_by = after.archived_by;
    return before != after;
}

const std::string* sound_of(const Episode& episode) {
    const auto* stored = std::get_if<domain::StoredMedia>(&episode.media);
    return stored == nullptr ? nullptr : &stored->sha256;
}

/// Stored sound is measured in the background, however it came (delivery.md, 5.7).
Result<void> have_sound_measured(CatalogTransaction& tx, const Episode* before, const Episode& after, Instant now) {
    const std::string* sound = sound_of(after);
    if (sound == nullptr) return ok();
    const std::string* known = before == nullptr ? nullptr : sound_of(*before);
    if (known != nullptr && *known == *sound) return ok();
    MOORING_TRY(const bool is_measured, tx.companions().has_sound_outline(*sound));
    if (is_measured) return ok();
    return tx.job_writer().enqueue(
        {std::string{job_kind::measure_sound}, "{\"sha256\":\"" + *sound + "\"}", *sound, now});
}

}  // namespace

Result<void> note_feed_change(CatalogTransaction& tx, ShowId show_id, Instant now) {
    MOORING_TRY(std::optional<Show> show, tx.shows().find(show_id));
    if (!show) return Error{Errc::not_found, "show not found", "show"};
    if (show->content_changed_at < now) {
        show->content_changed_at = now;
        MOORING_CHECK(tx.show_writer().update(*show));
    }
    if (!domain::is_public(*show)) return ok();
    return tx.outbox_writer().append({storage::EventKind::feed_changed, show_id, std::nullopt, now});
}

Result<void> tell_episode_change(CatalogTransaction& tx, const Show& show, const Episode* before, const Episode& after,
                                 Instant now) {
    using storage::EventKind;
    MOORING_CHECK(have_sound_measured(tx, before, after, now));
    const bool was_visible = before != nullptr && domain::visible(show, *before, now);
    const bool is_visible = domain::visible(show, after, now);
    if (!was_visible && !is_visible) return ok();

    // A scheduled episode whose time has come is visible at once, but only its transition announces it. A change
    // that comes before the transition takes its place.
    const bool was_announced = was_visible && before->status == EpisodeStatus::published;
    const EventKind kind = !is_visible     ? EventKind::episode_removed
                           : was_announced ? EventKind::episode_updated
                                           : EventKind::episode_published;
    MOORING_CHECK(tx.outbox_writer().append({kind, show.id, after.id, now}));
    const bool feed_differs = !was_visible || !is_visible || differ_in_feed(*before, after);
    return feed_differs ? note_feed_change(tx, show.id, now) : ok();
}

Result<void> enqueue_for(CatalogTransaction& tx, std::string_view kind, std::string_view name, std::int64_t id,
                         Instant run_at) {
    const std::string number = std::to_string(id);
    return tx.job_writer().enqueue(
        {std::string{kind}, "{\"" + std::string{name} + "\":" + number + "}", number, run_at});
}

Result<void> enqueue_blob_removal(CatalogTransaction& tx, std::string_view sha256, Instant now) {
    return tx.job_writer().enqueue({std::string{job_kind::remove_blob}, "{\"sha256\":\"" + std::string{sha256} + "\"}",
                                    std::string{sha256}, now + blob_grace});
}

}  // namespace mooring::app::publishing
