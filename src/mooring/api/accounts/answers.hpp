#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "mooring/base/error.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::accounts {

/// JSON that no cache keeps.
http::Response json_answer(int status, std::string body);
/// `{"error": …, "error_description": …}` (accounts-oauth.md, 5.4).
http::Response oauth_error(int status, std::string_view error, std::string_view description);
http::Response plain_answer(int status, std::string text);
http::Response see_other(std::string location);
http::Response found(std::string location);
/// 503 with `Retry-After`, for a catalog that is away or too many that wait.
http::Response away(const Error& error);
/// Adds `Retry-After`.
http::Response wait_for(http::Response response, std::chrono::seconds wait);

}  // namespace mooring::api::accounts
