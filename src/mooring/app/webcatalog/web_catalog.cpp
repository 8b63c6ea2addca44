#include "mooring/app/webcatalog/web_catalog.hpp"

#include <algorithm>
#include <map>

#include "mooring/app/publisher.hpp"
#include "mooring/app/webcatalog/search_terms.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/feed/html_filter.hpp"

namespace mooring::app::webcatalog {
namespace {

using domain::Episode;
using domain::EpisodeId;
using domain::Show;
using domain::ShowId;

Error no_such_thing() {
    return Error{Errc::not_found, "non existing id"};
}

bool is_there(const std::optional<Show>& show, const ListingScope& scope) {
    return show && domain::is_public(*show) && domain::is_available(show->markets, scope.country);
}

Result<Artwork> artwork_of(CatalogSnapshot& at, const std::string& hash) {
    if (hash.empty()) return Artwork{};
    MOORING_TRY(const auto image, at.images().find(hash));
    if (!image) return Artwork{};  // an entry without its picture is better than none
    return Artwork{hash, image->width, image->height};
}

template <class Id>
std::span<const Id> part_of(const std::vector<Id>& found, const Stretch& stretch) {
    const auto begin = std::min(stretch.offset, std::int64_t{std::ssize(found)});
    const auto length = std::min(stretch.limit, std::int64_t{std::ssize(found)} - begin);
    return std::span{found}.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(length));
}

}  // namespace

Result<ShowListing> WebCatalog::heritage_of(CatalogSnapshot& at, const Show& show) const {
    ShowListing listing;
    listing.show = show;
    listing.language = show.language.empty() ? settings_.default_language : show.language;
    MOORING_TRY(listing.artwork, artwork_of(at, show.image_hash));
    return listing;
}

Result<ShowListing> WebCatalog::listing_of(CatalogSnapshot& at, const Show& show, const ListingScope& scope) const {
    MOORING_TRY(ShowListing listing, heritage_of(at, show));
    listing.publisher = publisher_of(show, settings_.default_author);
    listing.text = feed::plain_text(show.description);
    listing.html = feed::filter_html(show.description);
    listing.page_url = settings_.urls.show_page(show);
    if (domain::is_available(show.markets, scope.country)) {
        MOORING_TRY(listing.counts, at.listings().count_episodes(show.id, scope));
    }
    return listing;
}

Result<EpisodeListing> WebCatalog::listing_of(CatalogSnapshot& at, const Show& show, const Episode& episode,
                                              const ListingScope& scope, const Onlooker& onlooker) const {
    EpisodeListing listing;
    listing.episode = episode;
    listing.text = feed::plain_text(episode.description);
    listing.html = feed::filter_html(episode.description);
    listing.page_url = settings_.urls.episode_page(show, episode);
    listing.is_available =
        domain::is_available(show.markets, scope.country) && domain::is_available(episode.markets, scope.country);
    if (episode.image_hash != show.image_hash) {
        MOORING_TRY(listing.artwork, artwork_of(at, episode.image_hash));
    }
    if (onlooker.resumes) {
        MOORING_TRY(const auto point, at.library().find_resume_point(*onlooker.resumes, episode.id));
        listing.resume_point = point.value_or(storage::ResumePoint{});
    }
    return listing;
}

Result<EpisodeWithShow> WebCatalog::listing_of(CatalogSnapshot& at, const Episode& episode, const ListingScope& scope,
                                               const Onlooker& onlooker) const {
    MOORING_TRY(const auto show, at.shows().find(episode.show));
    if (!show) return no_such_thing();
    EpisodeWithShow both;
    MOORING_TRY(both.episode, listing_of(at, *show, episode, scope, onlooker));
    MOORING_TRY(both.show, listing_of(at, *show, scope));
    return both;
}

Result<ShowId> WebCatalog::find_number(std::string_view show_id) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<ShowId> {
        MOORING_TRY(const auto show, at.shows().find_by_opaque_id(show_id));
        if (!show) return no_such_thing();
        return show->id;
    });
}

Result<ShowWithEpisodes> WebCatalog::find_show(ShowId id, const ListingScope& scope, const Stretch& stretch,
                                               const Onlooker& onlooker) {
    const auto version = catalog_.versions().of(id);
    return catalog_.read([&](CatalogSnapshot& at) -> Result<ShowWithEpisodes> {
        MOORING_TRY(const auto show, at.shows().find(id));
        if (!is_there(show, scope)) return no_such_thing();
        ShowWithEpisodes found;
        found.version = version;
        MOORING_TRY(found.show, listing_of(at, *show, scope));
        MOORING_TRY(found.valid_until, at.listings().next_listing(id, scope.now));
        MOORING_TRY(const auto episodes, at.listings().list_episodes(id, scope, stretch.offset, stretch.limit));
        found.episodes.reserve(episodes.size());
        for (const Episode& episode : episodes) {
            MOORING_TRY(auto listing, listing_of(at, *show, episode, scope, onlooker));
            found.episodes.push_back(std::move(listing));
        }
        return found;
    });
}

Result<std::optional<EpisodeWithShow>> WebCatalog::find_in(CatalogSnapshot& at, std::string_view episode_id,
                                                           const ListingScope& scope, const Onlooker& onlooker) const {
    std::optional<EpisodeWithShow> found;
    MOORING_TRY(const auto episode, at.episodes().find_by_opaque_id(episode_id));
    if (!episode || !domain::is_listed(*episode, scope.now)) return found;
    MOORING_TRY(auto both, listing_of(at, *episode, scope, onlooker));
    if (domain::is_public(both.show.show) && both.episode.is_available) found = std::move(both);
    return found;
}

