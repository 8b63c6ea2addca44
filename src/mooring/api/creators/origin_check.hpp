#pragma once

#include <optional>
#include <string_view>

#include "mooring/api/creators/answers.hpp"
#include "mooring/api/creators/call.hpp"

namespace mooring::api::creators {

/// Whether pages of `origin` may write here (creators-rest.md, section 3).
bool is_allowed_origin(const Services& services, const http::Request& request, std::string_view origin);

/// Why a write is refused for where it comes from; nothing when it is not.
std::optional<Refusal> refuse_origin(const Services& services, const http::Request& request, bool is_by_cookie);

/// Let the page that sent `request` read `response`, if it may.
void allow_reading(const Services& services, const http::Request& request, http::Response& response);

/// The answer to OPTIONS on a path of the family.
http::Response preflight_answer(const Services& services, const http::Request& request);

}  // namespace mooring::api::creators
