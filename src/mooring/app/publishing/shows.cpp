#include "mooring/app/publishing/shows.hpp"

#include <algorithm>
#include <tuple>

#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/slug.hpp"
#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/feed/podcast_guid.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::size_t key_characters = 16;

Result<void> settle_title(Show& show) {
    show.title = std::string{trim(show.title)};
    if (show.title.empty()) return invalid("title", "title is required");
    return ok();
}

Result<void> enqueue_artwork(CatalogTransaction& tx, const Show& show, Instant now) {
    const std::string_view kind = show.image_url.empty() ? job_kind::default_artwork : job_kind::fetch_show_image;
    return enqueue_for(tx, kind, "show", show.id.value, now);
}

}  // namespace

Result<Show> create_show(CatalogTransaction& tx, Random& random, const PublicUrls& urls, Instant now, Show wanted) {
    MOORING_CHECK(get_workspace(tx, wanted.workspace));
    MOORING_CHECK(settle_title(wanted));
    wanted.opaque_id = random_opaque_id(random);
    wanted.key = random_base62(random, key_characters);
    MOORING_TRY(wanted.slug, free_show_slug(tx, random, wanted.title));
    if (wanted.guid.empty()) wanted.guid = feed::podcast_guid(urls.feed(wanted));
    wanted.created_at = wanted.updated_at = wanted.content_changed_at = now;
    wanted.deleted_at.reset();
    MOORING_TRY(wanted.id, tx.show_writer().insert(wanted));
    if (wanted.image_hash.empty()) MOORING_CHECK(enqueue_artwork(tx, wanted, now));
    if (domain::is_public(wanted)) {
        MOORING_CHECK(tx.outbox_writer().append({storage::EventKind::feed_changed, wanted.id, std::nullopt, now}));
    }
    return wanted;
}

Result<Show> update_show(CatalogTransaction& tx, Instant now, WorkspaceId workspace, ShowId id,
                         const ShowPatch& patch) {
    MOORING_TRY(const Show before, get_show(tx, workspace, id));
    Show after = before;
    after.title = patch.title.value_or(before.title);
    after.description = patch.description.value_or(before.description);
    after.presenter = patch.presenter.value_or(before.presenter);
    after.image_url = patch.image_url.value_or(before.image_url);
    after.visibility = patch.visibility.value_or(before.visibility);
    MOORING_CHECK(settle_title(after));
    if (after == before) return after;

    const bool picture_changed = after.image_url != before.image_url;
    if (picture_changed && after.image_url.empty()) after.image_hash.clear();
    after.updated_at = now;
    MOORING_CHECK(tx.show_writer().update(after));
    if (picture_changed) MOORING_CHECK(enqueue_artwork(tx, after, now));
    MOORING_CHECK(note_feed_change(tx, id, now));
    return get_show(tx, workspace, id);
}

Result<void> delete_show(CatalogTransaction& tx, Instant now, WorkspaceId workspace, ShowId id) {
    MOORING_TRY(Show show, get_show(tx, workspace, id));
    MOORING_TRY(const std::int64_t episodes, tx.episodes().count_all(id));
    if (episodes > 0) return Error{Errc::conflict, "show has episodes and cannot be deleted", "show"};
    show.deleted_at = show.updated_at = now;
    MOORING_CHECK(tx.show_writer().update(show));

    MOORING_TRY(std::vector<TimetableEntry> entries, tx.workspaces().timetable(workspace));
    if (std::erase_if(entries, [&](const TimetableEntry& entry) { return entry.show == id; }) > 0) {
        MOORING_CHECK(tx.workspace_writer().replace_timetable(workspace, entries));
    }
    return ok();
}

Result<Show> get_show(CatalogSnapshot& catalog, WorkspaceId workspace, ShowId id) {
    MOORING_TRY(std::optional<Show> show, catalog.shows().find(id));
    if (!show || show->workspace != workspace || show->deleted_at || !domain::is_hosted_here(*show)) {
        return Error{Errc::not_found, "show not found", "show"};
    }
    return std::move(*show);
}

Result<std::vector<Show>> list_shows(CatalogSnapshot& catalog, WorkspaceId workspace) {
    MOORING_TRY(std::vector<Show> shows, catalog.shows().list(workspace));
    std::erase_if(shows, [](const Show& show) { return !domain::is_hosted_here(show); });
    std::vector<std::tuple<std::string, std::size_t>> order;
    order.reserve(shows.size());
    for (std::size_t index = 0; index < shows.size(); ++index) order.emplace_back(fold_case(shows[index].title), index);
    std::ranges::sort(order, [&](const auto& left, const auto& right) {
        const auto& [left_title, left_index] = left;
        const auto& [right_title, right_index] = right;
        return std::tie(left_title, shows[left_index].title, shows[left_index].id) <
               std::tie(right_title, shows[right_index].title, shows[right_index].id);
    });
    std::vector<Show> sorted;
    sorted.reserve(shows.size());
    for (const auto& [title, index] : order) sorted.push_back(std::move(shows[index]));
    return sorted;
}

}  // namespace mooring::app::publishing
