#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::server {

/// A small file of the operator's, whole. Errors: unavailable.
Result<std::string> read_whole_file(const std::string& path);

/// Write aside with `mode` and rename into place, so that a reader sees the old file or the new one.
/// Errors: unavailable.
Result<void> replace_file(const std::string& path, std::string_view bytes, mode_t mode);

}  // namespace mooring::server
