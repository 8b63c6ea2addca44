#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/domain/markets.hpp"
#include "mooring/storage/catalog/sqlite/connection.hpp"
#include "mooring/storage/catalog/sqlite/words.hpp"

namespace mooring::storage::sqlite {

/// The column `markets`: NULL everywhere, else the countries as words.
inline std::optional<std::string> stored_markets(const domain::Markets& markets) {
    if (!markets) return std::nullopt;
    return join_words(*markets);
}

inline domain::Markets read_markets(Row& row) {
    const std::optional<std::string> words = row.maybe_text();
    if (!words) return std::nullopt;
    return split_words<domain::Markets::value_type>(*words);
}

}  // namespace mooring::storage::sqlite
