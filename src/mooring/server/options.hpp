#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/server/config.hpp"

namespace mooring::server {

/// One setting: its key in the file names its flag and its environment variable too. `delivery.feed_burst` is
/// `--delivery-feed-burst` and `MOORING_DELIVERY_FEED_BURST`.
struct Option {
    std::string_view key;
    std::string_view fallback;  ///< the default, as text for the manual
    std::string_view help;
    Result<void> (*set)(Config&, std::string_view);
    bool is_secret = false;  ///< never printed; `KEY_file` names a file that holds it
    bool is_list = false;    ///< values are separated by commas; a TOML array in the file
};

/// Every setting there is, in the order of the manual.
std::span<const Option> options();

/// `--delivery-feed-burst`
std::string flag_of(const Option& option);
/// `MOORING_DELIVERY_FEED_BURST`
std::string environment_of(const Option& option);

/// Values given on the command line, by key.
using FlagValues = std::map<std::string, std::string>;

/// Put a configuration together: flags, then environment, then `file` (TOML; empty for none), then defaults.
/// Errors: invalid_argument, with the place of the value (`--flag`, the variable or file and line) in the
/// message; an unknown key names the nearest one.
Result<Config> load_config(const std::string& file, const FlagValues& flags,
                           const std::function<const char*(const char*)>& environment);

/// The known key that is spelled most like `key`.
std::string nearest_key(std::string_view key);

}  // namespace mooring::server
