#pragma once

#include <optional>
#include <string>

#include "mooring/api/people/services.hpp"

namespace mooring::api::people {

/// Forms that only our own pages can send (accounts-oauth.md, 8.4): the form holds a signature of a cookie and of the
/// session it was shown to.
struct CsrfToken {
    std::string token;                      ///< for the form's hidden field `csrf`
    std::optional<std::string> new_cookie;  ///< a `Set-Cookie` value, when the browser had none
};
CsrfToken make_csrf_token(const Services& services, const http::Request& request,
                          std::optional<app::accounts::SessionId> session);

/// True when the form came from our page in this browser, shown to `session`, and `Origin`, if sent, is our own.
bool is_own_form(const Services& services, const http::Request& request, std::string_view token,
                 std::optional<app::accounts::SessionId> session);

}  // namespace mooring::api::people
