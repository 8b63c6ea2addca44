#include "mooring/app/delivering/feed_cache.hpp"

#include <utility>

namespace mooring::app::delivering {

FeedCache::FeedCache(storage::Catalog& catalog, const DefaultArtwork& artwork, const DeliverySettings& settings,
                     const ServerSecret& secret, std::function<bool()> podping_healthy,
                     std::shared_ptr<DocumentCache> documents, MetricRegistry& metrics)
    : catalog_(catalog),
      artwork_(artwork),
      renderer_(settings, secret, std::move(podping_healthy), metrics),
      documents_(std::move(documents)) {}

Result<DocumentPointer> FeedCache::get(std::string_view show_key, std::int64_t page, Instant now) {
    const std::string name{show_key};
    const auto render = [&](std::int64_t which) {
        return [this, &name, now, which](const Document* previous) -> Result<Document> {
            domain::ShowId show;
            if (previous) {
                show = previous->show;
            } else {
                // The version has to be read before the snapshot it stands for, and it goes by the show's number.
                MOORING_TRY(const auto found, catalog_.read([&](storage::CatalogSnapshot& view) {
                    return view.shows().find_by_key(name);
                }));
                if (!found) return Error{Errc::not_found, "no such show"};
                show = found->id;
            }
            artwork_.ensure(show);
            const auto version = catalog_.versions().of(show);
            const FeedVariant variant{which, std::nullopt, {}};
            return catalog_.read([&](storage::CatalogSnapshot& view) {
                return renderer_.render(view, show, variant, version, now, previous);
            });
        };
    };
    MOORING_TRY(auto first, documents_->get(name, now, render(1)));
    // A page number means something only where the feed is paged; elsewhere it is one of those parameters that
    // clients add.
    if (page == 1 || !first->pages) return first;
    if (page < 1 || page > *first->pages) return Error{Errc::not_found, "no such page"};
    return documents_->get(name + "?" + std::to_string(page), now, render(page));
}

Result<DocumentPointer> FeedCache::get_private(const domain::Subscriber& subscriber, std::string_view token,
                                               Instant now) {
    const FeedVariant variant{1, subscriber, std::string{token}};
    return documents_->get("subscriber " + std::to_string(subscriber.id.value), now,
                           [&](const Document* previous) -> Result<Document> {
                               artwork_.ensure(subscriber.show);
                               const auto version = catalog_.versions().of(subscriber.show);
                               return catalog_.read([&](storage::CatalogSnapshot& view) {
                                   return renderer_.render(view, subscriber.show, variant, version, now, previous);
                               });
                           });
}

}  // namespace mooring::app::delivering
