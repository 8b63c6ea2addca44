#include "mooring/domain/visibility.hpp"

namespace mooring::domain {

bool is_listed(const Episode& episode, Instant now) {
    const bool published =
        episode.status == EpisodeStatus::published ||
        (episode.status == EpisodeStatus::scheduled && episode.publish_at && *episode.publish_at <= now);
    return published && !episode.archived_at && !episode.deleted_at;
}

bool is_out(const Episode& episode, Instant now) {
    return has_ready_media(episode) && is_listed(episode, now);
}

bool is_public(const Show& show) {
    return is_hosted_here(show) && show.visibility == ShowVisibility::published && !show.is_suspended &&
           !show.deleted_at;
}

bool visible(const Show& show, const Episode& episode, Instant now) {
    return is_public(show) && is_out(episode, now);
}

}  // namespace mooring::domain
