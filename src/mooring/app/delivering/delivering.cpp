#include "mooring/app/delivering/delivering.hpp"

#include <algorithm>
#include <utility>

namespace mooring::app::delivering {
namespace {

DocumentCache::Background run_on(WorkerPool& pool) {
    return [&pool](std::function<void()> task) { return pool.try_post(std::move(task)); };
}

/// A feed is out of date once Podping has failed, or works again.
DocumentCache::StillHolds while_podping_is_as_said(const std::function<bool()>& podping_healthy) {
    if (!podping_healthy) return {};
    return [podping_healthy](const Document& feed) {
        return !feed.announces_podping || *feed.announces_podping == podping_healthy();
    };
}

}  // namespace

Delivering::Delivering(const DeliveringPorts& ports, DeliverySettings chosen)
    : settings(std::move(chosen)),
      clock(ports.clock),
      secret(ports.secret),
      catalog(ports.catalog),
      default_artwork(ports.catalog, ports.image_maker, ports.clock),
      pages(DocumentCache::make("pages", settings.page_cache_bytes, ports.catalog.versions(), run_on(ports.background),
                                ports.metrics)),
      feeds(ports.catalog, default_artwork, settings, ports.secret, ports.podping_healthy,
            DocumentCache::make("feeds", settings.feed_cache_bytes, ports.catalog.versions(), run_on(ports.background),
                                ports.metrics, while_podping_is_as_said(ports.podping_healthy)),
            ports.metrics),
      blobs(ports.blobs, settings.open_files),
      media(ports.catalog, blobs, settings.media_facts),
      images(ports.catalog, blobs, ports.image_maker, settings.image_rows),
      facts(ports.catalog, default_artwork, settings),
      hits(ports.spool, ports.listener_keys, ports.random, settings.node, ports.metrics, ports.places,
           ports.safe_networks),
      smartlink_clicks(ports.metrics),
      feed_limiter(settings.feed_limit) {}

Instant Delivering::now() {
    const std::int64_t micros = unix_micros(clock.now());
    std::int64_t latest = latest_micros_.load(std::memory_order_relaxed);
    while (latest < micros && !latest_micros_.compare_exchange_weak(latest, micros, std::memory_order_relaxed)) {
    }
    return from_unix_micros(std::max(latest, micros));
}

}  // namespace mooring::app::delivering
