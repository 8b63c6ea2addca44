#pragma once

#include <string>
#include <string_view>

#include "mooring/base/utf8.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::webapi::test {

/// The body of a response that holds only texts and shared bytes.
inline std::string body_of(const http::Response& response) {
    std::string body;
    for (const http::BodyPiece& piece : response.body) {
        if (const auto* text = std::get_if<std::string>(&piece.source)) body += *text;
        if (const auto* shared = std::get_if<http::SharedBytes>(&piece.source)) body += **shared;
    }
    return body;
}

/// The first value of a field, or "".
inline std::string header_of(const http::Response& response, std::string_view name) {
    for (const http::Header& field : response.headers) {
        if (equals_ignoring_case(field.name, name)) return field.value;
    }
    return {};
}

}  // namespace mooring::api::webapi::test
