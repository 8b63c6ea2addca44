#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"
#include "mooring/app/managing/clients.hpp"

namespace mooring::api::dashboard {
namespace {

using app::accounts::CreatedApp;
using app::accounts::WantedApp;
using app::managing::AppPatch;

http::Response created_answer(int status, const CreatedApp& created) {
    JsonWriter json;
    write_app(json, created.app, created.client_secret);
    return json_answer(status, json.take());
}

Result<WantedApp> read_app(const Body& body) {
    WantedApp wanted;
    MOORING_TRY(const auto workspace, body.integer("workspace_id"));
    if (!workspace) return invalid("workspace_id", "is required");
    wanted.workspace = domain::WorkspaceId{*workspace};
    MOORING_TRY(wanted.name, body.required_text("name"));
    MOORING_TRY(const auto kind, body.text("kind"));
    if (kind && *kind != "confidential" && *kind != "public") return invalid("kind", "must be confidential or public");
    wanted.kind = kind == "public" ? domain::AppKind::public_client : domain::AppKind::confidential;
    MOORING_TRY(const auto uris, body.texts("redirect_uris"));
    wanted.redirect_uris = uris.value_or(std::vector<std::string>{});
    return wanted;
}

}  // namespace

Answer list_apps(const Call& call) {
    MOORING_TRY(const auto workspace, call.query_number("workspace", 1, domain::max_wire_id));
    MOORING_TRY(const auto apps, call.read([&](CatalogSnapshot& catalog) {
        return app::managing::list_apps(catalog, call.asker,
                                        workspace ? std::optional{domain::WorkspaceId{*workspace}} : std::nullopt);
    }));
    return list_answer("apps", apps, [](JsonWriter& json, const domain::App& app) { write_app(json, app); });
}

Answer create_app(const Call& call, const Body& body) {
    MOORING_TRY(const WantedApp wanted, read_app(body));
    MOORING_TRY(const CreatedApp created, call.write([&](CatalogTransaction& tx) {
        return app::managing::create_app(tx, call.mint(), call.asker, wanted);
    }));
    return created_answer(201, created);
}

Answer put_app(const Call& call, const Body& body) {
    MOORING_TRY(const auto id, call.path_id<domain::AppId>(0));
    AppPatch patch;
    MOORING_TRY(patch.name, body.text("name"));
    MOORING_TRY(patch.redirect_uris, body.texts("redirect_uris"));
    MOORING_TRY(const domain::App app, call.write([&](CatalogTransaction& tx) {
        return app::managing::update_app(tx, call.mint(), call.asker, id, patch);
    }));
    return created_answer(200, {app, {}});
}

Answer delete_app(const Call& call) {
    MOORING_TRY(const auto id, call.path_id<domain::AppId>(0));
    MOORING_CHECK(
        call.write([&](CatalogTransaction& tx) { return app::managing::remove_app(tx, call.mint(), call.asker, id); }));
    return no_content();
}

Answer replace_app_secret(const Call& call, const Body& body) {
    MOORING_TRY(const auto id, call.path_id<domain::AppId>(0));
    MOORING_TRY(const auto hours, body.integer("overlap_hours"));
    if (hours && (*hours < 0 || *hours > 24)) return invalid("overlap_hours", "must be 0 to 24");
    MOORING_TRY(const CreatedApp replaced, call.write([&](CatalogTransaction& tx) {
        return app::managing::replace_app_secret(tx, call.mint(), call.asker, id,
                                                 std::chrono::hours{hours.value_or(0)});
    }));
    return created_answer(200, replaced);
}

}  // namespace mooring::api::dashboard
