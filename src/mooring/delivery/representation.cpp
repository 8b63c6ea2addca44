#include "mooring/delivery/representation.hpp"

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/http/ranges.hpp"

namespace mooring::delivery {
namespace {

using http::ByteRange;
using http::Request;
using http::Response;

void add_common(Response& response, Representation& representation) {
    response.headers = std::move(representation.headers);
    response.headers.reserve(response.headers.size() + 6);
    response.header("Accept-Ranges", "bytes");
    if (!representation.validators.etag.empty()) response.header("ETag", representation.validators.etag);
    if (representation.validators.last_modified) {
        response.header("Last-Modified", http_date(*representation.validators.last_modified));
    }
}

std::string content_range(const ByteRange& range, std::int64_t size) {
    return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + std::to_string(size);
}

http::BodyPiece text_piece(std::string text) {
    const auto length = static_cast<std::int64_t>(text.size());
    return {.source = std::move(text), .offset = 0, .length = length};
}

/// The same for the same parts of the same bytes, and nothing that the bytes hold but by an accident of 2^-96.
std::string boundary_for(const Representation& representation, const std::vector<ByteRange>& ranges) {
    std::string text = representation.validators.etag;
    for (const ByteRange& range : ranges) text += content_range(range, representation.size);
    return "mooring-" + to_hex(sha256(text)).substr(0, 24);
}

void add_parts(Response& response, const Representation& representation, const std::vector<ByteRange>& ranges) {
    const std::string boundary = boundary_for(representation, ranges);
    response.header("Content-Type", "multipart/byteranges; boundary=" + boundary);
    std::string_view line_before;
    for (const ByteRange& range : ranges) {
        response.body.push_back(
            text_piece(std::string{line_before} + "--" + boundary + "\r\nContent-Type: " + representation.content_type +
                       "\r\nContent-Range: " + content_range(range, representation.size) + "\r\n\r\n"));
        response.body.push_back(representation.piece(range.first, range.length()));
        line_before = "\r\n";
    }
    response.body.push_back(text_piece("\r\n--" + boundary + "--\r\n"));
}

http::RangeOutcome wanted_range(const Request& request, const Representation& representation) {
    const bool counts = request.method == http::Method::get && request.headers.count("Range") == 1 &&
                        http::if_range_holds(request.headers, representation.validators);
    return counts ? http::evaluate_range(request.headers.get("Range"), representation.size) : http::RangeOutcome{};
}

}  // namespace

RangedResponse answer_with(const Request& request, Representation representation) {
    RangedResponse answer;
    Response& response = answer.response;
    switch (http::evaluate_preconditions(request.headers, representation.validators)) {
        case http::Precondition::failed:
            response = Response::empty(412);
            add_common(response, representation);
            return answer;
        case http::Precondition::not_modified:
            response = Response::empty(304);
            add_common(response, representation);
            return answer;
        case http::Precondition::proceed: break;
    }

    const http::RangeOutcome outcome = wanted_range(request, representation);
    switch (outcome.kind) {
        case http::RangeOutcome::Kind::unsatisfiable:
            response = Response::empty(416);
            add_common(response, representation);
            response.header("Content-Range", "bytes */" + std::to_string(representation.size));
            return answer;
        case http::RangeOutcome::Kind::partial:
            response = Response::empty(206);
            add_common(response, representation);
            for (const ByteRange& range : outcome.ranges) answer.served.emplace_back(range.first, range.last);
            if (outcome.ranges.size() == 1) {
                const ByteRange& only = outcome.ranges.front();
                response.header("Content-Type", representation.content_type);
                response.header("Content-Range", content_range(only, representation.size));
                response.body.push_back(representation.piece(only.first, only.length()));
            } else {
                add_parts(response, representation, outcome.ranges);
            }
            return answer;
        case http::RangeOutcome::Kind::whole: break;
    }

    response = Response::empty(200);
    add_common(response, representation);
    response.header("Content-Type", representation.content_type);
    if (request.method == http::Method::head) {
        response.declared_length = representation.size;
    } else {
        response.body.push_back(representation.piece(0, representation.size));
    }
    return answer;
}

}  // namespace mooring::delivery
