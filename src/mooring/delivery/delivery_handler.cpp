#include "mooring/delivery/delivery_handler.hpp"

#include <utility>

#include "mooring/base/log.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {
namespace {

bool is_get_or_head(const Request& request) {
    return request.method == http::Method::get || request.method == http::Method::head;
}

class DeliveryHandler final : public http::Handler {
public:
    explicit DeliveryHandler(std::shared_ptr<Delivering> delivering) : delivering_(std::move(delivering)) {}

    std::optional<Response> answer_from_memory(const Request& request) override {
        if (!is_get_or_head(request)) return std::nullopt;
        const std::string_view path = request.path;
        if (path.starts_with("/feeds/")) return feed_from_memory(*delivering_, request);
        if (path.starts_with("/media/")) return media_from_memory(*delivering_, request);
        if (path.starts_with("/img/")) return image_from_memory(*delivering_, request);
        return std::nullopt;
    }

    http::Decision decide(const Request& request) override {
        if (request.path == "/v1" || request.path.starts_with("/v1/")) {
            return without_body_for_head(request, bare_api_path());
        }
        // OPTIONS is looked up as GET: it is answered for whatever has a row.
        const auto method = request.method == http::Method::options ? http::Method::get : request.method;
        const auto found = http::find_route<Endpoint>(delivery_routes(), method, request.path, true);
        switch (found.match) {
            case http::Match::no_such_path: return without_body_for_head(request, not_found());
            case http::Match::wrong_method: return method_not_allowed(found.allow);
            case http::Match::found: break;
        }
        if (request.method == http::Method::options) return preflight(request, "GET, HEAD, OPTIONS");
        return without_body_for_head(request, found.route->endpoint(*delivering_, request, found.parameters));
    }

    Response failure(int status, std::string_view message) override {
        Response response = plain_answer(status, message);
        if (status == 503) response.header("Retry-After", "5");
        return response;
    }

    std::string_view family() const override { return "pages"; }

private:
    std::shared_ptr<Delivering> delivering_;
};

/// Players on other sites fetch these; pages and embeds are for people.
bool is_for_other_sites(std::string_view path) {
    for (const std::string_view start :
         {"/feeds/", "/media/", "/chapters/", "/transcripts/", "/img/", "/oembed", "/opml/", "/s/"}) {
        if (path.starts_with(start)) return true;
    }
    return false;
}

}  // namespace

Response preflight(const Request& request, std::string_view allow) {
    Response response = Response::empty(204);
    response.header("Allow", std::string{allow});
    if (!is_for_other_sites(request.path)) return response;
    response.header("Access-Control-Allow-Origin", "*");
    response.header("Access-Control-Allow-Methods", "GET, HEAD");
    response.header("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match, If-Modified-Since");
    response.header("Access-Control-Max-Age", "86400");
    return response;
}

std::shared_ptr<http::Handler> make_delivery_handler(DeliveryDependencies dependencies) {
    return std::make_shared<DeliveryHandler>(std::move(dependencies.delivering));
}

}  // namespace mooring::delivery
