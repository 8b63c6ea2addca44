#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "mooring/analytics/counting/interval_set.hpp"
#include "mooring/analytics/raw_hit.hpp"

namespace mooring::analytics {

/// The bytes of one revision of an episode, as far as counting has to know them (measurement.md, 6.2). A stream is
/// counted by its time: its bytes are milliseconds here.
struct MediaRegion {
    std::int64_t size_bytes = 0;  ///< 0: not known yet (audio given by URL, before its probe)
    std::int64_t begin = 0;       ///< first byte that is no tag, header or padding
    std::int64_t end = 0;         ///< one past the last one
    std::optional<std::chrono::milliseconds> duration;
    bool operator==(const MediaRegion&) const = default;
};

/// How many bytes of the media region are one minute: `ceil(region × 60 / duration)`, on average where the bit rate
/// varies. Unset when the complete file is needed: shorter than a minute, or of unknown length.
/// Source: measurement.md, 6.2.
std::optional<std::int64_t> minute_of_bytes(const MediaRegion& media);

/// The stretches of the file that a hit delivered: `sent_bytes` fill its ranges in order. Without ranges it is the
/// front of the file; of a file of unknown size, none. Of a stream the ranges are milliseconds of the film, which a
/// segment that came whole has delivered.
/// Source: measurement.md, 3.2 and 6.3.
IntervalSet delivered_stretches(const RawHit& hit, const MediaRegion& media);

/// Whether a redirect asked for a whole file whose size was not known then: no Range, or `bytes=0-`. It counts as
/// enough whatever is learned later, so that the order of learning does not matter (6.3).
bool asks_for_whole_of_unknown_size(const RawHit& hit);

/// Whether what was delivered is a minute of audio, or the whole file where that is asked for. `loose_bytes` were
/// delivered too, it is not known which: with them, all bytes are added, no more than the file has, and compared with
/// a minute behind what precedes the audio (measurement.md, 9.2).
bool is_enough(const IntervalSet& delivered, const MediaRegion& media, std::int64_t loose_bytes = 0);

}  // namespace mooring::analytics
