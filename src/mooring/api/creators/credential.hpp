#pragma once

#include <memory>

#include "mooring/api/creators/answers.hpp"
#include "mooring/api/creators/call.hpp"

namespace mooring::api::creators {

/// Who sends a request: by bearer, then `anchorpw_s`, then `sp_dc` (creators-rest.md, section 2). Null when there is no
/// credential at all. Errors: 401 with the message that says which kind of no.
Checked<std::shared_ptr<const app::accounts::Principal>> find_credential(const Services& services,
                                                                         const http::Request& request);

}  // namespace mooring::api::creators
