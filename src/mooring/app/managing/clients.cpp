#include "mooring/app/managing/clients.hpp"

#include <algorithm>
#include <utility>

#include "mooring/app/managing/places.hpp"

namespace mooring::app::managing {
namespace {

constexpr std::size_t listed_keys = 200;

/// An app of a workspace, for its owners. The built-in one is of none.
Result<App> find_app(CatalogSnapshot& catalog, const Asker& asker, AppId id) {
    MOORING_TRY(std::optional<App> app, catalog.apps().find(id));
    if (!app || !app->workspace) return Error{Errc::not_found, "not found"};
    MOORING_CHECK(find_workspace(catalog, asker, Purpose::change, Right::own, *app->workspace));
    return *std::move(app);
}

}  // namespace

Result<std::vector<App>> list_apps(CatalogSnapshot& catalog, const Asker& asker, std::optional<WorkspaceId> workspace) {
    if (workspace) {
        MOORING_CHECK(find_workspace(catalog, asker, Purpose::look, Right::own, *workspace));
        return catalog.apps().list(*workspace);
    }
    MOORING_TRY(const std::vector<Workspace> owned, list_owned_workspaces(catalog, asker));
    std::vector<App> apps;
    for (const Workspace& one : owned) {
        MOORING_TRY(std::vector<App> of_one, catalog.apps().list(one.id));
        std::ranges::move(of_one, std::back_inserter(apps));
    }
    std::ranges::sort(apps, {}, &App::id);
    return apps;
}

Result<accounts::CreatedApp> create_app(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                        const accounts::WantedApp& wanted) {
    MOORING_CHECK(find_workspace(tx, asker, Purpose::change, Right::own, wanted.workspace));
    MOORING_TRY(const std::vector<App> apps, tx.apps().list(wanted.workspace));
    if (apps.size() >= apps_at_most) return Error{Errc::conflict, "the workspace has 100 apps"};
    return accounts::create_app(tx, mint, wanted, asker.actor());
}

Result<App> update_app(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId id, const AppPatch& patch) {
    MOORING_TRY(const App app, find_app(tx, asker, id));
    accounts::WantedApp wanted;
    wanted.name = patch.name.value_or(app.name);
    wanted.redirect_uris = patch.redirect_uris.value_or(app.redirect_uris);
    return accounts::update_app(tx, mint, id, wanted, asker.actor());
}

Result<accounts::CreatedApp> replace_app_secret(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId id,
                                                std::chrono::seconds overlap) {
    MOORING_CHECK(find_app(tx, asker, id));
    return accounts::replace_secret(tx, mint, id, overlap, asker.actor());
}

Result<void> remove_app(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId id) {
    MOORING_CHECK(find_app(tx, asker, id));
    return accounts::remove_app(tx, mint, id, asker.actor());
}

Result<std::vector<domain::ApiKey>> list_keys(CatalogSnapshot& catalog, const Asker& asker, WorkspaceId workspace) {
    MOORING_CHECK(find_workspace(catalog, asker, Purpose::look, Right::own, workspace));
    MOORING_TRY(std::vector<domain::ApiKey> keys, catalog.api_keys().list(workspace));
    std::ranges::stable_partition(keys, [](const domain::ApiKey& key) { return !key.revoked_at; });
    if (keys.size() > listed_keys) keys.resize(listed_keys);
    return keys;
}

Result<publishing::CreatedApiKey> create_key(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                             publishing::NewApiKey wanted) {
    MOORING_CHECK(find_workspace(tx, asker, Purpose::change, Right::own, wanted.workspace));
    wanted.created_by = asker.actor().name;
    MOORING_TRY(publishing::CreatedApiKey created,
                publishing::create_api_key(tx, mint.secret, mint.random, mint.clock.now(), wanted));
    MOORING_CHECK(
        note(tx, mint, asker, "key.created", created.record.display + " " + created.record.label, wanted.workspace));
    return created;
}

Result<void> revoke_key(CatalogTransaction& tx, const Mint& mint, const Asker& asker, WorkspaceId workspace,
                        domain::ApiKeyId id) {
    MOORING_CHECK(find_workspace(tx, asker, Purpose::change, Right::own, workspace));
    MOORING_TRY(const std::vector<domain::ApiKey> keys, tx.api_keys().list(workspace));
    const auto key = std::ranges::find(keys, id, &domain::ApiKey::id);
    if (key == keys.end()) return Error{Errc::not_found, "not found"};
    if (key->revoked_at) return ok();
    MOORING_CHECK(publishing::revoke_api_key(tx, mint.clock.now(), workspace, id));
    return note(tx, mint, asker, "key.revoked", key->display + " " + key->label, workspace);
}

}  // namespace mooring::app::managing
