#include "mooring/app/publishing/list_episodes.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::app::publishing {

EpisodePosition position_of(const Episode& episode) {
    return {unix_seconds(episode.publish_at.value_or(Instant{})), episode.id};
}

Result<EpisodePage> list_episodes(CatalogSnapshot& catalog, const EpisodeListing& listing) {
    storage::VisibleEpisodesQuery query{.workspace = listing.workspace,
                                        .show = listing.show,
                                        .now = listing.now,
                                        .after = listing.after,
                                        .offset = listing.after ? 0 : listing.offset,
                                        .limit = listing.limit + 1};
    EpisodePage page;
    if (listing.show) {
        MOORING_TRY(const std::optional<Show> show, catalog.shows().find(*listing.show));
        if (!show || show->workspace != listing.workspace) return page;
    }
    MOORING_TRY(page.total, catalog.episodes().count_visible(query));
    MOORING_TRY(page.episodes, catalog.episodes().list_visible(query));
    if (std::ssize(page.episodes) > listing.limit) {
        page.episodes.resize(static_cast<std::size_t>(listing.limit));
        page.next = position_of(page.episodes.back().episode);
    }
    MOORING_TRY(page.valid_until, catalog.episodes().next_publication(listing.show, listing.now));
    return page;
}

Result<std::vector<ListedEpisode>> search_episodes(CatalogSnapshot& catalog, WorkspaceId workspace,
                                                   std::string_view term, Instant now, std::int64_t limit) {
    const std::string folded = fold_case(trim(term));
    if (folded.empty()) return std::vector<ListedEpisode>{};
    return catalog.episodes().search_visible(workspace, folded, now, limit);
}

}  // namespace mooring::app::publishing
