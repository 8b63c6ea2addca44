#include <initializer_list>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/json/json_writer.hpp"

namespace mooring::api::accounts {
namespace {

template <class Texts = std::initializer_list<std::string_view>>
void list(JsonWriter& json, std::string_view name, const Texts& texts) {
    json.name(name).begin_array();
    for (const std::string_view text : texts) json.text(text);
    json.end_array();
}

}  // namespace

/// RFC 8414, on the base by which the request came (accounts-oauth.md, section 6).
http::Response metadata(const Services& services, const http::Request& request) {
    static_cast<void>(services);
    const std::string base = people::base_of_request(request);
    JsonWriter json;
    json.begin_object().member("issuer", base);
    json.member("authorization_endpoint", base + "/oauth2/v2/auth").member("token_endpoint", base + "/api/token");
    json.member("revocation_endpoint", base + "/oauth2/revoke/v1");
    list(json, "response_types_supported", {"code"});
    list(json, "response_modes_supported", {"query", "web_message"});
    list(json, "grant_types_supported", {"authorization_code", "refresh_token", "client_credentials"});
    list(json, "code_challenge_methods_supported", {"S256"});
    list(json, "token_endpoint_auth_methods_supported", {"none", "client_secret_basic", "client_secret_post"});
    list(json, "scopes_supported", domain::all_oauth_scopes());
    json.end_object();
    return json_answer(200, json.take());
}

}  // namespace mooring::api::accounts
