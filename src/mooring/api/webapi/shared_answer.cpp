#include "mooring/api/webapi/shared_answer.hpp"

#include "mooring/api/webapi/answers.hpp"
#include "mooring/api/webapi/conditional_answer.hpp"

namespace mooring::api::webapi {
namespace {

using app::delivering::Document;

Document document_of(Rendered rendered) {
    Document document;
    document.etag = etag_of(rendered.body);
    document.identity = std::make_shared<const std::string>(std::move(rendered.body));
    document.show = rendered.show;
    document.version = rendered.version;
    document.valid_until = rendered.valid_until;
    return document;
}

}  // namespace

http::Response shared_answer(const Call& call, const std::optional<std::string>& name,
                             const std::function<Result<Rendered>()>& render) {
    if (!name) {
        auto rendered = render();
        return rendered ? conditional_answer(call.request.headers, std::move(rendered->body))
                        : error_answer(rendered.error());
    }
    const auto document =
        call.services.documents->get(*name, call.services.clock.now(), [&](const Document*) -> Result<Document> {
            MOORING_TRY(auto rendered, render());
            return document_of(std::move(rendered));
        });
    if (!document) return error_answer(document.error());
    return conditional_answer(call.request.headers, (*document)->identity, (*document)->etag);
}

std::optional<http::Response> remembered_answer(const Services& services, const http::Headers& request,
                                                std::string_view name) {
    const auto document = services.documents->find_fresh(name, services.clock.now());
    if (!document) return std::nullopt;
    return conditional_answer(request, document->identity, document->etag);
}

std::optional<std::string> answer_name(const Call& call, std::string_view operation, std::string_view id,
                                       const Market& market, std::string_view details) {
    if (call.onlooker().resumes) return std::nullopt;
    std::string name;
    for (const std::string_view part :
         {operation, id, std::string_view{market.country}, std::string_view{market.is_asked ? "asked" : ""},
          std::string_view{call.filters_explicit() ? "filtered" : ""}, details,
          call.request.by_alias ? std::string_view{call.links.base} : std::string_view{}}) {
        name.append(part).push_back(' ');
    }
    return name;
}

}  // namespace mooring::api::webapi
