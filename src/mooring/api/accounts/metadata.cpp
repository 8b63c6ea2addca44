#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/http/html_writer.hpp"

namespace mooring::api::accounts {

http::Response metadata(const Services& services, const http::Request& request) {
    static_cast<void>(services);
    const std::string base = base_of_request(request);
    std::string scopes;
    for (const std::string_view scope : domain::all_oauth_scopes()) {
        scopes += (scopes.empty() ? "" : ",") + http::json_string(scope);
    }
    const auto member = [&](std::string_view name, std::string_view path) {
        return "\"" + std::string{name} + "\":" + http::json_string(base + std::string{path}) + ",";
    };
    return json_answer(
        200, "{" + member("issuer", "") + member("authorization_endpoint", "/oauth2/v2/auth") +
                 member("token_endpoint", "/api/token") + member("revocation_endpoint", "/oauth2/revoke/v1") +
                 R"("response_types_supported":["code"],"response_modes_supported":["query","web_message"],)"
                 R"("grant_types_supported":["authorization_code","refresh_token","client_credentials"],)"
                 R"("code_challenge_methods_supported":["S256"],)"
                 R"("token_endpoint_auth_methods_supported":["none","client_secret_basic","client_secret_post"],)"
                 R"("scopes_supported":[)" +
                 scopes + "]}");
}

}  // namespace mooring::api::accounts
