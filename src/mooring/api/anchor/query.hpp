#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/anchor/answers.hpp"
#include "mooring/app/creators/names.hpp"

namespace mooring::api::anchor {

/// The value of a query parameter: the last one; empty counts as absent (creators-rest.md, section 4).
std::optional<std::string> last_value(const http::QueryParameters& query, std::string_view name);

/// A whole number of the query. Errors: `invalid_field`.
Checked<std::optional<std::int64_t>> whole_number(const http::QueryParameters& query, std::string_view name);

/// Refuse a `userId` that is neither the owner's, the asker's, nor a station of the owner (creators-rest.md, section
/// 5).
Checked<void> check_user(app::creators::Catalog& catalog, app::creators::AccountId asker,
                         std::optional<std::int64_t> user, const app::creators::Show& show);

}  // namespace mooring::api::anchor
