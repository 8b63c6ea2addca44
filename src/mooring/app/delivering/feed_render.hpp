#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/delivering/delivery_settings.hpp"
#include "mooring/app/delivering/document.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/workspace.hpp"
#include "mooring/feed/render.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// What one visible episode gave to a feed. `length` is 0 for one that is not on the feed's page.
struct FeedItem {
    domain::EpisodeId episode;
    std::int64_t revision = 0;
    std::optional<Instant> published_at;
    bool is_trailer = false;
    std::vector<feed::XmlNamespace> namespaces;
    std::size_t offset = 0;  ///< of its fragment in the feed's bytes
    std::size_t length = 0;
};

/// What a feed keeps for the render after it: the show as it was, and where each fragment lies in its bytes.
struct FeedBasis {
    domain::Show show;            ///< without the times that change with every write
    std::vector<FeedItem> items;  ///< all visible episodes, in the order of publication
};

/// Which feed of a show.
struct FeedVariant {
    std::int64_t page = 1;
    std::optional<domain::Subscriber> subscriber;  ///< of a private feed
    std::string token;                             ///< its token
};

/// Renders one feed, taking over from `previous` every fragment that still holds. Stateless; safe from several threads.
class FeedRenderer {
public:
    /// `podping_healthy`: see `DeliveringPorts`.
    FeedRenderer(const DeliverySettings& settings, const ServerSecret& secret, std::function<bool()> podping_healthy,
                 MetricRegistry& metrics);

    /// The feed of `show` from the snapshot `view`, as of `now`. `version` was read before the snapshot was taken.
    /// Errors: not_found (no such show, or no such page), and the snapshot's.
    Result<Document> render(storage::CatalogSnapshot& view, domain::ShowId show, const FeedVariant& variant,
                            std::uint64_t version, Instant now, const Document* previous) const;

private:
    struct Work;

    Result<void> select_items(Work& work) const;
    Result<void> render_items(Work& work) const;
    Result<void> render_batch(Work& work, const std::vector<std::size_t>& batch) const;
    Result<std::vector<domain::Episode>> trailers(Work& work) const;
    Result<std::string> render_head(Work& work) const;
    void compose(Work& work, const std::string& head) const;
    feed::FeedArtwork artwork(storage::CatalogSnapshot& view, const std::string& image_hash) const;
    std::string enclosure(const Work& work, const domain::Episode& episode) const;
    std::string page_url(const Work& work, std::int64_t page) const;

    const DeliverySettings& settings_;
    const ServerSecret& secret_;
    const std::function<bool()> podping_healthy_;
    const feed::FeedSettings feed_settings_;
    Counter& items_rendered_;
};

}  // namespace mooring::app::delivering
