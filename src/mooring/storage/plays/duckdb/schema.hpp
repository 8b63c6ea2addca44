#pragma once

#include <string>

#include "mooring/storage/plays/duckdb/connection.hpp"

namespace mooring::storage::duckdb {

/// Bring a new or older file to the form this program writes. Errors: unsupported (written by a later version),
/// unavailable.
Result<void> bring_up_to_date(Connection& connection);

/// Say again which tables plays lie in: those of today, and the ordered runs.
Result<void> refresh_play_view(Connection& connection);

/// The columns of a table of plays, in order, with their types.
std::string play_columns();

}  // namespace mooring::storage::duckdb
