#include "mooring/app/managing/places.hpp"

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"

namespace mooring::api::dashboard {

using app::managing::NewShow;
using app::managing::NewWorkspace;

Answer list_workspaces(const Call& call) {
    MOORING_TRY(const auto places,
                call.read([&](CatalogSnapshot& catalog) { return list_own_places(catalog, call.asker); }));
    return list_answer("workspaces", places, write_workspace);
}

Answer create_workspace(const Call& call, const Body& body) {
    NewWorkspace wanted;
    MOORING_TRY(wanted.name, body.required_text("name"));
    MOORING_TRY(const auto time_zone, body.text("time_zone"));
    if (time_zone) wanted.time_zone = *time_zone;
    MOORING_TRY(const domain::Workspace workspace, call.write([&](CatalogTransaction& tx) {
        return app::managing::create_workspace(tx, call.mint(), call.asker, wanted);
    }));
    return object_answer(201, app::managing::OwnWorkspace{workspace, domain::Role::owner, {}}, write_workspace);
}

Answer put_workspace(const Call& call, const Body& body) {
    MOORING_TRY(const auto id, call.path_id<domain::WorkspaceId>(0));
    app::publishing::WorkspacePatch patch;
    MOORING_TRY(patch.name, body.text("name"));
    MOORING_TRY(patch.time_zone, body.text("time_zone"));
    MOORING_TRY(patch.publishing_api_enabled, body.flag("publishing_api"));
    MOORING_TRY(const domain::Workspace workspace, call.write([&](CatalogTransaction& tx) {
        return app::managing::update_workspace(tx, call.mint(), call.asker, id, patch);
    }));
    return object_answer(200, app::managing::OwnWorkspace{workspace, domain::Role::owner, {}}, write_workspace);
}

Answer create_show(const Call& call, const Body& body) {
    NewShow wanted;
    MOORING_TRY(wanted.workspace, call.path_id<domain::WorkspaceId>(0));
    MOORING_TRY(wanted.title, body.required_text("title"));
    MOORING_TRY(const auto description, body.text("description"));
    wanted.description = description.value_or("");
    MOORING_TRY(const domain::Show show, call.write([&](CatalogTransaction& tx) {
        return app::managing::create_show(tx, call.mint(), call.services.urls, call.asker, wanted);
    }));
    return object_answer(201, app::managing::OwnShow{show, domain::Role::owner}, write_show);
}

}  // namespace mooring::api::dashboard
