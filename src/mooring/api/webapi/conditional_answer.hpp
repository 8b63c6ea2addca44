#pragma once

#include <string>
#include <string_view>

#include "mooring/http/message.hpp"

namespace mooring::api::webapi {

/// The weak tag of a body, `W/"…"`: another one as soon as a single byte differs (webapi-v1.md, 8.1).
std::string etag_of(std::string_view body);

/// 200 with a JSON body and its tag, or 304 without one when `If-None-Match` of the request names the tag. Both carry
/// `ETag`, `Cache-Control` and `Vary`. For GET and HEAD only.
http::Response conditional_answer(const http::Headers& request, std::string body);
/// The same of a body that many share, and its tag.
http::Response conditional_answer(const http::Headers& request, http::SharedBytes body, std::string etag);

}  // namespace mooring::api::webapi
