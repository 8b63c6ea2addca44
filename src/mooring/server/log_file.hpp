#pragma once

#include <string>

#include "mooring/app/measuring/log_import.hpp"

namespace mooring::server {

/// Open a log, compressed by gzip or not. Errors: unavailable (names the file), corrupt (while reading: it is cut off
/// or damaged).
Result<app::measuring::OpenLog> open_log_file(const std::string& path);

}  // namespace mooring::server
