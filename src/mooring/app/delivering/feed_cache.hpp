#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "mooring/app/delivering/default_artwork.hpp"
#include "mooring/app/delivering/delivery_settings.hpp"
#include "mooring/app/delivering/document_cache.hpp"
#include "mooring/app/delivering/feed_render.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// Feeds, rendered once per change (delivery.md, section 2). An edit of one episode renders that one item; all others
/// are taken over from the feed before it, as bytes. Safe from several threads.
class FeedCache {
public:
    FeedCache(storage::Catalog& catalog, const DefaultArtwork& artwork, const DeliverySettings& settings,
              const ServerSecret& secret, std::function<bool()> podping_healthy,
              std::shared_ptr<DocumentCache> documents, MetricRegistry& metrics);

    /// Page 1 of the feed, if it can be served at `now` as it is. Null otherwise. Never waits.
    DocumentPointer find_fresh(std::string_view show_key, Instant now) { return documents_->find_fresh(show_key, now); }

    /// The feed of a show; `page` counts only where the show's feed is paged (2.10). A show that may not be seen gives
    /// a document that says so. Errors: not_found (no such show, or past the last page), unavailable.
    Result<DocumentPointer> get(std::string_view show_key, std::int64_t page, Instant now);

    /// The feed of a show for one subscriber: blocked from directories, with enclosures of their own (2.11).
    /// `token` is the feed's; it stands in the feed's own address only.
    Result<DocumentPointer> get_private(const domain::Subscriber& subscriber, std::string_view token, Instant now);

private:
    storage::Catalog& catalog_;
    const DefaultArtwork& artwork_;
    const FeedRenderer renderer_;
    std::shared_ptr<DocumentCache> documents_;
};

}  // namespace mooring::app::delivering
