#pragma once

#include "mooring/api/anchor/credential.hpp"

namespace mooring::api::anchor {

/// What the families at these addresses let requests in by. All of it outlives the handlers.
struct Door {
    const people::Services& people;
    RollingLimiter<domain::AccountId>& limiter;  ///< off unless the operator sets it
    SessionCookies cookies = SessionCookies::all;
};

/// Who sends a request, if they may send another one now. Null where nobody has to be signed in and nobody is.
/// Errors: 401; 429 (too many requests, or too many wrong credentials); 503.
Checked<PrincipalPtr> admit(const Door& door, const http::Request& request, bool needs_person);

}  // namespace mooring::api::anchor
