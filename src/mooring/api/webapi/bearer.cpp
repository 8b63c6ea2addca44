#include "mooring/api/webapi/bearer.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {

std::variant<std::string_view, Refusal> bearer_of(const http::Headers& headers) {
    const auto field = headers.find("Authorization");
    if (!field || trim_ascii(*field).empty()) return Refusal::no_token;
    if (headers.count("Authorization") > 1) return Refusal::invalid_token;
    const std::string_view text = trim_ascii(*field);
    const auto space = text.find(' ');
    if (!equals_ignoring_case(text.substr(0, space), "Bearer")) return Refusal::wrong_scheme;
    if (space == std::string_view::npos) return Refusal::invalid_token;
    return trim_ascii(text.substr(space + 1));
}

}  // namespace mooring::api::webapi
