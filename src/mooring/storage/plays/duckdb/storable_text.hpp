#pragma once

#include <string>
#include <string_view>

namespace mooring::storage::duckdb {

/// Whether DuckDB takes `text` into a VARCHAR column: UTF-8 without NUL. One value that it does not take refuses the
/// whole batch, and headers of requests may hold any bytes.
bool is_storable(std::string_view text);

/// `text` with a question mark for every byte that keeps it from being storable.
std::string storable_text(std::string_view text);

}  // namespace mooring::storage::duckdb
