#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "mooring/http/conditional.hpp"
#include "mooring/http/message.hpp"

namespace mooring::delivery {

/// Bytes of known size that may be asked for whole, in part, or only if they changed.
struct Representation {
    http::Validators validators;
    std::string content_type;
    std::int64_t size = 0;
    std::vector<http::Header> headers;  ///< on every answer: 200, 206, 304, 412, 416
    std::function<http::BodyPiece(std::int64_t offset, std::int64_t length)> piece;
};

/// An answer, and which bytes it holds: what measuring calls the ranges served; empty for all of them.
struct RangedResponse {
    http::Response response;
    std::vector<std::pair<std::int64_t, std::int64_t>> served;  ///< [first, last]
};

/// Answer GET or HEAD for `representation`: preconditions first, then `If-Range` and `Range` (delivery.md, 5.2;
/// RFC 9110, 13 and 14). Adds `ETag`, `Last-Modified`, `Content-Type` and `Accept-Ranges`.
RangedResponse answer_with(const http::Request& request, Representation representation);

}  // namespace mooring::delivery
