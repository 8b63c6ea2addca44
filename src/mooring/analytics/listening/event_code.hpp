#pragma once

#include "mooring/analytics/listening/playback_event.hpp"
#include "mooring/base/byte_code.hpp"

namespace mooring::analytics {

/// An event as bytes, and back. What does not fit leaves the reader failed.
void put_event(ByteWriter& out, const PlaybackEvent& event);
PlaybackEvent take_event(ByteReader& in);

}  // namespace mooring::analytics
