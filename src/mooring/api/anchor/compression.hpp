#pragma once

#include "mooring/http/message.hpp"

namespace mooring::api::anchor {

/// Compress an answer as `Accept-Encoding` allows, if it is large enough for that to be worth it (creators-rest.md,
/// section 3).
void compress(const http::Request& request, http::Response& response);

}  // namespace mooring::api::anchor
