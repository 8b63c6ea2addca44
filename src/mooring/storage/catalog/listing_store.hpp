#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::storage {

/// From where and when a catalogue client looks (webapi-v1.md, section 3).
struct ListingScope {
    std::string country;  ///< an upper-case code; in none (empty) nothing is available
    Instant now;
};

/// How many episodes of a show are listed in a scope.
struct ListingCounts {
    std::int64_t total = 0;
    std::int64_t external = 0;  ///< of which the audio is given by URL
    std::int64_t video = 0;     ///< of which the media is video
};

/// What a text has to hold: a word that begins with `text`, or `text` word for word. Neither case nor accents count.
struct SearchTerm {
    std::string text;
    bool is_phrase = false;
};

/// What the web catalogue lists: episodes of public shows that are out, sound apart (`domain::is_listed`), in their own
/// markets. The markets of one show are the caller's to check; search does it itself.
class ListingReader {
public:
    virtual ~ListingReader() = default;
    /// Newest first: by second of publication, then the larger id.
    virtual Result<std::vector<domain::Episode>> list_episodes(domain::ShowId show, const ListingScope& scope,
                                                               std::int64_t offset, std::int64_t limit) = 0;
    virtual Result<ListingCounts> count_episodes(domain::ShowId show, const ListingScope& scope) = 0;
    /// When after `now` the next scheduled episode of the show gets listed.
    virtual Result<std::optional<Instant>> next_listing(domain::ShowId show, Instant now) = 0;

    /// The first `limit` matches of all terms: those where the name has all of them first, then (shows) name and
    /// publisher, then the rest; within each, newest first. No terms match nothing.
    virtual Result<std::vector<domain::EpisodeId>> search_episodes(std::span<const SearchTerm> terms,
                                                                   const ListingScope& scope, std::int64_t limit) = 0;
    virtual Result<std::vector<domain::ShowId>> search_shows(std::span<const SearchTerm> terms,
                                                             const ListingScope& scope, std::int64_t limit) = 0;
};

}  // namespace mooring::storage
