#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/storage/catalog/listing_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

/// Of the words in `episode_search` and `show_search` and of the rows in `listings`. A catalog with another number has
/// them made anew when it is opened: raise it when what is written changes.
inline constexpr std::int64_t search_version = 1;

/// `position`: of its row in `listings`.
Result<void> put_episode_words(const WriteAccess& access, std::int64_t position, const domain::Episode& episode);
Result<void> remove_episode_words(Connection& db, std::int64_t position);

/// A deleted show has none.
Result<void> put_show_words(const WriteAccess& access, const domain::Show& show);

/// Write all of it again if the catalog does not have `search_version`; all or nothing.
Result<void> bring_search_up_to_date(const WriteAccess& access);

/// FTS5 expressions for all of `terms`: in the first of `columns`, in the first two, and so on, then anywhere; no match
/// of one matches another. Empty without terms.
std::vector<std::string> match_tiers(std::span<const SearchTerm> terms, std::span<const std::string_view> columns);

}  // namespace mooring::storage::sqlite
