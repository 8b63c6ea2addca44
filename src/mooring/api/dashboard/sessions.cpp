#include <utility>

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/password_answers.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"
#include "mooring/app/managing/own_account.hpp"

namespace mooring::api::dashboard {
namespace {

using app::accounts::SignInAnswer;
using app::managing::ConnectorRequest;

constexpr std::int64_t days_without_wish = 90;

Result<ConnectorRequest> read_connector(const Body& body) {
    ConnectorRequest wanted;
    MOORING_TRY(wanted.label, body.required_text("label"));
    MOORING_TRY(const std::optional<std::int64_t> days, body.integer("days"));
    if (days && (*days < 1 || *days > 365)) return invalid("days", "must be 30, 90 or 365");
    wanted.life = std::chrono::days{days.value_or(days_without_wish)};
    MOORING_TRY(const std::optional<bool> is_read_only, body.flag("read_only"));
    wanted.is_read_only = is_read_only.value_or(true);
    return wanted;
}

http::Response started_answer(const app::accounts::StartedSession& started, app::accounts::SessionId current) {
    JsonWriter json;
    json.begin_object().name("session");
    write_session(json, started.session, current);
    json.member("sp_dc", started.sp_dc).member("sp_key", started.sp_key).member("anchorpw_s", started.anchorpw_s);
    json.end_object();
    return json_answer(201, json.take());
}

}  // namespace

Answer list_sessions(const Call& call) {
    MOORING_TRY(const auto sessions, call.read([&](CatalogSnapshot& catalog) {
        return list_own_sessions(catalog, call.mint(), call.asker);
    }));
    const auto current = *call.asker.principal.session;
    return list_answer("sessions", sessions, [&](JsonWriter& json, const domain::Session& session) {
        write_session(json, session, current);
    });
}

void create_session(const Call& call, const Body& body, Done done) {
    auto password = body.password("password");
    if (!password) return done(error_answer(password.error()));
    const auto wanted = read_connector(body);
    if (!wanted) return done(error_answer(wanted.error()));
    call.services.with_password.start_connector(
        call.asker, call.request.client, *std::move(password), *wanted,
        [done = std::move(done), current = *call.asker.principal.session](Result<SignInAnswer> answer) {
            if (!answer) return done(error_answer(answer.error()));
            done(answer->session ? started_answer(*answer->session, current)
                                 : wrong_password(answer->wait, "password"));
        });
}

Answer delete_session(const Call& call) {
    MOORING_TRY(const auto id, call.path_id<domain::SessionId>(0));
    MOORING_CHECK(
        call.write([&](CatalogTransaction& tx) { return revoke_own_session(tx, call.mint(), call.asker, id); }));
    return no_content();
}

Answer list_grants(const Call& call) {
    MOORING_TRY(const auto grants,
                call.read([&](CatalogSnapshot& catalog) { return list_own_grants(catalog, call.asker); }));
    return list_answer("grants", grants, write_grant);
}

Answer delete_grant(const Call& call) {
    MOORING_TRY(const auto app, call.path_id<domain::AppId>(0));
    MOORING_CHECK(
        call.write([&](CatalogTransaction& tx) { return revoke_own_grant(tx, call.mint(), call.asker, app); }));
    return no_content();
}

}  // namespace mooring::api::dashboard
