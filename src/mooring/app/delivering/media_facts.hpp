#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/app/delivering/open_blobs.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// What a media request needs to know: an episode and its show, without their long texts and tags.
struct MediaFact {
    domain::Show show;
    domain::Episode episode;
    std::uint64_t version = 0;

    bool is_deleted() const { return show.deleted_at || episode.deleted_at; }
    bool is_visible(Instant now) const { return domain::visible(show, episode, now); }
};

using MediaFactPointer = std::shared_ptr<const MediaFact>;

/// Media facts by episode, kept as long as the show's version stands. Visibility is judged anew at each request,
/// so a scheduled episode is there at its instant. While the catalog is away the last known facts go on being
/// served. Safe from several threads.
class MediaFacts {
public:
    MediaFacts(storage::Catalog& catalog, OpenBlobs& blobs, std::size_t limit)
        : catalog_(catalog), blobs_(blobs), limit_(limit) {}

    /// Null when nothing fresh is in memory. Never waits.
    MediaFactPointer find_fresh(std::string_view episode_key);

    /// Null when there is no such episode. Errors: unavailable (and nothing is known from before).
    Result<MediaFactPointer> get(std::string_view episode_key);
    Result<MediaFactPointer> get(domain::EpisodeId id);

private:
    struct Entry {
        std::string key;
        MediaFactPointer fact;
    };

    MediaFactPointer find_any(std::string_view episode_key);
    Result<MediaFactPointer> load(domain::EpisodeId id, domain::ShowId show);
    void keep(const MediaFactPointer& fact);

    storage::Catalog& catalog_;
    OpenBlobs& blobs_;
    const std::size_t limit_;
    std::mutex mutex_;
    std::list<Entry> entries_;  ///< the most recently used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> places_;
    std::unordered_map<std::int64_t, std::string> keys_;  ///< of what is in `entries_`, by episode id
};

}  // namespace mooring::app::delivering
