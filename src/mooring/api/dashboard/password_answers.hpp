#pragma once

#include <string_view>

#include "mooring/app/accounts/guess_limits.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::dashboard {

/// A password typed again was wrong (403), or too many were (429, with `Retry-After`).
http::Response wrong_password(const app::accounts::Wait& wait, std::string_view field);

}  // namespace mooring::api::dashboard
