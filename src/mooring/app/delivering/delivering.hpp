#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "mooring/analytics/listener_keys.hpp"
#include "mooring/app/delivering/address_limiter.hpp"
#include "mooring/app/delivering/default_artwork.hpp"
#include "mooring/app/delivering/delivery_settings.hpp"
#include "mooring/app/delivering/document_cache.hpp"
#include "mooring/app/delivering/feed_cache.hpp"
#include "mooring/app/delivering/hit_recorder.hpp"
#include "mooring/app/delivering/image_files.hpp"
#include "mooring/app/delivering/media_facts.hpp"
#include "mooring/app/delivering/open_blobs.hpp"
#include "mooring/app/delivering/page_facts.hpp"
#include "mooring/app/delivering/smartlink_clicks.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/worker_pool.hpp"

namespace mooring::app::delivering {

/// What delivery stands on. Everything outlives the `Delivering` made of it.
struct DeliveringPorts {
    storage::Catalog& catalog;
    storage::BlobStore& blobs;
    storage::HitSpool& spool;
    analytics::ListenerKeys& listener_keys;
    const ServerSecret& secret;
    const Clock& clock;
    Random& random;  ///< read once, while this is made
    MetricRegistry& metrics;
    WorkerPool& background;   ///< compresses; its tasks may outlive the `Delivering`
    ImageMaker* image_maker;  ///< null: missing sizes are not found, and artwork may be missing
    /// Whether Podping is configured and works at this moment; null: never. Feeds say so and follow its changes.
    /// Asked for every feed: quick, and safe from several threads.
    std::function<bool()> podping_healthy;
    const analytics::CurrentPlaces* places = nullptr;               ///< where addresses are; null: hits have no place
    const analytics::CurrentSafeNetworks* safe_networks = nullptr;  ///< null: there are none
};

/// All that answering listeners takes, behind the handler of the pages family.
class Delivering {
public:
    Delivering(const DeliveringPorts& ports, DeliverySettings settings);
    Delivering(const Delivering&) = delete;
    Delivering& operator=(const Delivering&) = delete;

    /// The clock, but never earlier than it was before: a clock that steps back hides no episode again
    /// (delivery.md, section 4). Visibility goes by this one.
    Instant now();

    const DeliverySettings settings;
    const Clock& clock;
    const ServerSecret& secret;
    storage::Catalog& catalog;

    const DefaultArtwork default_artwork;
    std::shared_ptr<DocumentCache> pages;
    FeedCache feeds;
    OpenBlobs blobs;
    MediaFacts media;
    ImageFiles images;
    PageFacts facts;
    HitRecorder hits;
    SmartlinkClicks smartlink_clicks;
    AddressLimiter feed_limiter;

private:
    std::atomic<std::int64_t> latest_micros_{0};
};

}  // namespace mooring::app::delivering
