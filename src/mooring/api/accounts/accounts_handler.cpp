#include "mooring/api/accounts/accounts_handler.hpp"

#include <array>
#include <utility>
#include <variant>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/api/accounts/pages.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::accounts {
namespace {

using http::Method;

using Read = http::Response (*)(const Services&, const http::Request&);
using Submit = http::Response (*)(const Services&, const http::Request&, Form);
using SubmitForLater = void (*)(const Services&, const http::Request&, Form, Done);

using ReadAt = http::Response (*)(const Services&, const http::Request&, const http::PathParameters&);
using SubmitAtForLater = void (*)(const Services&, const http::Request&, const http::PathParameters&, Form, Done);
// Pages of somebody who is signed in.
using Page = http::Response (*)(const home::Visit&);
using PageForm = http::Response (*)(const home::Visit&, Form);
using PageFormForLater = void (*)(const home::Visit&, Form, Done);

struct Endpoint {
    std::variant<Read, Submit, SubmitForLater, ReadAt, SubmitAtForLater, Page, PageForm, PageFormForLater> answer;
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
    Route{Method::get, "/invite/{token}", "show_invitation", {show_invitation}},
    Route{Method::post, "/invite/{token}", "take_invitation", {take_invitation}},

    Route{Method::get, "/home", "show_overview", {home::show_overview}},
    Route{Method::post, "/home/workspaces", "create_workspace", {home::create_workspace}},
    Route{Method::get, "/home/account", "show_account", {home::show_account}},
    Route{Method::post, "/home/account", "change_account", {home::change_account}},
    Route{Method::post, "/home/password", "change_password", {home::change_password}},
    Route{Method::get, "/home/sessions", "show_sessions", {home::show_sessions}},
    Route{Method::post, "/home/sessions", "create_session", {home::create_session}},
    Route{Method::post, "/home/sessions/{id}/revoke", "revoke_session", {home::revoke_session}},
    Route{Method::post, "/home/grants/{app}/revoke", "revoke_grant", {home::revoke_grant}},
    Route{Method::get, "/home/workspaces/{id}", "show_workspace", {home::show_workspace}},
    Route{Method::post, "/home/workspaces/{id}/shows", "create_show", {home::create_show}},
    Route{Method::post,
          "/home/workspaces/{id}/members/{user}",
          "change_workspace_member",
          {home::change_workspace_member}},
    Route{Method::post, "/home/workspaces/{id}/invitations", "invite_to_workspace", {home::invite_to_workspace}},
    Route{Method::post,
          "/home/workspaces/{id}/invitations/{invitation}/withdraw",
          "withdraw_workspace_invitation",
          {home::withdraw_workspace_invitation}},
    Route{Method::get, "/home/workspaces/{id}/apps", "show_apps", {home::show_apps}},
    Route{Method::post, "/home/workspaces/{id}/apps", "register_app", {home::register_app}},
    Route{Method::post, "/home/workspaces/{id}/apps/{app}", "change_app", {home::change_app}},
    Route{Method::get, "/home/workspaces/{id}/keys", "show_keys", {home::show_keys}},
    Route{Method::post, "/home/workspaces/{id}/keys", "create_key", {home::create_key}},
    Route{Method::post, "/home/workspaces/{id}/keys/{key}/revoke", "revoke_key", {home::revoke_key}},
    Route{Method::get, "/home/users", "show_users", {home::show_users}},
    Route{Method::post, "/home/users", "create_user", {home::create_user}},
    Route{Method::post, "/home/users/{id}", "change_user", {home::change_user}},
    Route{Method::get, "/home/shows/{id}", "show_show", {home::show_show}},
    Route{Method::post, "/home/shows/{id}/members/{user}", "change_show_member", {home::change_show_member}},
    Route{Method::post, "/home/shows/{id}/invitations", "invite_to_show", {home::invite_to_show}},
    Route{Method::post,
          "/home/shows/{id}/invitations/{invitation}/withdraw",
          "withdraw_show_invitation",
          {home::withdraw_show_invitation}},
    Route{Method::get, "/home/audit", "show_audit", {home::show_audit}},
};

constexpr std::size_t longest_form = std::size_t{64} * 1024;

/// Programs ask there, and read JSON (accounts-oauth.md, 5.4).
bool is_for_programs(std::string_view path) {
    return path == "/api/token" || path == "/oauth2/revoke/v1";
}

http::Response refusal(const http::Request& request, int status, std::string_view title, std::string_view message) {
    if (is_for_programs(request.path)) return oauth_error(status, "invalid_request", message);
    return notice_page(status, title, message);
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
http::Decision read_form(const http::Request& request, Answer answer) {
    const auto too_large = [&request] {
        return refusal(request, 413, "Too large", "The form is larger than it can be.");
    };
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
        auto found = http::find_route<Endpoint>(routes, request.method, request.path);
        if (found.match == http::Match::no_such_path) return failure(404, "There is nothing here.");
        if (found.match == http::Match::wrong_method) {
            const bool asks = request.method == Method::options;
            if (asks && is_for_programs(request.path)) return preflight();
            http::Response response =
                asks ? http::Response::empty(204)
                     : refusal(request, 405, http::reason_phrase(405), "That cannot be done here.");
            response.header("Allow", found.allow);
            return response;
        }
        return answer(found.route->endpoint, request, std::move(found.parameters));
    }

    http::Response failure(int status, std::string_view message) override {
        return notice_page(status, http::reason_phrase(status), message);
    }
    std::string_view family() const override { return "accounts"; }

private:
    http::Decision answer(const Endpoint& endpoint, const http::Request& request, http::PathParameters parameters) {
        if (const auto* read = std::get_if<Read>(&endpoint.answer)) return (*read)(services_, request);
        if (const auto* submit = std::get_if<Submit>(&endpoint.answer)) {
            return read_form(request, [this, &request, submit](Form form) {
                return (*submit)(services_, request, std::move(form));
            });
        }
        if (const auto* later = std::get_if<SubmitForLater>(&endpoint.answer)) {
            return read_form(request, [this, &request, later](Form form, Done done) {
                (*later)(services_, request, std::move(form), std::move(done));
            });
        }
        if (const auto* read = std::get_if<ReadAt>(&endpoint.answer)) return (*read)(services_, request, parameters);
        if (const auto* later = std::get_if<SubmitAtForLater>(&endpoint.answer)) {
            return read_form(request, [this, &request, parameters, later](Form form, Done done) {
                (*later)(services_, request, parameters, std::move(form), std::move(done));
            });
        }
        return answer_visit(endpoint, request, std::move(parameters));
    }

    /// A page of somebody who is signed in; others sign in first.
    http::Decision answer_visit(const Endpoint& endpoint, const http::Request& request,
                                http::PathParameters parameters) {
        const auto principal = signed_in(services_, request);
        if (!principal) return away(principal.error());
        if (!*principal) return sign_in_first(request);
        CsrfToken csrf = make_csrf_token(services_, request, (*principal)->session);
        const home::Visit visit{services_,
                                request,
                                std::move(parameters),
                                {**principal, request.client.to_string()},
                                {request.family_prefix, csrf.token, {}}};
        if (const auto* page = std::get_if<Page>(&endpoint.answer)) {
            http::Response response = (*page)(visit);
            if (csrf.new_cookie) response.header("Set-Cookie", *std::move(csrf.new_cookie));
            return response;
        }
        if (const auto* submit = std::get_if<PageForm>(&endpoint.answer)) {
            return read_form(request, [visit, submit](Form form) {
                return is_from(visit, form) ? (*submit)(visit, std::move(form)) : old_form();
            });
        }
        return read_form(request, [visit, later = std::get<PageFormForLater>(endpoint.answer)](Form form, Done done) {
            if (!is_from(visit, form)) return done(old_form());
            later(visit, std::move(form), std::move(done));
        });
    }

    static bool is_from(const home::Visit& visit, const Form& form) {
        return is_own_form(visit.services, visit.request, form.get("csrf"), visit.asker.principal.session);
    }
    static http::Response old_form() {
        return notice_page(403, "That did not work", "This form is not from here, or too old.");
    }
    static http::Response sign_in_first(const http::Request& request) {
        std::string next = request.family_prefix + (request.method == Method::post ? "/home" : request.path);
        if (request.method != Method::post && !request.query.empty()) next += "?" + request.query;
        return found(request.family_prefix + "/login?continue=" + percent_encode(next));
    }

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
