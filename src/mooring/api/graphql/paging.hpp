#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/graphql/nodes.hpp"

namespace mooring::api::graphql {

// Pages by number and by token (creators-graphql.md, 1.6, 8.2, 8.3).

inline constexpr std::int64_t most_episodes = 250;
inline constexpr std::int64_t most_clips = 1000;
inline constexpr std::int64_t most_shows = 1000;
inline constexpr std::int64_t most_comments = 100;

struct Page {
    std::int64_t number = 1;  ///< from 1
    std::int64_t size = 25;

    std::int64_t offset() const { return (number - 1) * size; }
};

/// A `PaginationInput`, absent or null included. A size over `most` counts as `most`.
/// Errors: invalid_argument (a number below 1).
Result<Page> read_page(const Value& pagination, std::int64_t default_size, std::int64_t most);

/// A page size next to a token. Errors: as above.
Result<std::int64_t> read_page_size(const Value& size, std::int64_t default_size, std::int64_t most);

/// `Pagination`.
Cell pagination(FieldCall& call, const Page& page, std::int64_t total);

/// The token of the place behind `position` in the list `list` names: nobody but this server can make one.
std::string page_token(const Context& context, std::string_view list, std::string_view position);
/// The position in a token; nothing for "", the first page. Errors: invalid_argument (damaged, or another list's).
Result<std::optional<std::string>> read_page_token(const Context& context, std::string_view list,
                                                   std::string_view token);

}  // namespace mooring::api::graphql
