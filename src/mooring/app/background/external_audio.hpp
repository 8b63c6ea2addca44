#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/domain/episode.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

// What the jobs on audio that lies elsewhere share (delivery.md, 5.8).

/// The type of a file by its first bytes and by what its host declared: the bytes decide, except that they cannot
/// tell MP4 with sound alone from MP4 with pictures. Empty when it is neither audio nor video.
std::string audio_type(std::string_view head, std::string_view declared);

/// The size that `Content-Range: bytes 0-65535/31864320` tells.
std::optional<std::int64_t> total_of_content_range(std::string_view value);

/// The episode, as long as its audio still lies at `url` (at any URL when empty) and it was not deleted.
Result<std::optional<domain::Episode>> find_external(storage::CatalogSnapshot& view, domain::EpisodeId id,
                                                     std::string_view url = {});

/// Write `after` and, when strangers can see the episode, that the feed has changed. What they cannot see yet must
/// leave no trace in the feed's time of change.
Result<void> write_quietly(storage::CatalogTransaction& tx, const domain::Episode& after, Instant now);

}  // namespace mooring::app::background
