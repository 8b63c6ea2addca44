#pragma once

#include <cstdint>

#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// Invent listening to every published episode, up to today: `plays` in all, the same every time. A folder that has
/// them already is left as it is. Says how far it came while it takes long.
/// Errors: unavailable (another process has the plays open), no_space.
Result<void> fill_demo_plays(Storage& storage, const Config& config, std::int64_t plays);

}  // namespace mooring::server
