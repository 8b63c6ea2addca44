#include "mooring/storage/spool/segment_spool.hpp"

#include <utility>

#include "mooring/storage/spool/hit_codec.hpp"

namespace mooring::storage::spool {

namespace {

/// A visitor of bytes for a visitor of what they stand for.
template <class Decode, class Visit>
auto decoding(Decode decode, const Visit& visit) {
    return [decode, &visit](std::string_view payload) {
        const auto record = decode(payload);
        if (!record) return Visited::unknown_shape;
        return visit(*record) ? Visited::go_on : Visited::stop;
    };
}

}  // namespace

bool SegmentSpool::append(analytics::RawHit hit) {
    return log_->append([&](std::string& bytes) { encode_hit(hit, bytes); });
}

Result<SpoolPosition> SegmentSpool::read(SpoolPosition from,
                                         const std::function<bool(const analytics::RawHit&)>& visit) {
    return log_->read(from, decoding(decode_hit, visit));
}

Result<std::unique_ptr<SegmentSpool>> open_segment_spool(SegmentSpoolOptions options) {
    if (options.name.empty()) options.name = "hits";
    MOORING_TRY(auto log, open_segment_log(options));
    return std::make_unique<SegmentSpool>(std::move(log));
}

bool SegmentEventSpool::append(const analytics::ListenerEvent& event) {
    return log_->append([&](std::string& bytes) { analytics::encode_event(event, bytes); });
}

Result<SpoolPosition> SegmentEventSpool::read(SpoolPosition from,
                                              const std::function<bool(const analytics::ListenerEvent&)>& visit) {
    return log_->read(from, decoding(analytics::decode_event, visit));
}

Result<std::unique_ptr<SegmentEventSpool>> open_segment_event_spool(SegmentSpoolOptions options) {
    if (options.name.empty()) options.name = "events";
    MOORING_TRY(auto log, open_segment_log(options));
    return std::make_unique<SegmentEventSpool>(std::move(log));
}

}  // namespace mooring::storage::spool
