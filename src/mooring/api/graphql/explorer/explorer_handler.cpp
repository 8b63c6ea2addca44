#include "mooring/api/graphql/explorer/explorer_handler.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "mooring/api/graphql/explorer/web_assets.hpp"
#include "mooring/app/delivering/document.hpp"
#include "mooring/http/conditional.hpp"

namespace mooring::api::graphql::explorer {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::string_view page_path = "/graphiql";
constexpr std::string_view static_prefix = "/static/";

// Nothing but the page's own files, and calls to this server. GraphiQL styles its editors by script, and its style
// sheet carries its fonts.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src data:; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

constexpr std::string_view page =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>GraphiQL</title>"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    "<link rel=\"stylesheet\" href=\"/static/graphiql/graphiql.css\">"
    "<link rel=\"stylesheet\" href=\"/static/graphiql/start.css\"></head>\n"
    "<body><div id=\"graphiql\"></div>\n"
    "<script src=\"/static/graphiql/react.js\"></script><script src=\"/static/graphiql/react-dom.js\"></script>"
    "<script src=\"/static/graphiql/graphiql.js\"></script><script src=\"/static/graphiql/start.js\"></script>\n"
    "</body>\n</html>\n";

std::string_view type_of(std::string_view name) {
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    return name.ends_with(".svg") ? "image/svg+xml" : "text/plain; charset=utf-8";
}

class ExplorerHandler final : public http::Handler {
public:
    ExplorerHandler(const people::Services& services, std::shared_ptr<http::Handler> next)
        : services_(services), next_(std::move(next)) {}

    std::optional<Response> answer_from_memory(const Request& request) override {
        return is_ours(request.path) ? std::nullopt : next_->answer_from_memory(request);
    }

    http::Decision decide(const Request& request) override {
        if (!is_ours(request.path)) return next_->decide(request);
        if (request.method != Method::get && request.method != Method::head) {
            Response response = next_->failure(405, "This can only be read.");
            response.header("Allow", "GET, HEAD");
            return response;
        }
        return request.path == page_path ? show_page(request) : send_asset(request);
    }

    Response failure(int status, std::string_view message) override { return next_->failure(status, message); }
    std::string_view family() const override { return next_->family(); }

private:
    static bool is_ours(std::string_view path) {
        return path == page_path ||
               (path.starts_with(static_prefix) && find_web_asset(path.substr(static_prefix.size())));
    }

    Response show_page(const Request& request) {
        const auto principal = people::signed_in(services_, request);
        if (!principal) return next_->failure(503, "The server cannot answer now. Try again in a moment.");
        Response response = *principal ? Response::text(200, "text/html; charset=utf-8", std::string{page})
                                       : Response::redirect(302, "/accounts/login?continue=%2Fgraphiql");
        response.header("Cache-Control", "no-store").header("Content-Security-Policy", std::string{policy});
        response.header("Referrer-Policy", "no-referrer").header("X-Content-Type-Options", "nosniff");
        return response;
    }

    Response send_asset(const Request& request) {
        const std::string name = request.path.substr(static_prefix.size());
        const Asset& asset = prepared(name);
        if (http::evaluate_preconditions(request.headers, {asset.etag, std::nullopt}) ==
            http::Precondition::not_modified) {
            return with_headers(Response::empty(304), asset);
        }
        const auto encoding = http::choose_encoding(request.headers.get("Accept-Encoding"), false, true);
        const bool is_packed = encoding == "gzip" && asset.packed;
        Response response = Response::shared(200, std::string{type_of(name)}, is_packed ? asset.packed : asset.bytes);
        if (is_packed) response.header("Content-Encoding", "gzip");
        return with_headers(std::move(response), asset);
    }

    /// What responses share; packed once.
    struct Asset {
        http::SharedBytes bytes, packed;
        std::string etag;
    };

    static Response with_headers(Response response, const Asset& asset) {
        response.header("Cache-Control", "public, max-age=3600").header("ETag", asset.etag);
        response.header("Vary", "Accept-Encoding").header("X-Content-Type-Options", "nosniff");
        // A picture that is opened by itself runs nothing.
        response.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        return response;
    }

    const Asset& prepared(const std::string& name) {
        const std::lock_guard lock(mutex_);
        const auto found = assets_.find(name);
        if (found != assets_.end()) return found->second;
        Asset asset;
        asset.bytes = std::make_shared<const std::string>(find_web_asset(name).value_or(std::string_view{}));
        std::string packed = app::delivering::gzip_bytes(*asset.bytes);
        if (!packed.empty() && packed.size() < asset.bytes->size()) {
            asset.packed = std::make_shared<const std::string>(std::move(packed));
        }
        asset.etag = app::delivering::weak_etag(*asset.bytes);
        return assets_.emplace(name, std::move(asset)).first->second;
    }

    const people::Services services_;
    const std::shared_ptr<http::Handler> next_;
    std::mutex mutex_;
    std::map<std::string, Asset> assets_;  ///< at most all there are
};

}  // namespace

std::shared_ptr<http::Handler> make_explorer_handler(const people::Services& services,
                                                     std::shared_ptr<http::Handler> next) {
    return std::make_shared<ExplorerHandler>(services, std::move(next));
}

}  // namespace mooring::api::graphql::explorer
