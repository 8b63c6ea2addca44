#include "mooring/delivery/page_answer.hpp"

#include <utility>

#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/document_answer.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::Document;

constexpr std::int64_t longest_page_age = 60;

}  // namespace

std::vector<http::Header> page_headers() {
    return {{"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "strict-origin-when-cross-origin"}};
}

Response answer_text(Delivering& delivering, const Request& request, const TextRules& rules,
                     const std::function<Result<FreshText>()>& render) {
    const Instant now = delivering.now();
    const auto document = delivering.pages->get(rules.name, now, [&](const Document*) -> Result<Document> {
        MOORING_TRY(FreshText fresh, render());
        Document made;
        made.show = fresh.show;
        made.version = fresh.freshness.version;
        made.valid_until = fresh.freshness.valid_until;
        made.newest_publication = fresh.freshness.newest_publication;
        if (!fresh.moved_to.empty()) {
            made.kind = Document::Kind::moved;
            made.location = std::move(fresh.moved_to);
            return made;
        }
        made.content_type = rules.content_type;
        made.policy = std::move(fresh.policy);
        made.etag = app::delivering::weak_etag(fresh.text);
        made.identity = std::make_shared<const std::string>(std::move(fresh.text));
        return made;
    });
    if (!document) return answer_of(document.error());
    DocumentRules document_rules;
    document_rules.longest_age = longest_page_age;
    document_rules.headers = rules.headers;
    return answer_on_worker(request, **document, now, std::move(document_rules)).response;
}

Response answer_preview(const Request& request, Page page) {
    Response response = Response::text(200, std::string{html_type}, std::move(page.html));
    response.header("Cache-Control", "private, no-store");
    response.header("Content-Security-Policy", std::move(page.policy));
    response.header("X-Robots-Tag", "noindex");
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "no-referrer");  // the grant is in the address
    return without_body_for_head(request, std::move(response));
}

}  // namespace mooring::delivery
