#include <utility>

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/password_answers.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"
#include "mooring/app/managing/own_account.hpp"

namespace mooring::api::dashboard {

using app::managing::AccountPatch;

Answer get_account(const Call& call) {
    JsonWriter json;
    json.begin_object();
    write_account_members(json, *call.asker.principal.account);
    json.flag("read_only", call.asker.principal.is_read_only);
    json.member("csrf_token", csrf_token(call.services, *call.asker.principal.session)).end_object();
    return json_answer(200, json.take());
}

Answer put_account(const Call& call, const Body& body) {
    AccountPatch patch;
    MOORING_TRY(patch.display_name, body.text("display_name"));
    MOORING_TRY(patch.country, body.text("country"));
    MOORING_TRY(patch.filters_explicit, body.flag("filters_explicit"));
    MOORING_TRY(const domain::Account account, call.write([&](CatalogTransaction& tx) {
        return update_own_account(tx, call.mint(), call.asker, patch);
    }));
    return object_answer(200, account, write_account);
}

void put_password(const Call& call, const Body& body, Done done) {
    auto current = body.password("current_password");
    if (!current) return done(error_answer(current.error()));
    auto wanted = body.password("password");
    if (!wanted) return done(error_answer(wanted.error()));
    call.services.with_password.change_password(
        call.asker, call.request.client, *std::move(current), *std::move(wanted),
        [done = std::move(done)](Result<app::managing::WithPassword::Confirmation> changed) {
            if (!changed) return done(error_answer(changed.error()));
            done(changed->is_right ? no_content() : wrong_password(changed->wait, "current_password"));
        });
}

}  // namespace mooring::api::dashboard
