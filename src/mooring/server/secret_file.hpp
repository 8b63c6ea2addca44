#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"

namespace mooring::server {

/// Read the server secret from `path`, or make one there (32 random bytes, mode 0600) when there is none.
/// Errors: forbidden (others can read the file), corrupt (not 32 bytes), unavailable.
Result<std::array<std::byte, 32>> load_or_create_secret(const std::string& path, Random& random);

}  // namespace mooring::server
