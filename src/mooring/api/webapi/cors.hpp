#pragma once

#include "mooring/http/message.hpp"

namespace mooring::api::webapi {

/// What browsers need to read a response from another site (webapi-v1.md, 8.2): goes on every response of the family,
/// errors included.
void allow_any_origin(http::Response& response);

/// The answer to OPTIONS on any path; no token is asked for.
http::Response preflight_answer();

}  // namespace mooring::api::webapi
