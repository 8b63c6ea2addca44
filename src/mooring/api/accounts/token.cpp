#include "mooring/app/accounts/tokens.hpp"

#include <array>
#include <utility>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/json/json_writer.hpp"
#include "mooring/app/accounts/client_authentication.hpp"
#include "mooring/app/accounts/oauth_scopes.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts {
namespace {

using app::accounts::App;
using app::accounts::CatalogTransaction;
using app::accounts::ClientCredentials;
using app::accounts::ClientVerdict;
using app::accounts::IssuedTokens;
using app::accounts::ScopeNames;
using app::accounts::TokenAnswer;
using app::accounts::TokenFault;

/// The app of a request, or the answer that refuses it.
using AppOrAnswer = std::variant<App, http::Response>;

http::Response invalid_client() {
    return oauth_error(400, "invalid_client", "Invalid client");
}

http::Response too_many(std::chrono::seconds wait) {
    return wait_for(oauth_error(429, "temporarily_unavailable", "Too many requests"), wait);
}

http::Response not_now(const Error& error) {
    static_cast<void>(error);
    return wait_for(oauth_error(503, "temporarily_unavailable", "The server cannot answer now"),
                    std::chrono::seconds{1});
}

/// What is given by `Authorization: Basic`, in the body, or both; nothing when they differ or one is malformed.
std::optional<ClientCredentials> read_credentials(const http::Request& request, const Form& form) {
    ClientCredentials given;
    given.address = request.client;
    given.client_id = form.get("client_id");
    if (const auto secret = form.find("client_secret")) given.client_secret = std::string{*secret};
    const std::string_view header = request.headers.get("Authorization");
    if (header.empty()) return given;
    constexpr std::string_view scheme = "basic ";
    if (header.size() < scheme.size() || !equals_ignoring_case(header.substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    const auto decoded = from_base64(trim_ascii(header.substr(scheme.size())));
    if (!decoded || decoded->find(':') == std::string::npos) return std::nullopt;
    const auto colon = decoded->find(':');
    const std::string id = decoded->substr(0, colon);
    const std::string secret = decoded->substr(colon + 1);
    const bool agrees =
        (given.client_id.empty() || given.client_id == id) && (!given.client_secret || *given.client_secret == secret);
    if (!agrees) return std::nullopt;
    given.client_id = id;
    given.client_secret = secret;
    return given;
}

AppOrAnswer authenticate(const Services& services, const http::Request& request, const Form& form) {
    const auto given = read_credentials(request, form);
    if (!given) return invalid_client();
    auto client = app::accounts::authenticate_client(services.catalog, services.mint.secret, services.mint.clock,
                                                     services.limits, *given);
    if (!client) return not_now(client.error());
    switch (client->verdict) {
        case ClientVerdict::good: return std::move(client->app);
        case ClientVerdict::wrong_secret: return oauth_error(400, "invalid_client", "Invalid client secret");
        case ClientVerdict::too_many: return too_many(client->retry_after);
        case ClientVerdict::unknown: break;
    }
    return invalid_client();
}

struct FaultText {
    TokenFault fault;
    std::string_view error, description;
    bool is_guess = false;  ///< somebody may be trying values: counted
};

constexpr std::array fault_texts{
    FaultText{TokenFault::invalid_code, "invalid_grant", "Invalid authorization code", true},
    FaultText{TokenFault::code_expired, "invalid_grant", "Authorization code expired"},
    FaultText{TokenFault::wrong_redirect_uri, "invalid_grant", "Invalid redirect URI"},
    FaultText{TokenFault::verifier_required, "invalid_request", "code_verifier required"},
    FaultText{TokenFault::wrong_verifier, "invalid_grant", "code_verifier was incorrect", true},
    FaultText{TokenFault::invalid_refresh_token, "invalid_grant", "Invalid refresh token", true},
    FaultText{TokenFault::refresh_token_revoked, "invalid_grant", "Refresh token revoked"},
    FaultText{TokenFault::scope_not_granted, "invalid_scope", "The scope was not granted"},
    FaultText{TokenFault::secret_required, "invalid_client", "Invalid client"},
};

http::Response fault_answer(const Services& services, const http::Request& request, TokenFault fault) {
    for (const FaultText& text : fault_texts) {
        if (text.fault != fault) continue;
        if (text.is_guess) {
            const auto wait = services.limits.note_wrong_credential(request.client);
            if (!wait) return not_now(wait.error());
            if (*wait) return too_many(**wait);
        }
        return oauth_error(400, text.error, text.description);
    }
    return oauth_error(500, "server_error", "Internal error");
}

http::Response tokens_answer(const IssuedTokens& tokens) {
    JsonWriter json;
    json.begin_object().member("access_token", tokens.access_token).member("token_type", "Bearer");
    json.member("expires_in", app::accounts::access_token_life.count());
    if (tokens.refresh_token) json.member("refresh_token", *tokens.refresh_token);
    if (tokens.scopes) json.member("scope", app::accounts::scopes_text(*tokens.scopes));
    json.end_object();
    return json_answer(200, json.take());
}

/// What one grant type does, in a transaction.
using Give = std::function<Result<TokenAnswer>(CatalogTransaction&)>;

http::Response answer_of(const Services& services, const http::Request& request, const Give& give) {
    const auto answer = services.catalog.write([&](CatalogTransaction& tx) { return give(tx); });
    if (!answer) return not_now(answer.error());
    if (const auto* fault = std::get_if<TokenFault>(&*answer)) return fault_answer(services, request, *fault);
    return tokens_answer(std::get<IssuedTokens>(*answer));
}

http::Response exchange(const Services& services, const http::Request& request, const App& app, const Form& form) {
    app::accounts::CodeExchange given{std::string{form.get("code")}, std::string{form.get("redirect_uri")}, {}};
    if (const auto verifier = form.find("code_verifier"); verifier && !verifier->empty()) {
        given.verifier = std::string{*verifier};
    }
    return answer_of(services, request,
                     [&](CatalogTransaction& tx) { return exchange_code(tx, services.mint, app, given); });
}

http::Response refresh(const Services& services, const http::Request& request, const App& app, const Form& form) {
    std::optional<ScopeNames> wanted;
    if (const auto scope = form.find("scope"); scope && !trim_ascii(*scope).empty()) {
        auto parsed = app::accounts::parse_scopes(*scope);
        if (!parsed) return oauth_error(400, "invalid_scope", "Invalid scope");
        wanted = *std::move(parsed);
    }
    return answer_of(services, request, [&](CatalogTransaction& tx) {
        return refresh_tokens(tx, services.mint, app, form.get("refresh_token"), wanted);
    });
}

http::Response allow_any_origin(http::Response response) {
    response.header("Access-Control-Allow-Origin", "*");
    return response;
}

http::Response token_answer(const Services& services, const http::Request& request, const Form& form) {
    if (form.has_repeated_name()) return oauth_error(400, "invalid_request", "A parameter is repeated");
    const std::string_view type = form.get("grant_type");
    if (type.empty()) return oauth_error(400, "unsupported_grant_type", "grant_type parameter is missing");
    const bool is_known = type == "client_credentials" || type == "authorization_code" || type == "refresh_token";
    if (!is_known) {
        return oauth_error(400, "unsupported_grant_type",
                           "grant_type must be client_credentials, authorization_code or refresh_token");
    }
    AppOrAnswer client = authenticate(services, request, form);
    if (auto* refusal = std::get_if<http::Response>(&client)) return std::move(*refusal);
    const App& app = std::get<App>(client);
    if (type == "authorization_code") return exchange(services, request, app, form);
    if (type == "refresh_token") return refresh(services, request, app, form);
    return answer_of(services, request, [&](CatalogTransaction& tx) { return give_app_token(tx, services.mint, app); });
}

}  // namespace

http::Response give_token(const Services& services, const http::Request& request, Form form) {
    return allow_any_origin(token_answer(services, request, form));
}

http::Response revoke(const Services& services, const http::Request& request, Form form) {
    AppOrAnswer client = authenticate(services, request, form);
    if (auto* refusal = std::get_if<http::Response>(&client)) return allow_any_origin(std::move(*refusal));
    const auto done = services.catalog.write([&](CatalogTransaction& tx) {
        return app::accounts::revoke_token(tx, services.mint, std::get<App>(client), form.get("token"));
    });
    if (!done) return allow_any_origin(not_now(done.error()));
    http::Response response = http::Response::empty(200);
    response.header("Cache-Control", "no-store");
    return allow_any_origin(std::move(response));
}

}  // namespace mooring::api::accounts
