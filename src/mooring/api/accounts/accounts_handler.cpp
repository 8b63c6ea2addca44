#include "mooring/api/accounts/accounts_handler.hpp"

#include <array>
#include <utility>
#include <variant>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/accounts/pages.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::accounts {
namespace {

using http::Method;

using Read = http::Response (*)(const Services&, const http::Request&);
using Submit = http::Response (*)(const Services&, const http::Request&, Form);
using SubmitForLater = void (*)(const Services&, const http::Request&, Form, Done);

struct Endpoint {
    std::variant<Read, Submit, SubmitForLater> answer;
};
using Route = http::Route<Endpoint>;

constexpr std::array routes{
    Route{Method::get, "/oauth2/v2/auth", "silent_authorize", {silent_authorize}},
    Route{Method::get, "/authorize", "authorize", {authorize}},
    Route{Method::post, "/authorize", "answer_consent", {answer_consent}},
    Route{Method::post, "/api/token", "give_token", {give_token}},
    Route{Method::post, "/oauth2/revoke/v1", "revoke", {revoke}},
    Route{Method::get, "/.well-known/oauth-authorization-server", "metadata", {metadata}},
    Route{Method::get, "/.well-known/openid-configuration", "metadata", {metadata}},
    Route{Method::get, "/login", "show_sign_in", {show_sign_in}},
    Route{Method::post, "/login", "sign_in", {sign_in}},
    Route{Method::post, "/logout", "sign_out", {sign_out}},
    Route{Method::get, "/setup", "show_first_run", {show_first_run}},
    Route{Method::post, "/setup", "first_run", {first_run}},
};

constexpr std::size_t longest_form = std::size_t{64} * 1024;

http::Response too_large() {
    return notice_page(413, "Too large", "The form is larger than it can be.");
}

http::Response preflight() {
    http::Response response = http::Response::empty(204);
    response.header("Access-Control-Allow-Origin", "*").header("Access-Control-Allow-Methods", "POST, OPTIONS");
    response.header("Access-Control-Allow-Headers", "Authorization, Content-Type")
        .header("Access-Control-Max-Age", "86400");
    return response;
}

/// A form of a known length that is read whole.
template <class Answer>
http::Decision read_form(Answer answer) {
    if constexpr (std::is_invocable_v<Answer, Form, Done>) {
        return http::buffer_body_for_later(
            longest_form,
            [answer](std::string body, Done done) { answer(Form::parse(std::move(body)), std::move(done)); },
            too_large);
    } else {
        return http::buffer_body(
            longest_form, [answer](std::string body) { return answer(Form::parse(std::move(body))); }, too_large);
    }
}

class AccountsHandler final : public http::Handler {
public:
    explicit AccountsHandler(const Services& services) : services_(services) {}

    http::Decision decide(const http::Request& request) override {
        const auto found = http::find_route<Endpoint>(routes, request.method, request.path);
        if (found.match == http::Match::no_such_path) return failure(404, "There is nothing here.");
        if (found.match == http::Match::wrong_method) {
            const bool asks = request.method == Method::options;
            if (asks && (request.path == "/api/token" || request.path == "/oauth2/revoke/v1")) return preflight();
            http::Response response = asks ? http::Response::empty(204) : failure(405, "That cannot be done here.");
            response.header("Allow", found.allow);
            return response;
        }
        const Endpoint& endpoint = found.route->endpoint;
        if (const auto* read = std::get_if<Read>(&endpoint.answer)) return (*read)(services_, request);
        if (const auto* submit = std::get_if<Submit>(&endpoint.answer)) {
            return read_form(
                [this, &request, submit](Form form) { return (*submit)(services_, request, std::move(form)); });
        }
        return read_form([this, &request, later = std::get<SubmitForLater>(endpoint.answer)](Form form, Done done) {
            later(services_, request, std::move(form), std::move(done));
        });
    }

    http::Response failure(int status, std::string_view message) override {
        return notice_page(status, http::reason_phrase(status), message);
    }
    std::string_view family() const override { return "accounts"; }

private:
    Services services_;
};

}  // namespace

std::shared_ptr<http::Handler> make_accounts_handler(const Services& services) {
    return std::make_shared<AccountsHandler>(services);
}

std::vector<OperationReference> accounts_operations() {
    std::vector<OperationReference> operations;
    operations.reserve(routes.size());
    for (const Route& route : routes) operations.push_back({route.method, route.pattern, route.name});
    return operations;
}

}  // namespace mooring::api::accounts
