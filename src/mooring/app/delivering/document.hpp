#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::app::delivering {

/// Bytes that the cache and many responses share.
using Bytes = std::shared_ptr<const std::string>;

/// What a feed keeps for the render after it (feed_render.hpp).
struct FeedBasis;

/// A rendered document, or the reason why there is none. Immutable once it is in a cache.
struct Document {
    enum class Kind {
        content,  ///< the bytes below
        moved,    ///< 301 to `location`
        hidden,   ///< known, but not to be seen now: 404
        gone      ///< deleted by its owner: 410
    };
    Kind kind = Kind::content;
    std::string location;
    std::string content_type;

    Bytes identity;
    Bytes gzip;        ///< null until compressed
    Bytes br;          ///< null until compressed
    std::string etag;  ///< weak, the same for every coding
    std::optional<Instant> last_modified;
    std::string policy;  ///< Content-Security-Policy of a page; empty for none

    /// The show it is about; 0 for a document about all of them.
    domain::ShowId show;
    domain::EpisodeId episode;
    std::string show_key;
    std::string canonical_url;
    std::string own_host;                       ///< the show's own domain; empty for none
    std::vector<std::string> former_hosts;      ///< own domains the show had, when it has none now
    std::uint64_t version = 0;                  ///< read from ChangeVersions before the catalog was
    std::optional<Instant> valid_until;         ///< the next publication: from then on other bytes are due
    std::optional<Instant> newest_publication;  ///< of what it shows

    std::shared_ptr<const FeedBasis> basis;  ///< feeds only
    std::optional<bool> announces_podping;   ///< public feeds only: whether it says that Podping is told of changes
    std::optional<std::int64_t> pages;       ///< of a paged feed; unset when it is whole

    /// What it weighs in a cache.
    std::size_t weight() const;
};

/// `W/"` and 26 base-32 characters of SHA-256 over `bytes` and `"` (delivery.md, 2.7).
std::string weak_etag(const std::string& bytes);

/// `Cache-Control: max-age` of `document` at `now`, in seconds: at most `longest`, never past the next publication,
/// at most 60 for the 24 hours after the last one. 0 when the document is overdue.
std::int64_t max_age_seconds(const Document& document, Instant now, std::int64_t longest);

/// gzip level 6. Empty when the library fails.
std::string gzip_bytes(const std::string& bytes);
/// brotli quality 5. Empty when the library fails.
std::string brotli_bytes(const std::string& bytes);

}  // namespace mooring::app::delivering
