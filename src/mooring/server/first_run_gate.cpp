#include "mooring/server/first_run_gate.hpp"

#include <algorithm>
#include <utility>

#include "mooring/base/utf8.hpp"
#include "mooring/http/family_router.hpp"

namespace mooring::server {
namespace {

bool is_page(const http::Response& response) {
    return std::ranges::any_of(response.headers, [](const http::Header& field) {
        return equals_ignoring_case(field.name, "Content-Type") && field.value.starts_with("text/html");
    });
}

/// What people open in a browser, but the set-up. The rest is for programs.
bool is_page_of_accounts(const http::Request& request) {
    const bool reads = request.method == http::Method::get || request.method == http::Method::head;
    return reads && (request.path == "/login" || request.path == "/authorize" || request.path.starts_with("/home"));
}

http::Response lead_to_set_up(std::string prefix) {
    http::Response response = http::Response::redirect(303, std::move(prefix) + "/setup");
    response.header("Cache-Control", "no-store");
    return response;
}

class FirstRunGate final : public http::Handler {
public:
    FirstRunGate(std::shared_ptr<http::Handler> family, Gated kind, std::shared_ptr<FirstRunWatch> watch)
        : family_(std::move(family)), kind_(kind), watch_(std::move(watch)) {}

    std::optional<http::Response> answer_from_memory(const http::Request& request) override {
        if (!watch_->is_known_to_be_over()) return std::nullopt;
        return family_->answer_from_memory(request);
    }

    http::Decision decide(const http::Request& request) override {
        if (watch_->is_over()) return family_->decide(request);
        if (kind_ == Gated::api) {
            http::Response refusal = family_->failure(503, "This server is not set up yet");
            return refusal;
        }
        if (kind_ == Gated::accounts) {
            return is_page_of_accounts(request) ? lead_to_set_up(request.family_prefix) : family_->decide(request);
        }
        http::Decision decision = family_->decide(request);
        const auto* answer = std::get_if<http::Response>(&decision);
        return answer && is_page(*answer)
                   ? http::Decision{lead_to_set_up(std::string{http::family_prefix(http::Family::accounts)})}
                   : std::move(decision);
    }

    http::Response failure(int status, std::string_view message) override { return family_->failure(status, message); }
    std::string_view family() const override { return family_->family(); }

private:
    std::shared_ptr<http::Handler> family_;
    Gated kind_;
    std::shared_ptr<FirstRunWatch> watch_;
};

}  // namespace

bool FirstRunWatch::is_over() {
    if (is_known_to_be_over()) return true;
    const auto is_empty = catalog_.read([](storage::CatalogSnapshot& at) { return at.accounts().is_empty(); });
    if (is_empty && *is_empty) return false;
    if (is_empty) is_over_.store(true, std::memory_order_relaxed);
    return true;
}

std::shared_ptr<http::Handler> behind_first_run(std::shared_ptr<http::Handler> family, Gated kind,
                                                std::shared_ptr<FirstRunWatch> watch) {
    return std::make_shared<FirstRunGate>(std::move(family), kind, std::move(watch));
}

}  // namespace mooring::server
