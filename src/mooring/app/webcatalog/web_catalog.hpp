#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/public_urls.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::webcatalog {

using storage::Catalog;
using storage::CatalogSnapshot;
using storage::ListingScope;

/// A picture, by the size of its original. Empty hash: none.
struct Artwork {
    std::string hash;
    int width = 0, height = 0;
};

/// A show as a catalogue client sees it from one country.
struct ShowListing {
    domain::Show show;
    std::string publisher;
    std::string language;  ///< its own, else the instance's
    std::string text;      ///< the description as it reads
    std::string html;      ///< through the product's one HTML filter
    std::string page_url;
    Artwork artwork;
    storage::ListingCounts counts;  ///< of its episodes that are available there
};

/// An episode, likewise.
struct EpisodeListing {
    domain::Episode episode;
    std::string text;
    std::string html;
    std::string page_url;
    Artwork artwork;           ///< its own; none: the show's
    bool is_available = true;  ///< in the country; only libraries list others
    std::optional<storage::ResumePoint> resume_point;
};

struct EpisodeWithShow {
    EpisodeListing episode;
    ShowListing show;  ///< of a search only what an episode inherits: show, language and artwork
};

/// A stretch of a list.
struct Stretch {
    std::int64_t offset = 0;
    std::int64_t limit = 20;
};

template <class Item>
struct ListPart {
    std::vector<Item> items;
    std::int64_t total = 0;
};

struct ShowWithEpisodes {
    ShowListing show;
    std::vector<EpisodeListing> episodes;  ///< newest first; `show.counts.total` in all
    std::uint64_t version = 0;             ///< of the show, read before it
    std::optional<Instant> valid_until;    ///< when the next episode comes
};

/// One episode, and how long the answer holds.
struct FoundEpisode {
    EpisodeWithShow found;
    std::uint64_t version = 0;           ///< of the show, read before it
    std::optional<Instant> valid_until;  ///< when the show's next episode comes
};

/// Something of a library.
template <class Item>
struct SavedItem {
    Item item;
    Instant added_at;
};

/// Who looks, as far as it changes what is shown.
struct Onlooker {
    std::optional<domain::AccountId> resumes;  ///< whose places in episodes are shown
};

/// Reads what the web catalogue shows (webapi-v1.md, sections 3, 5 and 7). Only public shows and listed episodes, and
/// but for libraries only what is available in the scope's country, are there at all. Ids are opaque ones. Blocking;
/// safe from several threads. Errors of all: unavailable.
class WebCatalog {
public:
    struct Settings {
        PublicUrls urls;
        std::string default_author;
        std::string default_language;
    };
    WebCatalog(Catalog& catalog, Settings settings) : catalog_(catalog), settings_(std::move(settings)) {}

    /// The number of a show, whoever may see it. Errors: not_found.
    Result<domain::ShowId> find_number(std::string_view show_id);

    /// Errors: not_found.
    Result<ShowWithEpisodes> find_show(domain::ShowId show, const ListingScope& scope, const Stretch& stretch,
                                       const Onlooker& onlooker);
    /// Errors: not_found.
    Result<FoundEpisode> find_episode(std::string_view episode_id, const ListingScope& scope, const Onlooker& onlooker);
    /// In the order asked, repeats included; nothing where there is none.
    Result<std::vector<std::optional<ShowListing>>> find_shows(std::span<const std::string> ids,
                                                               const ListingScope& scope);
    Result<std::vector<std::optional<EpisodeWithShow>>> find_episodes(std::span<const std::string> ids,
                                                                      const ListingScope& scope,
                                                                      const Onlooker& onlooker);

    /// The best `reach` matches of `query`, of which the stretch is given.
    Result<ListPart<ShowListing>> search_shows(std::string_view query, const ListingScope& scope,
                                               const Stretch& stretch, std::int64_t reach);
    Result<ListPart<EpisodeWithShow>> search_episodes(std::string_view query, const ListingScope& scope,
                                                      const Stretch& stretch, std::int64_t reach,
                                                      const Onlooker& onlooker);

    /// What a person saved, available or not, newest first.
    Result<ListPart<SavedItem<ShowListing>>> saved_shows(domain::AccountId account, const ListingScope& scope,
                                                         const Stretch& stretch);
    Result<ListPart<SavedItem<EpisodeWithShow>>> saved_episodes(domain::AccountId account, const ListingScope& scope,
                                                                const Stretch& stretch, const Onlooker& onlooker);

private:
    /// Show, language and artwork: what an episode inherits.
    Result<ShowListing> heritage_of(CatalogSnapshot& at, const domain::Show& show) const;
    Result<ShowListing> listing_of(CatalogSnapshot& at, const domain::Show& show, const ListingScope& scope) const;
    Result<EpisodeListing> listing_of(CatalogSnapshot& at, const domain::Show& show, const domain::Episode& episode,
                                      const ListingScope& scope, const Onlooker& onlooker) const;
    Result<EpisodeWithShow> listing_of(CatalogSnapshot& at, const domain::Episode& episode, const ListingScope& scope,
                                       const Onlooker& onlooker) const;
    Result<std::optional<EpisodeWithShow>> find_in(CatalogSnapshot& at, std::string_view episode_id,
                                                   const ListingScope& scope, const Onlooker& onlooker) const;

    Catalog& catalog_;
    Settings settings_;
};

}  // namespace mooring::app::webcatalog
