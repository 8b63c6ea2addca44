#include "mooring/delivery/document_answer.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "mooring/base/time_text.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/http/conditional.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::Bytes;
using app::delivering::Document;
using http::Request;
using http::Response;

std::string cache_control(const Document& document, Instant now, const DocumentRules& rules) {
    if (rules.is_private) return "private, no-store";
    return "public, max-age=" + std::to_string(app::delivering::max_age_seconds(document, now, rules.longest_age));
}

/// The coded bytes, whole: ranges are for the identity coding only.
Response coded_answer(const Request& request, const Bytes& bytes, std::string_view coding, const Document& document) {
    Response response = Response::empty(200);
    response.header("Content-Type", document.content_type);
    response.header("Content-Encoding", std::string{coding});
    const auto length = static_cast<std::int64_t>(bytes->size());
    if (request.method == http::Method::head) {
        response.declared_length = length;
    } else {
        response.body.push_back({.source = bytes, .offset = 0, .length = length});
    }
    return response;
}

Representation identity_of(const Document& document, http::Validators validators, std::vector<http::Header> headers) {
    Representation representation;
    representation.validators = std::move(validators);
    representation.content_type = document.content_type;
    representation.size = static_cast<std::int64_t>(document.identity->size());
    representation.headers = std::move(headers);
    representation.piece = [bytes = document.identity](std::int64_t offset, std::int64_t length) {
        return http::BodyPiece{.source = bytes, .offset = offset, .length = length};
    };
    return representation;
}

}  // namespace

std::optional<RangedResponse> answer_with(const Request& request, const Document& document, Instant now,
                                          DocumentRules rules) {
    switch (document.kind) {
        case Document::Kind::hidden: return RangedResponse{without_body_for_head(request, not_found()), {}};
        case Document::Kind::gone: return RangedResponse{without_body_for_head(request, gone()), {}};
        case Document::Kind::moved: return RangedResponse{moved_permanently(document.location), {}};
        case Document::Kind::content: break;
    }
    http::Validators validators{document.etag, document.last_modified};
    // A clock that stepped back must not make us speak of the future.
    if (validators.last_modified && *validators.last_modified > now) validators.last_modified = now;

    std::string caching = cache_control(document, now, rules);
    std::vector<http::Header> headers = std::move(rules.headers);
    headers.reserve(headers.size() + 10);
    headers.push_back({"Cache-Control", std::move(caching)});
    headers.push_back({"Vary", "Accept-Encoding"});
    if (!document.policy.empty()) headers.push_back({"Content-Security-Policy", document.policy});

    const std::string_view accepted = request.headers.get("Accept-Encoding");
    if (!http::choose_encoding(accepted, true, true)) {
        Response refusal = plain_answer(406, "This is offered as br, gzip and identity.");
        refusal.header("Vary", "Accept-Encoding");
        return RangedResponse{without_body_for_head(request, std::move(refusal)), {}};
    }
    const auto coding = http::choose_encoding(accepted, document.br != nullptr, document.gzip != nullptr);
    if (!coding) return std::nullopt;
    if (coding->empty() || http::evaluate_preconditions(request.headers, validators) != http::Precondition::proceed) {
        return delivery::answer_with(request, identity_of(document, std::move(validators), std::move(headers)));
    }
    RangedResponse answer;
    answer.response = coded_answer(request, *coding == "br" ? document.br : document.gzip, *coding, document);
    std::ranges::move(headers, std::back_inserter(answer.response.headers));
    answer.response.header("ETag", validators.etag);
    if (validators.last_modified) answer.response.header("Last-Modified", http_date(*validators.last_modified));
    return answer;
}

RangedResponse answer_on_worker(const Request& request, const Document& document, Instant now, DocumentRules rules) {
    if (auto answer = answer_with(request, document, now, rules)) return std::move(*answer);
    Document packed = document;
    packed.gzip = std::make_shared<const std::string>(app::delivering::gzip_bytes(*document.identity));
    packed.br = std::make_shared<const std::string>(app::delivering::brotli_bytes(*document.identity));
    if (auto answer = answer_with(request, packed, now, std::move(rules))) return std::move(*answer);
    return RangedResponse{without_body_for_head(request, unavailable()), {}};
}

}  // namespace mooring::delivery
