#include <array>
#include <utility>
#include <vector>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/accounts/pages.hpp"
#include "mooring/api/people/csrf.hpp"
#include "mooring/app/accounts/authorize.hpp"
#include "mooring/app/accounts/redirect_uris.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts {
namespace {

using app::accounts::App;
using app::accounts::AuthorizationError;
using app::accounts::AuthorizationRequest;
using app::accounts::CatalogSnapshot;
using app::accounts::CatalogTransaction;
using app::accounts::ClientFault;
using app::accounts::CodeTerms;
using app::accounts::Principal;
using app::accounts::ScopeNames;

AuthorizationRequest read_request(const Form& query) {
    AuthorizationRequest asked;
    asked.client_id = query.get("client_id");
    asked.redirect_uri = query.get("redirect_uri");
    asked.response_type = query.get("response_type");
    asked.scope = query.get("scope");
    if (const auto state = query.find("state")) asked.state = std::string{*state};
    asked.challenge = query.get("code_challenge");
    asked.challenge_method = query.get("code_challenge_method");
    return asked;
}

/// An answer at the redirect URI: `name=value`, and the state.
http::Response send_back(const AuthorizationRequest& asked, std::string_view name, std::string_view value) {
    std::vector<std::pair<std::string_view, std::string_view>> parameters{{name, value}};
    if (asked.state) parameters.emplace_back("state", *asked.state);
    return found(app::accounts::with_query(asked.redirect_uri, parameters));
}

http::Response send_back(const AuthorizationRequest& asked, AuthorizationError error) {
    return send_back(asked, "error", to_string(error));
}

/// The faults that never reach the redirect URI, in the words of the two addresses.
http::Response client_fault(ClientFault fault, bool is_silent) {
    const bool is_unknown = fault == ClientFault::unknown_client;
    if (is_silent)
        return plain_answer(400, is_unknown ? "client_id: Invalid" : "redirect_uri: Not matching configuration");
    return plain_answer(400, is_unknown ? "INVALID_CLIENT: Invalid client" : "INVALID_CLIENT: Invalid redirect URI");
}

http::Response to_sign_in(const http::Request& request) {
    const std::string here = request.family_prefix + request.path + "?" + request.query;
    return found(request.family_prefix + "/login?continue=" + percent_encode(here));
}

/// The page of section 3.2, in frames of the app's own origins only.
class SilentPage {
public:
    SilentPage(const Services& services, const AuthorizationRequest& asked, const App& app)
        : nonce_(random_base62(services.mint.random, 22)),
          origin_(app::accounts::origin_of(asked.redirect_uri).value_or("")) {
        if (!asked.state || app::accounts::is_state(*asked.state)) state_ = asked.state;
        for (const std::string& uri : app.redirect_uris) {
            if (const auto origin = app::accounts::origin_of(uri)) ancestors_ += " " + *origin;
        }
    }
    bool has_target() const { return !origin_.empty(); }
    http::Response code(std::string_view code) const { return answer(render_authorization(page(), code)); }
    http::Response error(AuthorizationError error) const { return answer(render_authorization(page(), error)); }

private:
    app::accounts::AuthorizationPage page() const { return {nonce_, origin_, state_}; }
    http::Response answer(Result<std::string> html) const {
        if (!html) return away(html.error());
        http::Response response = http::Response::text(200, "text/html; charset=utf-8", *std::move(html));
        response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
        response.header("Content-Security-Policy", "default-src 'none'; script-src 'nonce-" + nonce_ +
                                                       "'; base-uri 'none'; frame-ancestors" +
                                                       (ancestors_.empty() ? " 'none'" : ancestors_));
        return response;
    }

    std::string nonce_;
    std::string origin_;
    std::string ancestors_;
    std::optional<std::string> state_;
};

using CodeOrError = std::variant<std::string, AuthorizationError>;

Result<CodeOrError> code_for(const Services& services, const Principal& principal, const App& app,
                             const ScopeNames& scopes, const AuthorizationRequest& asked, CodeTerms terms) {
    return services.catalog.write([&](CatalogTransaction& tx) {
        return app::accounts::give_code(tx, services.mint, principal, app, scopes, asked, terms);
    });
}

Result<std::variant<App, ClientFault>> client_of(const Services& services, const AuthorizationRequest& asked) {
    return services.catalog.read([&](CatalogSnapshot& at) { return app::accounts::find_client(at, asked); });
}

http::Response ask_consent(const Services& services, const http::Request& request, const Principal& principal,
                           const App& app, const ScopeNames& scopes, const AuthorizationRequest& asked) {
    ConsentPage page;
    if (app.workspace) {
        const auto workspace =
            services.catalog.read([&](CatalogSnapshot& at) { return at.workspaces().find(*app.workspace); });
        if (!workspace) return away(workspace.error());
        if (*workspace) page.made_by = (*workspace)->name;
    }
    const CsrfToken csrf = make_csrf_token(services, request, principal.session);
    page.facts.prefix = request.family_prefix;
    page.facts.csrf_token = csrf.token;
    page.person = *principal.account;
    page.app = app;
    page.redirect_uri = asked.redirect_uri;
    page.scopes = scopes;
    page.query = request.query;
    http::Response response = consent_page(page);
    if (csrf.new_cookie) response.header("Set-Cookie", *csrf.new_cookie);
    return response;
}

}  // namespace

