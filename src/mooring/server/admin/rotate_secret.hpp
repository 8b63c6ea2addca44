#pragma once

#include <string>

#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"

namespace mooring::server::admin {

/// The purpose for which the server secret yields the key that seals the listener keys.
inline constexpr const char* listener_keys_purpose = "listener keys";

/// Put a new server secret into a data folder whose server is stopped. Everything hashed or signed under the old one
/// ends; the listener keys, which no credential hangs on, are sealed again under the new one, so that counting goes
/// on. Errors: unavailable, corrupt (a listener key that the old secret does not open).
Result<void> rotate_secret(const std::string& data_folder, Random& random);

}  // namespace mooring::server::admin
