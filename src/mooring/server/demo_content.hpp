#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>

#include "mooring/server/storage.hpp"

namespace mooring::server {

/// How large a demo is.
struct DemoSize {
    int shows = 3;
    int episodes = 12;  ///< per show
};

/// Fill an empty instance with invented but plausible content: one workspace with its API on, shows with artwork and
/// language, episodes with real audio; on the first show a scheduled, a draft and an archived episode besides. The same
/// content and ids every time; keys are random. Does nothing in a folder that a demo has filled before.
/// Errors: conflict (the folder holds something else), unsupported (no FFmpeg), unavailable.
Result<void> fill_demo(Storage& storage, const Config& config, const DemoSize& size, const app::PublicUrls& urls);

/// What tests and people need to talk to a demo: the JSON of design.md, section 6, as far as the families exist.
Result<boost::json::value> demo_credentials(Storage& storage, const Config& config, const app::PublicUrls& urls);

}  // namespace mooring::server
