#pragma once

#include <sqlite3.h>

#include "mooring/base/error.hpp"

namespace mooring::storage::sqlite {

/// The error that a failed call on `handle` means. The one place where SQLite's codes become ours.
///
/// Locked, unreadable or failing files are unavailable; a full disk is no_space; a broken file is corrupt;
/// a taken unique name is conflict with `field` naming the column; a missing parent row is not_found.
Error error_from(sqlite3* handle, int code);

}  // namespace mooring::storage::sqlite
