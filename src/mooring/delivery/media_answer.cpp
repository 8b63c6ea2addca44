#include "mooring/delivery/media_answer.hpp"

#include <string>
#include <utility>
#include <vector>

#include "mooring/app/public_urls.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/file_names.hpp"
#include "mooring/delivery/hits.hpp"
#include "mooring/delivery/representation.hpp"
#include "mooring/http/ranges.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::HitAnswer;
using app::delivering::MediaFact;
using app::delivering::OpenBlobPointer;

/// An open blob, as the server sends it.
class BlobFile final : public http::SendableFile {
public:
    explicit BlobFile(OpenBlobPointer blob) : blob_(std::move(blob)) {}
    int descriptor() const override { return blob_->descriptor(); }

private:
    OpenBlobPointer blob_;
};

/// delivery.md, 5.6.
std::string_view cache_control(const Delivering& delivering, const MediaVisit& visit) {
    if (visit.is_preview || visit.is_subscriber) return "private, no-store";
    return delivering.settings.has_cdn_logs ? "public, max-age=86400, no-transform"
                                            : "private, max-age=3600, no-transform";
}

std::vector<http::Header> media_headers(std::string_view cache_control, const MediaVisit& visit) {
    std::vector<http::Header> headers;
    headers.reserve(12);
    headers.push_back({"Cache-Control", std::string{cache_control}});
    headers.push_back({"Access-Control-Allow-Origin", "*"});
    headers.push_back(
        {"Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified"});
    headers.push_back({"Cross-Origin-Resource-Policy", "cross-origin"});
    headers.push_back({"X-Content-Type-Options", "nosniff"});
    headers.push_back({"X-Robots-Tag", "noindex"});
    if (visit.is_subscriber) headers.push_back({"Referrer-Policy", "no-referrer"});
    return headers;
}

std::string disposition_of(const MediaFact& fact, const MediaVisit& visit) {
    if (!visit.is_download) return "inline";
    return attachment_disposition(fact.show.title, fact.episode.title, app::media_extension(fact.episode));
}

HitAnswer hit_of(const MediaFact& fact) {
    HitAnswer hit;
    hit.show = fact.show.id;
    hit.episode = fact.episode.id;
    return hit;
}

Grant grant_of(const MediaVisit& visit) {
    return visit.is_preview ? Grant::preview : Grant::none;
}

Response answer_stored(Delivering& delivering, const Request& request, const MediaFact& fact,
                       const domain::StoredMedia& media, const OpenBlobPointer& blob, const MediaVisit& visit) {
    Representation representation;
    representation.validators = {"\"" + media.sha256.substr(0, 32) + "\"", media.since};
    representation.content_type = media.mime_type;
    representation.size = blob->size_bytes();
    representation.headers = media_headers(cache_control(delivering, visit), visit);
    representation.headers.push_back({"Content-Disposition", disposition_of(fact, visit)});
    representation.piece = [&blob](std::int64_t offset, std::int64_t length) { return piece_of(blob, offset, length); };
    RangedResponse answer = answer_with(request, std::move(representation));
    HitAnswer hit = hit_of(fact);
    hit.revision = media.sha256;
    hit.ranges = std::move(answer.served);
    record_hit(delivering, request, answer.response, std::move(hit), grant_of(visit));
    return std::move(answer.response);
}

/// What a redirected request asks for, as far as that is known (measurement.md, 6.3): with an unknown size no Range and
/// `bytes=0-` are the whole file, which has no number yet.
void estimate(const Request& request, const domain::ExternalMedia& media, HitAnswer& hit) {
    hit.estimated_bytes = 0;
    if (!media.size_bytes || request.method != http::Method::get) return;
    const auto outcome = request.headers.count("Range") == 1
                             ? http::evaluate_range(request.headers.get("Range"), *media.size_bytes)
                             : http::RangeOutcome{};
    switch (outcome.kind) {
        case http::RangeOutcome::Kind::whole: hit.estimated_bytes = *media.size_bytes; return;
        case http::RangeOutcome::Kind::unsatisfiable: return;
        case http::RangeOutcome::Kind::partial: break;
    }
    std::int64_t total = 0;
    for (const auto& range : outcome.ranges) {
        hit.ranges.emplace_back(range.first, range.last);
        total += range.length();
    }
    hit.estimated_bytes = total;
}

Response answer_external(Delivering& delivering, const Request& request, const MediaFact& fact,
                         const domain::ExternalMedia& media, const MediaVisit& visit) {
    HitAnswer hit = hit_of(fact);
    hit.source = analytics::HitSource::redirect;
    hit.revision = to_hex(sha256(media.url));
    Response response;
    if (request.method == http::Method::head) {
        // Answered by us, from the last probe (delivery.md, 5.8).
        response = Response::empty(200);
        if (!media.mime_type.empty()) response.header("Content-Type", media.mime_type);
        response.header("Content-Disposition", disposition_of(fact, visit));
        response.declared_length = media.size_bytes;
        response.no_content_length = !media.size_bytes;
    } else {
        response = Response::redirect(302, header_url(media.url));
        estimate(request, media, hit);
    }
    for (auto& header : media_headers("private, no-store", visit)) response.headers.push_back(std::move(header));
    record_hit(delivering, request, response, std::move(hit), grant_of(visit));
    return response;
}

}  // namespace

http::BodyPiece piece_of(const OpenBlobPointer& blob, std::int64_t offset, std::int64_t length) {
    return {.source = std::shared_ptr<const http::SendableFile>{std::make_shared<const BlobFile>(blob)},
            .offset = offset,
            .length = length};
}

Response answer_media(Delivering& delivering, const Request& request, const MediaFact& fact,
                      const OpenBlobPointer& blob, const MediaVisit& visit) {
    if (const auto* external = std::get_if<domain::ExternalMedia>(&fact.episode.media)) {
        return answer_external(delivering, request, fact, *external, visit);
    }
    const auto* stored = std::get_if<domain::StoredMedia>(&fact.episode.media);
    if (!stored || !blob) return answer_media_error(delivering, request, fact, not_found(), visit);
    return answer_stored(delivering, request, fact, *stored, blob, visit);
}

Response answer_media_error(Delivering& delivering, const Request& request, const MediaFact& fact, Response response,
                            const MediaVisit& visit) {
    response = without_body_for_head(request, std::move(response));
    response.header("Access-Control-Allow-Origin", "*");
    record_hit(delivering, request, response, hit_of(fact), grant_of(visit));
    return response;
}

}  // namespace mooring::delivery
