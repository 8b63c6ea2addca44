#include "mooring/api/webapi/webapi_handler.hpp"

#include <utility>
#include <variant>

#include "mooring/api/webapi/answers.hpp"
#include "mooring/api/webapi/bearer.hpp"
#include "mooring/api/webapi/cors.hpp"
#include "mooring/api/webapi/operations.hpp"
#include "mooring/api/webapi/shared_answer.hpp"

namespace mooring::api::webapi {
namespace {

using Row = http::Route<Operation>;
using app::accounts::Principal;

constexpr std::size_t longest_body = std::size_t{64} * 1024;

http::Response for_any_origin(http::Response response) {
    allow_any_origin(response);
    return response;
}

class WebapiHandler final : public http::Handler {
public:
    explicit WebapiHandler(const Services& services) : services_(services) {}

    std::optional<http::Response> answer_from_memory(const http::Request& request) override {
        auto found = find_operation(request.method, request.path);
        if (found.match != http::Match::found || !found.route->endpoint.name) return std::nullopt;
        const auto token = bearer_of(request.headers);
        if (!std::holds_alternative<std::string_view>(token)) return std::nullopt;
        auto principal = services_.credentials.find_remembered_bearer(std::get<std::string_view>(token));
        if (!principal || check_access(*found.route, *principal)) return std::nullopt;
        const Call call = call_of(request, std::move(found.parameters), std::move(principal));
        const auto name = found.route->endpoint.name(call);
        if (!name) return std::nullopt;
        auto answer = remembered_answer(services_, request.headers, *name);
        if (!answer) return std::nullopt;
        if (const auto wait = services_.limiter.take(call.principal->app)) {
            return for_any_origin(over_the_limit(wait->count()));
        }
        return for_any_origin(std::move(*answer));
    }

    http::Decision decide(const http::Request& request) override {
        if (request.method == http::Method::options) return preflight_answer();
        auto found = find_operation(request.method, request.path);
        if (found.match == http::Match::no_such_path) return for_any_origin(no_such_service());
        if (found.match == http::Match::wrong_method) return for_any_origin(wrong_method(std::move(found.allow)));
        auto caller = let_in(request, *found.route);
        if (auto* refusal = std::get_if<http::Response>(&caller)) return for_any_origin(std::move(*refusal));
        Call call = call_of(request, std::move(found.parameters),
                            std::get<std::shared_ptr<const Principal>>(std::move(caller)));
        const Answer answer = found.route->endpoint.answer;
        const bool reads_body = found.route->endpoint.body == BodyKind::ids && request.has_body;
        if (!reads_body) return for_any_origin(answer(call));
        const auto kept = std::make_shared<Call>(std::move(call));
        return http::buffer_body(
            longest_body,
            [kept, answer](std::string body) {
                kept->body = std::move(body);
                return for_any_origin(answer(*kept));
            },
            [] {
                return for_any_origin(error_answer(Error{Errc::too_large, ""}));
            });
    }

    http::Response failure(int status, std::string_view message) override {
        return for_any_origin(failure_answer(status, message));
    }
    std::string_view family() const override { return "webapi"; }

private:
    Call call_of(const http::Request& request, http::PathParameters path,
                 std::shared_ptr<const Principal> principal) const {
        return {services_,
                request,
                std::move(path),
                request.parameters(),
                std::move(principal),
                links_of(request, services_.urls.base),
                {}};
    }

    /// Who asks, or the answer that refuses them: token, scope, rate limit, in this order (section 2.2).
    std::variant<std::shared_ptr<const Principal>, http::Response> let_in(const http::Request& request,
                                                                          const Row& route) {
        const auto token = bearer_of(request.headers);
        if (const auto* refusal = std::get_if<Refusal>(&token)) return refuse(*refusal);
        auto bearer = services_.credentials.find_bearer(std::get<std::string_view>(token));
        if (!bearer) return error_answer(bearer.error());
        if (!bearer->principal) return refuse(bearer->is_expired ? Refusal::expired_token : Refusal::invalid_token);
        if (const auto refusal = check_access(route, *bearer->principal)) return refuse(*refusal);
        if (const auto wait = services_.limiter.take(bearer->principal->app)) return over_the_limit(wait->count());
        return bearer->principal;
    }

    Services services_;
};

}  // namespace

std::shared_ptr<http::Handler> make_webapi_handler(const Services& services) {
    return std::make_shared<WebapiHandler>(services);
}

std::vector<OperationReference> webapi_operations() {
    std::vector<OperationReference> references;
    references.reserve(operations.size());
    for (const Row& row : operations) {
        references.push_back(
            {row.method, row.pattern, row.name, row.endpoint.audience == Audience::user, row.endpoint.scope});
    }
    return references;
}

}  // namespace mooring::api::webapi
