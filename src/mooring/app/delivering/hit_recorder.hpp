#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/analytics/hit_id.hpp"
#include "mooring/analytics/hit_identity.hpp"
#include "mooring/analytics/places.hpp"
#include "mooring/analytics/raw_hit.hpp"
#include "mooring/analytics/safe_networks.hpp"
#include "mooring/base/ip_address.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/domain/ids.hpp"
#include "mooring/storage/spool/hit_spool.hpp"

namespace mooring::app::delivering {

/// What measuring looks at in a request. Views are read during the call only.
struct HitQuestion {
    IpAddress client;
    Instant at;  ///< when the headers were complete
    std::string_view method;
    std::string_view range;        ///< the header as received
    std::string_view playback_id;  ///< `pid` of the query
    analytics::HitHeaders headers;
    bool has_bad_forward = false;
    bool is_preview = false;
};

/// What was answered.
struct HitAnswer {
    analytics::HitSubject subject = analytics::HitSubject::media;
    analytics::HitSource source = analytics::HitSource::local;
    int status = 0;
    domain::ShowId show;
    domain::EpisodeId episode;  ///< 0 for a feed
    std::string revision;
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    std::optional<std::int64_t> estimated_bytes;  ///< for redirects: what was asked for, since no more is known
};

/// Turns answered requests into raw hits in the spool (measurement.md, section 3). The listener's address is turned
/// into keys within `begin` and kept nowhere. Nothing here waits; a spool that is full sheds and counts.
/// Safe from several threads.
class HitRecorder {
public:
    /// `places` may be null: then hits have no place; `safe_networks` too: then no network is on the list.
    HitRecorder(storage::HitSpool& spool, analytics::ListenerKeys& keys, Random& random, std::uint16_t node,
                MetricRegistry& metrics, const analytics::CurrentPlaces* places = nullptr,
                const analytics::CurrentSafeNetworks* safe_networks = nullptr);

    /// The record of an answer that is about to be sent.
    analytics::RawHit begin(const HitQuestion& question, HitAnswer answer);
    /// Note how far a transfer has come; the record of its end has the same id and replaces this one.
    void note_progress(const analytics::RawHit& hit, std::int64_t delivered_bytes, std::int64_t duration_ms);
    /// The response is over.
    void finish(analytics::RawHit hit, std::int64_t delivered_bytes, std::int64_t duration_ms, bool is_complete);

private:
    void append(analytics::RawHit hit);

    storage::HitSpool& spool_;
    analytics::ListenerKeys& keys_;
    const analytics::CurrentPlaces* const places_;
    const analytics::CurrentSafeNetworks* const safe_networks_;
    analytics::HitIdSource ids_;
    Counter& recorded_;
    Counter& shed_;
    Counter& keyless_;
};

}  // namespace mooring::app::delivering
