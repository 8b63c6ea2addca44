#pragma once

#include <string>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::app::accounts {

/// The names in a `scope` parameter, which spaces separate (accounts-oauth.md, 4.1). A name that comes twice counts
/// once; an empty text, or one of spaces only, is the empty set: the TypeScript SDK sends it so (section 5).
/// Errors: invalid_argument (field `scope`; names the first unknown one, shortened, in printable ASCII).
Result<domain::ScopeNames> parse_scopes(std::string_view text);

/// The names in alphabetical order with one space between: the `scope` member of an answer. Empty for none.
std::string scopes_text(const domain::ScopeNames& scopes);

/// True when each of `wanted` is among `given`: a grant covers a request, a refresh does not widen (section 5.2).
bool covers(const domain::ScopeNames& given, const domain::ScopeNames& wanted);

}  // namespace mooring::app::accounts
