#pragma once

#include <string>

#include "mooring/base/result.hpp"

namespace mooring::storage::sqlite {

/// Copy a catalog as it is at one moment into the new file `to`, while others read and write it, and check the copy.
/// Errors: unavailable (locked, cannot be read or written), corrupt (the copy is not sound), no_space.
Result<void> copy_catalog(const std::string& from, const std::string& to);

}  // namespace mooring::storage::sqlite
