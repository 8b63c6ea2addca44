#pragma once

#include <memory>
#include <string>

#include "mooring/outbound/fetcher.hpp"
#include "mooring/server/config.hpp"

namespace mooring::server {

/// The one way out, as the configuration wants it. `base_url` is what others see in our User-Agent.
/// Errors: invalid_argument (testing hosts).
Result<std::unique_ptr<outbound::Fetcher>> make_fetcher(const Config& config, const std::string& base_url);

}  // namespace mooring::server