http::Response silent_authorize(const Services& services, const http::Request& request) {
    const Form query = Form::of_query(request.query);
    if (query.get("response_mode") != "web_message") return authorize(services, request);
    const AuthorizationRequest asked = read_request(query);
    const auto client = client_of(services, asked);
    if (!client) return away(client.error());
    if (const auto* fault = std::get_if<ClientFault>(&*client)) return client_fault(*fault, true);
    const App& app = std::get<App>(*client);
    const SilentPage page{services, asked, app};
    if (!page.has_target()) return client_fault(ClientFault::wrong_redirect_uri, true);
    const auto checked = app::accounts::check_request(asked, app);
    if (const auto* error = std::get_if<AuthorizationError>(&checked)) return page.error(*error);

    const auto principal = signed_in(services, request);
    if (!principal) return away(principal.error());
    if (!*principal) {
        if (query.get("prompt") != "none") return to_sign_in(request);
        const auto wait = services.limits.note_wrong_credential(request.client);
        if (!wait) return away(wait.error());
        if (*wait) return wait_for(plain_answer(429, "Too many requests"), **wait);
        return page.error(AuthorizationError::login_required);
    }
    if ((*principal)->session) {
        if (const auto wait = services.silent_limit.take(*(*principal)->session)) {
            return wait_for(plain_answer(429, "Too many requests"), *wait);
        }
    }
    const auto code = code_for(services, **principal, app, std::get<ScopeNames>(checked), asked, {.is_silent = true});
    if (!code) return away(code.error());
    if (const auto* error = std::get_if<AuthorizationError>(&*code)) return page.error(*error);
    return page.code(std::get<std::string>(*code));
}

http::Response authorize(const Services& services, const http::Request& request) {
    const Form query = Form::of_query(request.query);
    const AuthorizationRequest asked = read_request(query);
    const auto client = client_of(services, asked);
    if (!client) return away(client.error());
    if (const auto* fault = std::get_if<ClientFault>(&*client)) return client_fault(*fault, false);
    const App& app = std::get<App>(*client);
    const auto checked = app::accounts::check_request(asked, app);
    if (const auto* error = std::get_if<AuthorizationError>(&checked)) return send_back(asked, *error);

    const auto principal = signed_in(services, request);
    if (!principal) return away(principal.error());
    const bool must_not_ask = query.get("prompt") == "none";
    if (!*principal) {
        return must_not_ask ? send_back(asked, AuthorizationError::login_required) : to_sign_in(request);
    }
    const auto& scopes = std::get<ScopeNames>(checked);
    const auto ask = [&] { return ask_consent(services, request, **principal, app, scopes, asked); };
    if (equals_ignoring_case(query.get("show_dialog"), "true") && !must_not_ask) return ask();
    const auto code = code_for(services, **principal, app, scopes, asked, {});
    if (!code) return away(code.error());
    if (const auto* given = std::get_if<std::string>(&*code)) return send_back(asked, "code", *given);
    const auto error = std::get<AuthorizationError>(*code);
    return error == AuthorizationError::consent_required && !must_not_ask ? ask() : send_back(asked, error);
}

http::Response answer_consent(const Services& services, const http::Request& request, Form form) {
    const AuthorizationRequest asked = read_request(Form::of_query(form.get("query")));
    const auto client = client_of(services, asked);
    if (!client) return away(client.error());
    if (const auto* fault = std::get_if<ClientFault>(&*client)) return client_fault(*fault, false);
    const App& app = std::get<App>(*client);
    const auto checked = app::accounts::check_request(asked, app);
    if (const auto* error = std::get_if<AuthorizationError>(&checked)) return send_back(asked, *error);

    const auto principal = signed_in(services, request);
    if (!principal) return away(principal.error());
    if (!*principal || !is_own_form(services, request, form.get("csrf"), (*principal)->session)) {
        return notice_page(403, "That did not work", "This form is not from here, or too old. Go back and try again.");
    }
    if (form.get("answer") != "agree") return send_back(asked, "error", "access_denied");
    const auto code = code_for(services, **principal, app, std::get<ScopeNames>(checked), asked, {.consents = true});
    if (!code) return away(code.error());
    if (const auto* error = std::get_if<AuthorizationError>(&*code)) return send_back(asked, *error);
    return send_back(asked, "code", std::get<std::string>(*code));
}

}  // namespace mooring::api::accounts
