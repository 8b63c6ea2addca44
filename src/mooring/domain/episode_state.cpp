#include "mooring/domain/episode_state.hpp"

namespace mooring::domain {
namespace {

void become_draft(Episode& episode) {
    episode.status = EpisodeStatus::draft;
    episode.publish_at.reset();
}

void become_dated(Episode& episode, Instant at, Instant now) {
    episode.status = at > now ? EpisodeStatus::scheduled : EpisodeStatus::published;
    episode.publish_at = at;
}

void publish(Episode& episode, Instant now) {
    become_dated(episode, from_unix_seconds(unix_seconds(now)), now);
}

void apply_to_published(Episode& episode, const StateWish& wish, Instant now, const StateRules& rules) {
    if (wish.publish_at) {
        if (rules.allow_redate && *wish.publish_at <= now) episode.publish_at = wish.publish_at;
        return;
    }
    if (wish.is_published == false) become_draft(episode);
}

}  // namespace

EpisodeStatus status_at(const Episode& episode, Instant now) {
    const bool has_come = episode.publish_at && *episode.publish_at <= now;
    return episode.status == EpisodeStatus::scheduled && has_come ? EpisodeStatus::published : episode.status;
}

void apply_wish(Episode& episode, const StateWish& wish, Instant now, const StateRules& rules) {
    episode.status = status_at(episode, now);
    if (wish.back_to_draft) return become_draft(episode);
    if (episode.status == EpisodeStatus::published) return apply_to_published(episode, wish, now, rules);
    if (wish.publish_at) return become_dated(episode, *wish.publish_at, now);
    if (wish.is_published == true) return publish(episode, now);
    if (wish.clears_time) become_draft(episode);
}

std::string_view to_string(EpisodeStatus status) {
    switch (status) {
        case EpisodeStatus::draft: return "draft";
        case EpisodeStatus::scheduled: return "scheduled";
        case EpisodeStatus::published: return "published";
    }
    return "draft";
}

}  // namespace mooring::domain
