#pragma once

#include <string_view>
#include <variant>

#include "mooring/api/webapi/answers.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::webapi {

/// The token of `Authorization: Bearer <token>`, or why there is none (webapi-v1.md, 2.1 and 2.2). Whether it is good
/// is the credentials' to say. The view lies in `headers`.
std::variant<std::string_view, Refusal> bearer_of(const http::Headers& headers);

}  // namespace mooring::api::webapi
