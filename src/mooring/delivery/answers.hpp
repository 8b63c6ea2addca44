#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/error.hpp"
#include "mooring/http/message.hpp"

namespace mooring::delivery {

using http::Request;
using http::Response;

// Small answers that several routes share. Bodies are plain text, never cached, and name nothing private.

/// 404, 410 and the like: `text/plain`, `no-store` (delivery.md, 1.1).
Response plain_answer(int status, std::string_view text);
Response not_found();
Response gone();
/// 503 with `Retry-After`: a store is away.
Response unavailable();
Response too_many_requests(std::int64_t retry_after_seconds);
/// 301; `max_age_seconds` 0 makes it `no-store`.
Response moved_permanently(std::string location, std::int64_t max_age_seconds = 3600);
/// 302 that nobody keeps.
Response found_at(std::string_view location);
/// 405 with `Allow`.
Response method_not_allowed(std::string allow);
/// The answer to trouble of ours or of the request's.
Response answer_of(const Error& error);

/// For HEAD: keep the length, drop the body. Anything else passes as it is.
Response without_body_for_head(const Request& request, Response response);

/// `url` fit for a header: bytes that are not printable ASCII percent-encoded.
std::string header_url(std::string_view url);

}  // namespace mooring::delivery
