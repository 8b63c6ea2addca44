#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "mooring/analytics/listener_keys.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage::keys {

using MasterKey = std::array<std::byte, 32>;

// A key file is `MRGKEY`, a version byte, a nonce of 24 bytes, and libsodium's secretbox, under the master key, of
// the period (`2026-03`) and the 32 bytes of its key.

inline constexpr std::size_t key_file_bytes = 7 + 24 + 16 + 7 + 32;

/// The bytes of the file that keeps `key`.
std::string seal_key(const MasterKey& master_key, std::chrono::year_month period, const analytics::ListenerKey& key,
                     Random& random);

/// The key in these bytes. Errors: corrupt (damaged, of another period, or sealed under another master key).
Result<analytics::ListenerKey> open_key(const MasterKey& master_key, std::chrono::year_month period,
                                        std::string_view bytes);

}  // namespace mooring::storage::keys
