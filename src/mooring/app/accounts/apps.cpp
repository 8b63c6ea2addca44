#include "mooring/app/accounts/apps.hpp"

#include <utility>

#include "mooring/app/accounts/redirect_uris.hpp"
#include "mooring/app/accounts/secrets.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t redirect_uris_at_most = 20;
constexpr std::size_t longest_name = 80;
constexpr std::chrono::seconds longest_overlap = std::chrono::hours{24};

Result<void> check(const WantedApp& wanted, AppKind kind) {
    if (!is_valid_utf8(wanted.name) || has_control_character(wanted.name) || trim(wanted.name).empty() ||
        code_point_count(wanted.name) > longest_name) {
        return invalid("name", "must have 1 to 80 characters");
    }
    if (wanted.redirect_uris.size() > redirect_uris_at_most) return invalid("redirect_uri", "at most 20 are kept");
    for (const std::string& uri : wanted.redirect_uris) MOORING_CHECK(check_redirect_uri(uri, kind));
    return ok();
}

Result<App> existing(CatalogSnapshot& catalog, AppId id) {
    MOORING_TRY(std::optional<App> app, catalog.apps().find(id));
    if (!app || !app->workspace) return Error{Errc::not_found, "no such app"};
    return *std::move(app);
}

Result<void> note(CatalogTransaction& tx, const Mint& mint, const App& app, std::string_view action,
                  const Actor& actor) {
    return record(tx, mint.clock.now(), actor, {.action = action, .text = app.name, .workspace = app.workspace});
}

}  // namespace

Result<CreatedApp> create_app(CatalogTransaction& tx, const Mint& mint, const WantedApp& wanted, const Actor& actor) {
    MOORING_CHECK(check(wanted, wanted.kind));
    CreatedApp created;
    App& app = created.app;
    app.workspace = wanted.workspace;
    app.client_id = make_client_id(mint.random);
    app.name = trim(wanted.name);
    app.kind = wanted.kind;
    app.redirect_uris = wanted.redirect_uris;
    app.created_at = mint.clock.now();
    if (app.kind == AppKind::confidential) {
        created.client_secret = make_client_secret(mint.random);
        app.secret_hash = mint.secret.hash_token(created.client_secret);
    }
    MOORING_TRY(app.id, tx.app_writer().insert(app));
    MOORING_CHECK(note(tx, mint, app, "app.created", actor));
    return created;
}

Result<App> update_app(CatalogTransaction& tx, const Mint& mint, AppId id, const WantedApp& wanted,
                       const Actor& actor) {
    MOORING_TRY(App app, existing(tx, id));
    MOORING_CHECK(check(wanted, app.kind));
    app.name = trim(wanted.name);
    app.redirect_uris = wanted.redirect_uris;
    MOORING_CHECK(tx.app_writer().update(app));
    MOORING_CHECK(note(tx, mint, app, "app.changed", actor));
    return app;
}

Result<CreatedApp> replace_secret(CatalogTransaction& tx, const Mint& mint, AppId id, std::chrono::seconds overlap,
                                  const Actor& actor) {
    if (overlap < std::chrono::seconds{0} || overlap > longest_overlap) {
        return invalid("overlap", "must be 0 to 24 hours");
    }
    CreatedApp replaced;
    MOORING_TRY(replaced.app, existing(tx, id));
    App& app = replaced.app;
    if (app.kind == AppKind::public_client) return Error{Errc::conflict, "a public app has no secret"};
    replaced.client_secret = make_client_secret(mint.random);
    app.previous_secret_hash = std::move(app.secret_hash);
    app.previous_secret_until = mint.clock.now() + overlap;
    app.secret_hash = mint.secret.hash_token(replaced.client_secret);
    MOORING_CHECK(tx.app_writer().update(app));
    MOORING_CHECK(note(tx, mint, app, "app.secret_replaced", actor));
    return replaced;
}

Result<void> remove_app(CatalogTransaction& tx, const Mint& mint, AppId id, const Actor& actor) {
    if (id == domain::creators_app_id) return Error{Errc::forbidden, "the creators' web app is built in"};
    MOORING_TRY(const App app, existing(tx, id));
    MOORING_CHECK(note(tx, mint, app, "app.removed", actor));
    return tx.app_writer().remove(id);
}

}  // namespace mooring::app::accounts
