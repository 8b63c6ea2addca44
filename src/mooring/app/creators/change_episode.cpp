#include "mooring/app/creators/change_episode.hpp"

#include "mooring/app/creators/uploads.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/slug.hpp"
#include "mooring/feed/html_filter.hpp"

namespace mooring::app::creators {
namespace {

using domain::EpisodeStatus;

std::string number_text(std::optional<std::int64_t> number) {
    return number ? std::to_string(*number) : std::string{};
}

template <class Value>
void take(const std::optional<Value>& wanted, Value& kept) {
    if (wanted) kept = *wanted;
}

void take_texts(const EpisodeChange& wanted, Episode& episode) {
    take(wanted.title, episode.title);
    if (wanted.description) episode.description = feed::filter_html(*wanted.description);
    take(wanted.type, episode.type);
    if (wanted.is_explicit) episode.is_explicit = *wanted.is_explicit;
    take(wanted.is_adult_video, episode.notes.is_adult_video);
    take(wanted.is_sponsored, episode.notes.is_sponsored);
    take(wanted.wizard_time, episode.notes.wizard_time);
    if (wanted.season) {
        episode.season = *wanted.season ? std::optional{static_cast<int>(**wanted.season)} : std::nullopt;
    }
    if (wanted.number) episode.number = number_text(*wanted.number);
}

}  // namespace

Result<EpisodeInShow> create_draft(CatalogTransaction& tx, Random& random, Instant now, const Show& show,
                                   std::string title, int hour_offset) {
    Episode wanted;
    wanted.workspace = show.workspace;
    wanted.show = show.id;
    wanted.title = std::move(title);
    wanted.is_explicit = false;
    wanted.notes.hour_offset = hour_offset;
    return publishing::create_episode(tx, random, now, std::move(wanted), publishing::Intent::draft);
}

Result<ChangedEpisode> change_episode(CatalogTransaction& tx, Random& random, Instant now, EpisodeId id,
                                      const EpisodeChange& wanted, const ChangeRules& rules) {
    MOORING_TRY(EpisodeInShow found, find_episode(tx, id));
    const Episode before = found.episode;
    Episode& after = found.episode;
    const EpisodeStatus status_before = domain::status_at(before, now);
    take_texts(wanted, after);
    domain::apply_wish(after, wanted.state, now, rules.state);
    const bool goes_out = after.status != status_before && after.status != EpisodeStatus::draft;
    if (goes_out && rules.needs_media_to_publish && !domain::has_ready_media(after)) {
        return Error{Errc::conflict, "the episode has no media that are ready", "media"};
    }
    if (after.status == EpisodeStatus::published) after.notes.wizard_time.reset();
    // A page keeps the address it was first seen at; a draft was seen by nobody.
    if (before.status == EpisodeStatus::draft && after.title != before.title) {
        MOORING_TRY(after.slug, publishing::free_episode_slug(tx, random, after.show, after.title));
    }
    const bool has_changed_state = after.status != status_before;
    if (after == before) return ChangedEpisode{std::move(found), has_changed_state};
    after.updated_at = now;
    MOORING_CHECK(tx.episode_writer().update(after));
    MOORING_CHECK(publishing::tell_episode_change(tx, found.show, &before, after, now));
    return ChangedEpisode{std::move(found), has_changed_state};
}

Result<void> delete_episode(CatalogTransaction& tx, Instant now, EpisodeId id) {
    MOORING_TRY(const EpisodeInShow found, find_episode(tx, id));
    MOORING_TRY(std::optional<Upload> upload, tx.uploads().find_latest_media(id));
    if (upload && upload->state == UploadState::processing) {
        upload->state = UploadState::failed;
        upload->failure = {"EPISODE_DELETED", "the episode was deleted"};
        upload->modified_at = now;
        MOORING_CHECK(tx.upload_writer().update(*upload));
        MOORING_CHECK(drop_parts(tx, now, upload->id));
    }
    return publishing::delete_episode(tx, now, found.show.workspace, id);
}

}  // namespace mooring::app::creators