Result<FoundEpisode> WebCatalog::find_episode(std::string_view episode_id, const ListingScope& scope,
                                              const Onlooker& onlooker) {
    // The version has to be read before the snapshot it stands for, and it goes by the show's number.
    MOORING_TRY(const auto show, catalog_.read([&](CatalogSnapshot& at) -> Result<ShowId> {
        MOORING_TRY(const auto episode, at.episodes().find_by_opaque_id(episode_id));
        if (!episode) return no_such_thing();
        return episode->show;
    }));
    const auto version = catalog_.versions().of(show);
    return catalog_.read([&](CatalogSnapshot& at) -> Result<FoundEpisode> {
        MOORING_TRY(auto found, find_in(at, episode_id, scope, onlooker));
        if (!found) return no_such_thing();
        FoundEpisode answer{std::move(*found), version, {}};
        MOORING_TRY(answer.valid_until, at.listings().next_listing(show, scope.now));
        return answer;
    });
}

Result<std::vector<std::optional<ShowListing>>> WebCatalog::find_shows(std::span<const std::string> ids,
                                                                       const ListingScope& scope) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<std::vector<std::optional<ShowListing>>> {
        std::vector<std::optional<ShowListing>> listings;
        for (const std::string& id : ids) {
            MOORING_TRY(const auto show, at.shows().find_by_opaque_id(id));
            auto& listing = listings.emplace_back();
            if (!is_there(show, scope)) continue;
            MOORING_TRY(listing, listing_of(at, *show, scope));
        }
        return listings;
    });
}

Result<std::vector<std::optional<EpisodeWithShow>>> WebCatalog::find_episodes(std::span<const std::string> ids,
                                                                              const ListingScope& scope,
                                                                              const Onlooker& onlooker) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<std::vector<std::optional<EpisodeWithShow>>> {
        std::vector<std::optional<EpisodeWithShow>> listings;
        for (const std::string& id : ids) {
            MOORING_TRY(auto listing, find_in(at, id, scope, onlooker));
            listings.push_back(std::move(listing));
        }
        return listings;
    });
}

Result<ListPart<ShowListing>> WebCatalog::search_shows(std::string_view query, const ListingScope& scope,
                                                       const Stretch& stretch, std::int64_t reach) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<ListPart<ShowListing>> {
        MOORING_TRY(const auto found, at.listings().search_shows(parse_search_terms(query), scope, reach));
        ListPart<ShowListing> part;
        part.total = std::ssize(found);
        for (const ShowId id : part_of(found, stretch)) {
            MOORING_TRY(const auto show, at.shows().find(id));
            if (!show) continue;
            MOORING_TRY(auto listing, listing_of(at, *show, scope));
            part.items.push_back(std::move(listing));
        }
        return part;
    });
}

Result<ListPart<EpisodeWithShow>> WebCatalog::search_episodes(std::string_view query, const ListingScope& scope,
                                                              const Stretch& stretch, std::int64_t reach,
                                                              const Onlooker& onlooker) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<ListPart<EpisodeWithShow>> {
        MOORING_TRY(const auto found, at.listings().search_episodes(parse_search_terms(query), scope, reach));
        ListPart<EpisodeWithShow> part;
        part.total = std::ssize(found);
        std::map<ShowId, ShowListing> shows;  // a page has few
        for (const EpisodeId id : part_of(found, stretch)) {
            MOORING_TRY(const auto episode, at.episodes().find(id));
            if (!episode) continue;
            if (!shows.contains(episode->show)) {
                MOORING_TRY(const auto show, at.shows().find(episode->show));
                if (!show) continue;
                MOORING_TRY(shows[episode->show], heritage_of(at, *show));
            }
            const ShowListing& show = shows[episode->show];
            MOORING_TRY(auto listing, listing_of(at, show.show, *episode, scope, onlooker));
            part.items.push_back({std::move(listing), show});
        }
        return part;
    });
}

Result<ListPart<SavedItem<ShowListing>>> WebCatalog::saved_shows(domain::AccountId account, const ListingScope& scope,
                                                                 const Stretch& stretch) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<ListPart<SavedItem<ShowListing>>> {
        ListPart<SavedItem<ShowListing>> part;
        MOORING_TRY(part.total, at.library().count_shows(account));
        MOORING_TRY(const auto saved, at.library().list_shows(account, stretch.offset, stretch.limit));
        for (const auto& one : saved) {
            MOORING_TRY(const auto show, at.shows().find(one.id));
            if (!show) continue;
            MOORING_TRY(auto listing, listing_of(at, *show, scope));
            part.items.push_back({std::move(listing), one.added_at});
        }
        return part;
    });
}

Result<ListPart<SavedItem<EpisodeWithShow>>> WebCatalog::saved_episodes(domain::AccountId account,
                                                                        const ListingScope& scope,
                                                                        const Stretch& stretch,
                                                                        const Onlooker& onlooker) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<ListPart<SavedItem<EpisodeWithShow>>> {
        ListPart<SavedItem<EpisodeWithShow>> part;
        MOORING_TRY(part.total, at.library().count_episodes(account, scope.now));
        MOORING_TRY(const auto saved, at.library().list_episodes(account, scope.now, stretch.offset, stretch.limit));
        for (const auto& one : saved) {
            MOORING_TRY(const auto episode, at.episodes().find(one.id));
            if (!episode) continue;
            MOORING_TRY(auto listing, listing_of(at, *episode, scope, onlooker));
            part.items.push_back({std::move(listing), one.added_at});
        }
        return part;
    });
}

}  // namespace mooring::app::webcatalog
