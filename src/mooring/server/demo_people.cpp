#include "mooring/server/demo_people.hpp"

#include <chrono>

#include "mooring/app/accounts/apps.hpp"
#include "mooring/app/accounts/password_pool.hpp"
#include "mooring/app/accounts/people.hpp"
#include "mooring/app/accounts/sessions.hpp"

namespace mooring::server {
namespace {

namespace accounts = app::accounts;
namespace json = boost::json;

constexpr std::string_view demo_email = "ada@saltmarsh.example";
constexpr std::string_view demo_redirect = "http://127.0.0.1:9999/cb";
constexpr std::string_view demo_name = "Ada Saltmarsh";

}  // namespace

Result<json::object> add_demo_people(Storage& storage, domain::WorkspaceId workspace) {
    const std::string password = random_base62(*storage.random, 20);
    accounts::PasswordPool pool{{.at_a_time = 1}, *storage.random};
    MOORING_TRY(const std::string hash, pool.hash_and_wait(accounts::Password{std::string{password}}));
    return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::object> {
        const accounts::Mint mint{*storage.random, *storage.secret, *storage.clock};
        const auto actor = accounts::Actor::command_line();
        const accounts::NewAccount wanted{std::string{demo_email}, std::string{demo_name}, hash, "GB", true};
        MOORING_TRY(const domain::Account ada, create_account(tx, mint, wanted, actor));
        MOORING_CHECK(give_role(tx, mint, {ada.id, workspace, {}, domain::Role::owner, storage.clock->now()}, actor));
        accounts::WantedSession session;
        session.kind = domain::SessionKind::connector;
        session.label = "Demo";
        session.life = std::chrono::days{365};
        MOORING_TRY(const auto started, start_session(tx, mint, ada.id, session));
        const accounts::WantedApp player{
            workspace, "A player", domain::AppKind::confidential, {std::string{demo_redirect}}};
        MOORING_TRY(const auto app, create_app(tx, mint, player, actor));
        return json::object{{"email", demo_email},
                            {"password", password},
                            {"sp_dc", started.sp_dc},
                            {"sp_key", started.sp_key},
                            {"anchorpw_s", started.anchorpw_s},
                            {"user_id", ada.id.value},
                            {"client_id", app.app.client_id},
                            {"client_secret", app.client_secret}};
    });
}

json::object people_credentials(const json::object& people, const app::PublicUrls& urls) {
    const std::string base = urls.base + "/accounts";
    return {{"admin", json::object{{"email", people.at("email")}, {"password", people.at("password")}}},
            {"accounts", json::object{{"auth_url", base + "/oauth2/v2/auth"},
                                      {"authorize_url", base + "/authorize"},
                                      {"token_url", base + "/api/token"},
                                      {"sp_dc", people.at("sp_dc")},
                                      {"sp_key", people.at("sp_key")}}},
            {"webapi", json::object{{"base_url", urls.base + "/spotify/v1"},
                                    {"client_id", people.at("client_id")},
                                    {"client_secret", people.at("client_secret")},
                                    {"redirect_uri", demo_redirect}}}};
}

json::object creators_credentials(const json::object& people, const app::PublicUrls& urls, domain::ShowId show) {
    json::object credentials{{"base_url", urls.base + "/anchor"},
                             {"proxy_base_url", urls.base + "/pod/api/proxy"},
                             {"anchorpw_s", people.at("anchorpw_s")},
                             {"web_station_id", domain::web_station_id(show)},
                             {"station_id", show.value}};
    if (const json::value* user = people.if_contains("user_id")) credentials["user_id"] = *user;
    return credentials;
}

}  // namespace mooring::server
