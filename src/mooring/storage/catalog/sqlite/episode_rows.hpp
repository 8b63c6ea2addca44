#pragma once

#include <span>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/storage/catalog/sqlite/connection.hpp"

namespace mooring::storage::sqlite {

/// What `read_episode` reads, in its order, of the table `episodes e`.
extern const std::string_view episode_columns;

/// Errors: corrupt.
Result<domain::Episode> read_episode(Row& row);

/// The columns that change with an episode, in the order of `add_episode`.
std::span<const std::string_view> changing_episode_columns();
void add_episode(Statement& to, const domain::Episode& episode, bool show_public);

}  // namespace mooring::storage::sqlite
