#pragma once

#include <string>

#include "mooring/outbound/fetcher.hpp"

namespace mooring::app::importing {

/// The feed at `url`, in one piece. Errors: those of the fetcher; unavailable (a status that may pass), not_found
/// (another status but 200; field `no_feed`).
Result<outbound::FetchResponse> download_feed(outbound::Fetcher& fetcher, const std::string& url);

}  // namespace mooring::app::importing
