#include "mooring/app/delivering/hit_recorder.hpp"

namespace mooring::app::delivering {
namespace {

constexpr std::size_t longest_range_header = 256;  // measurement.md, 3.1
constexpr std::size_t longest_playback_id = 64;

constexpr std::string_view hits_name = "mooring_hits_total";
constexpr std::string_view hits_help = "Raw hits of media and feeds.";

}  // namespace

HitRecorder::HitRecorder(storage::HitSpool& spool, analytics::ListenerKeys& keys, Random& random, std::uint16_t node,
                         MetricRegistry& metrics, const analytics::CurrentPlaces* places,
                         const analytics::CurrentSafeNetworks* safe_networks)
    : spool_(spool),
      keys_(keys),
      places_(places),
      safe_networks_(safe_networks),
      ids_(node, random),
      recorded_(metrics.counter(hits_name, hits_help, "outcome=\"recorded\"")),
      shed_(metrics.counter(hits_name, hits_help, "outcome=\"shed\"")),
      keyless_(metrics.counter(hits_name, hits_help, "outcome=\"keyless\"")) {}

analytics::RawHit HitRecorder::begin(const HitQuestion& question, HitAnswer answer) {
    analytics::RawHit hit;
    hit.hit_id = ids_.next(question.at);
    hit.source = answer.source;
    hit.subject = answer.subject;
    hit.at = question.at;
    hit.method = question.method.substr(0, 16);
    hit.status = answer.status;
    hit.show_id = answer.show.value;
    hit.episode_id = answer.episode.value;
    hit.revision = std::move(answer.revision);
    hit.ranges = std::move(answer.ranges);
    hit.range_raw = question.range.substr(0, longest_range_header);
    hit.playback_id = question.playback_id.substr(0, longest_playback_id);
    if (question.is_preview) hit.flags |= analytics::flag_preview_grant;
    if (question.has_bad_forward) hit.flags |= analytics::flag_bad_forward;
    if (answer.estimated_bytes) {
        hit.sent_bytes = *answer.estimated_bytes;
        hit.flags |= analytics::flag_estimated;
    }
    auto identity = analytics::identify(keys_, question.client, question.headers, question.at);
    if (identity) {
        hit.net_key = identity->net_key;
        hit.ip_key = identity->ip_key;
        hit.user_agent = std::move(identity->user_agent);
        hit.referrer = std::move(identity->referrer);
        hit.flags |= identity->flags;
    } else {
        keyless_.add();
    }
    if (safe_networks_ != nullptr && safe_networks_->contains(question.client))
        hit.flags |= analytics::flag_safe_network;
    if (places_ != nullptr) {
        analytics::Place place = places_->find(question.client);
        hit.country = std::move(place.country);
        hit.asn = place.autonomous_system;
        // Who opted out is placed in a country only (measurement.md, 5.4).
        if ((hit.flags & analytics::flag_opt_out) == 0) {
            hit.region = std::move(place.region);
            hit.city = std::move(place.city);
        }
    }
    return hit;
}

void HitRecorder::append(analytics::RawHit hit) {
    if (spool_.append(std::move(hit))) {
        recorded_.add();
    } else {
        shed_.add();
    }
}

void HitRecorder::note_progress(const analytics::RawHit& hit, std::int64_t delivered_bytes, std::int64_t duration_ms) {
    analytics::RawHit provisional = hit;
    provisional.flags |= analytics::flag_provisional;
    provisional.duration_ms = duration_ms;
    provisional.sent_bytes = delivered_bytes;
    append(std::move(provisional));
}

void HitRecorder::finish(analytics::RawHit hit, std::int64_t delivered_bytes, std::int64_t duration_ms,
                         bool is_complete) {
    hit.duration_ms = duration_ms;
    if ((hit.flags & analytics::flag_estimated) == 0) hit.sent_bytes = delivered_bytes;
    if (!is_complete) hit.flags |= analytics::flag_aborted;
    append(std::move(hit));
}

}  // namespace mooring::app::delivering
