#include "mooring/app/managing/users.hpp"

#include <utility>

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"

namespace mooring::api::dashboard {
namespace {

using app::accounts::NewAccount;
using app::managing::UserPatch;

constexpr std::int64_t users_a_page = 100;

Result<NewAccount> read_user(const Body& body) {
    NewAccount wanted;
    MOORING_TRY(wanted.email, body.required_text("email"));
    MOORING_TRY(wanted.display_name, body.required_text("display_name"));
    MOORING_TRY(const auto country, body.text("country"));
    wanted.country = country.value_or("");
    MOORING_TRY(const auto is_administrator, body.flag("administrator"));
    wanted.is_administrator = is_administrator.value_or(false);
    return wanted;
}

}  // namespace

Answer list_users(const Call& call) {
    MOORING_TRY(const auto after, call.query_number("after", 0, domain::max_wire_id));
    MOORING_TRY(const auto limit, call.query_number("limit", 1, users_a_page));
    MOORING_TRY(const auto users, call.read([&](CatalogSnapshot& catalog) {
        return app::managing::list_users(catalog, call.asker, domain::AccountId{after.value_or(0)},
                                         static_cast<std::size_t>(limit.value_or(users_a_page)));
    }));
    return list_answer("users", users, write_account);
}

void create_user(const Call& call, const Body& body, Done done) {
    auto wanted = read_user(body);
    if (!wanted) return done(error_answer(wanted.error()));
    auto password = body.password("password");
    if (!password) return done(error_answer(password.error()));
    call.services.with_password.create_user(
        call.asker, *wanted, *std::move(password), [done = std::move(done)](Result<domain::Account> created) {
            done(created ? object_answer(201, *created, write_account) : error_answer(created.error()));
        });
}

Answer put_user(const Call& call, const Body& body) {
    MOORING_TRY(const auto id, call.path_id<domain::AccountId>(0));
    UserPatch patch;
    MOORING_TRY(patch.profile.email, body.text("email"));
    MOORING_TRY(patch.profile.display_name, body.text("display_name"));
    MOORING_TRY(patch.profile.country, body.text("country"));
    MOORING_TRY(patch.is_administrator, body.flag("administrator"));
    MOORING_TRY(patch.is_disabled, body.flag("disabled"));
    MOORING_TRY(const domain::Account account, call.write([&](CatalogTransaction& tx) {
        return app::managing::update_user(tx, call.mint(), call.asker, id, patch);
    }));
    return object_answer(200, account, write_account);
}

}  // namespace mooring::api::dashboard
