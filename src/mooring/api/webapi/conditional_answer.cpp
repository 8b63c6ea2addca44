#include "mooring/api/webapi/conditional_answer.hpp"

#include "mooring/api/webapi/answers.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/http/conditional.hpp"

namespace mooring::api::webapi {

std::string etag_of(std::string_view body) {
    return "W/\"" + base62_digest(sha256(body)) + "\"";
}

http::Response conditional_answer(const http::Headers& request, std::string body) {
    std::string etag = etag_of(body);
    return conditional_answer(request, std::make_shared<const std::string>(std::move(body)), std::move(etag));
}

http::Response conditional_answer(const http::Headers& request, http::SharedBytes body, std::string etag) {
    // `failed` is for If-Match, which this family does not know; it never matches a weak tag.
    const bool is_known =
        http::evaluate_preconditions(request, {.etag = etag, .last_modified = {}}) == http::Precondition::not_modified;
    http::Response response = is_known ? http::Response::empty(304) : json_answer(200, std::move(body));
    response.header("ETag", std::move(etag))
        .header("Cache-Control", "private, max-age=0")
        .header("Vary", "Authorization, Accept-Encoding");
    return response;
}

}  // namespace mooring::api::webapi
