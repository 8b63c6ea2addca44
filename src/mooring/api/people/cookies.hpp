#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/accounts/credentials.hpp"
#include "mooring/app/accounts/sessions.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::people {

/// The values of one cookie in all `Cookie` headers, in order. They point into `request`.
std::vector<std::string_view> cookie_values(const http::Request& request, std::string_view name);

/// The session cookies of a request (accounts-oauth.md, section 7).
app::accounts::PresentedCookies session_cookies(const http::Request& request);

/// Have the browser keep the three values of a session: for a year, or until it closes.
void set_session_cookies(http::Response& response, const app::accounts::StartedSession& started, bool is_secure);
/// Have it forget them.
void clear_session_cookies(http::Response& response, bool is_secure);

}  // namespace mooring::api::people
