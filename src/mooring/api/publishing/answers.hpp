#pragma once

#include <string>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::publishing {

inline constexpr std::string_view json_type = "application/json; charset=utf-8";

/// A JSON text as a response.
http::Response json_answer(int status, std::string body);

/// `{"message": …}`: every error body of this family has exactly this shape (publishing-v1.md, 3.2).
http::Response error_answer(int status, std::string_view message);

/// The response for an error of a use case or of the checks of this family. The messages of checks stand as they are;
/// all others are replaced by fixed ones, so that nothing of the inside gets out.
http::Response error_answer(const Error& error);

/// What browsers need to read a response from another site (publishing-v1.md, 3.1).
void allow_any_origin(http::Response& response);

/// The answer to OPTIONS on a path with the methods `allow`.
http::Response options_answer(std::string allow);

/// Turn the answer of a GET into that of its HEAD.
http::Response without_body(http::Response response);

}  // namespace mooring::api::publishing
