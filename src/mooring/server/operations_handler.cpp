#include "mooring/server/operations_handler.hpp"

#include <utility>

namespace mooring::server {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";

http::Response answer(int status, std::string_view type, std::string body) {
    http::Response response = http::Response::text(status, std::string{type}, std::move(body));
    response.header("Cache-Control", "no-store");
    return response;
}

}  // namespace

OperationsHandler::OperationsHandler(std::shared_ptr<http::Handler> pages, const MetricRegistry& metrics,
                                     std::vector<ReadinessCheck> checks)
    : pages_(std::move(pages)), metrics_(metrics), checks_(std::move(checks)) {}

std::optional<http::Response> OperationsHandler::answer_from_memory(const http::Request& request) {
    const bool reads = request.method == http::Method::get || request.method == http::Method::head;
    if (reads && request.path == "/healthz") return answer(200, plain_text, "ok\n");
    return pages_ ? pages_->answer_from_memory(request) : std::nullopt;
}

http::Decision OperationsHandler::decide(const http::Request& request) {
    const bool is_ours = request.path == "/healthz" || request.path == "/readyz" || request.path == "/metrics";
    if (!is_ours) {
        if (pages_) return pages_->decide(request);
        return answer(404, plain_text, "Not found\n");
    }
    if (request.method != http::Method::get && request.method != http::Method::head) {
        http::Response response = answer(405, plain_text, "Method not allowed\n");
        response.header("Allow", "GET, HEAD");
        return response;
    }
    if (request.path == "/metrics") return answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics_.render());
    if (request.path == "/healthz") return answer(200, plain_text, "ok\n");
    std::string waiting;
    for (const ReadinessCheck& check : checks_) {
        if (!check.is_ready()) waiting += "waiting for " + check.name + "\n";
    }
    return waiting.empty() ? answer(200, plain_text, "ready\n") : answer(503, plain_text, waiting);
}

http::Response OperationsHandler::failure(int status, std::string_view message) {
    if (pages_) return pages_->failure(status, message);
    return answer(status, plain_text, std::string{message} + "\n");
}

}  // namespace mooring::server
