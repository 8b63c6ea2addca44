#pragma once

#include <span>
#include <string_view>

namespace mooring::app::accounts {

/// Passwords that everybody tries first, of those that are long enough to pass the other rules (accounts-oauth.md,
/// 8.2). Lower case, in order.
std::span<const std::string_view> common_passwords();

/// True when `folded`, a password after `fold_case`, is one of them.
bool is_common_password(std::string_view folded);

}  // namespace mooring::app::accounts
