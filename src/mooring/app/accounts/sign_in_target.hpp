#pragma once

#include <string>
#include <string_view>

namespace mooring::app::accounts {

/// Where to go after signing in: `wanted` (the parameter `continue`, decoded once as a query value) when it is a path
/// on this server, with its query, else `start_page` (accounts-oauth.md, 8.4).
///
/// A path begins with one slash and stays a path however often it is decoded: no `//` and no backslash, which browsers
/// take for a slash, no `.` or `..` segments, no control characters, nothing but printable ASCII. The query may hold
/// anything that is printable: browsers do not decode it to find the host. At most 8192 bytes.
std::string sign_in_target(std::string_view wanted, std::string_view start_page = "/");

}  // namespace mooring::app::accounts
