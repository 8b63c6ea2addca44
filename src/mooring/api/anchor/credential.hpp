#pragma once

#include <memory>

#include "mooring/api/anchor/answers.hpp"
#include "mooring/api/people/services.hpp"

namespace mooring::api::anchor {

using PrincipalPtr = std::shared_ptr<const app::accounts::Principal>;

/// Which cookies sign in: `anchorpw_s` alone (analytics-rest.md, 1.3), or `sp_dc` too (creators-rest.md, section 2).
enum class SessionCookies { anchorpw_s, all };

/// Who sends a request: by bearer, then `anchorpw_s`, then `sp_dc`. Null when there is no credential at all. Errors:
/// 401 with the message that says which kind of no.
Checked<PrincipalPtr> find_credential(const people::Services& people, const http::Request& request,
                                      SessionCookies accepted);

}  // namespace mooring::api::anchor
