#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/api/anchor/answers.hpp"
#include "mooring/api/people/services.hpp"

namespace mooring::api::anchor {

/// Pages of which origins may write, and read answers (creators-rest.md, section 3): the known ones, the server's own,
/// and those that the operator adds.
struct OriginRules {
    const people::Services& people;
    const std::vector<std::string>& added;
};

bool is_allowed_origin(const OriginRules& rules, const http::Request& request, std::string_view origin);

/// Why a write is refused for where it comes from; nothing when it is not.
std::optional<Refusal> refuse_origin(const OriginRules& rules, const http::Request& request, bool is_by_cookie);

/// Let the page that sent `request` read `response`, if it may.
void allow_reading(const OriginRules& rules, const http::Request& request, http::Response& response);

/// The answer to OPTIONS on a path of the family.
http::Response preflight_answer(const OriginRules& rules, const http::Request& request);

}  // namespace mooring::api::anchor
