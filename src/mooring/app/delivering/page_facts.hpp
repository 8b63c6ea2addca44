#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/delivering/default_artwork.hpp"
#include "mooring/app/delivering/delivery_settings.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// Episodes on one page of a show.
inline constexpr std::int64_t episodes_per_page = 50;

/// A form of a picture that a page may point to.
struct Picture {
    std::string url;
    int width = 0, height = 0;
};

/// The forms of one picture that pages use. Unset where the picture has none.
struct Pictures {
    std::optional<Picture> small;   ///< 300
    std::optional<Picture> large;   ///< 640
    std::optional<Picture> social;  ///< 1200 × 630
};

/// A show as strangers may see it, its unset texts filled with the instance's defaults.
struct ShowFacts {
    domain::Show show;
    std::string author;
    std::string language;
    std::string notes_html;  ///< went through the product's one HTML filter
    std::string summary;     ///< plain text, at most 300 characters
    Pictures pictures;
    std::string page_url, feed_url, embed_url;
};

struct EpisodeFacts {
    domain::Episode episode;
    std::string notes_html;
    std::string summary;
    Pictures pictures;  ///< its own, else its show's
    std::string page_url, embed_url;
    std::string media_url;   ///< ours, without measurement prefixes
    std::string media_type;  ///< such as `audio/mpeg`; guessed from the extension while it is unknown
    std::optional<std::int64_t> media_bytes;
    std::optional<std::chrono::seconds> duration;
    bool is_video = false;
    bool is_external = false;  ///< served by a redirect to somewhere else
};

/// How long something read from the catalog may be shown.
struct Freshness {
    std::uint64_t version = 0;  ///< of the show, or of everything; read before the catalog
    std::optional<Instant> valid_until;
    std::optional<Instant> newest_publication;
};

/// A name in an address, looked up: what it stands for and whether it is the present name.
struct FoundShow {
    domain::ShowId id;
    bool is_present_name = true;
    bool is_public = false, is_deleted = false;
    std::string page_url, feed_url;
};
struct FoundEpisode {
    domain::ShowId show;
    domain::EpisodeId id;
    bool is_present_name = true;
};

struct ShowPageFacts {
    ShowFacts show;
    std::vector<EpisodeFacts> episodes;
    std::int64_t page = 1, pages = 1, total = 0;
    Freshness freshness;
};

struct EpisodePageFacts {
    ShowFacts show;
    EpisodeFacts episode;
    std::vector<EpisodeFacts> newest;  ///< other visible episodes, for lists; filled when asked for
    Freshness freshness;
};

/// One line of a sitemap.
struct SiteAddress {
    std::string url;
    Instant changed_at;
};

struct PublicShows {
    std::vector<ShowFacts> shows;  ///< by title
    Freshness freshness;
};

/// An OPML document (delivery.md, 10.1).
struct OpmlText {
    std::string text;
    Freshness freshness;
};

struct SiteAddresses {
    std::vector<SiteAddress> addresses;
    Freshness freshness;
};

/// Reads what pages, embeds, oEmbed, OPML and the sitemap show. Everything goes through `domain::visible`. Blocking;
/// safe from several threads. Errors of all: not_found, gone (deleted by its owner), unavailable.
class PageFacts {
public:
    PageFacts(storage::Catalog& catalog, const DefaultArtwork& artwork, const DeliverySettings& settings)
        : catalog_(catalog), artwork_(artwork), settings_(settings) {}

    Result<FoundShow> find_show(domain::ShowId id);
    Result<FoundShow> find_show_by_slug(std::string_view slug);
    Result<FoundShow> find_show_by_key(std::string_view key);
    Result<FoundEpisode> find_episode_by_slug(domain::ShowId show, std::string_view slug);
    Result<FoundEpisode> find_episode_by_key(std::string_view key);
    Result<FoundEpisode> find_episode(domain::EpisodeId id);

    /// Page `page` (from 1) of a show's visible episodes, newest first. not_found past the end (page 1 always exists).
    Result<ShowPageFacts> show_page(domain::ShowId show, std::int64_t page, Instant now);
    enum class Audience { strangers, previewers };
    /// One visible episode; for previewers any that is not deleted. With `newest` that many others of the show.
    Result<EpisodePageFacts> episode_page(domain::ShowId show, domain::EpisodeId episode, Instant now,
                                          Audience audience = Audience::strangers, std::int64_t newest = 0);
    /// Shows that strangers may see, of one workspace or of all, by title.
    Result<PublicShows> public_shows(std::optional<domain::WorkspaceId> workspace);
    /// The public shows of a workspace as OPML; of all when `workspace_key` is unset.
    Result<OpmlText> opml(std::optional<std::string_view> workspace_key);
    /// Every page that strangers may see at `now`: shows, each followed by its episodes.
    Result<SiteAddresses> site_addresses(Instant now);

private:
    FoundShow found_as(const domain::Show& show, bool is_present_name) const;
    ShowFacts facts_of(storage::CatalogSnapshot& view, const domain::Show& show) const;
    EpisodeFacts facts_of(storage::CatalogSnapshot& view, const ShowFacts& show, const domain::Episode& episode) const;
    Pictures pictures_of(storage::CatalogSnapshot& view, const std::string& image_hash) const;
    Result<Freshness> freshness_of(storage::CatalogSnapshot& view, domain::ShowId show, std::uint64_t version,
                                   Instant now) const;

    storage::Catalog& catalog_;
    const DefaultArtwork& artwork_;
    const DeliverySettings& settings_;
};

}  // namespace mooring::app::delivering
