#include "mooring/api/json/json_writer.hpp"
#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/endpoints.hpp"
#include "mooring/app/publishing/workspaces.hpp"

namespace mooring::api::publishing {

http::Response get_station(Services& services, const Call& call, std::string_view) {
    const Result<domain::Workspace> station = services.catalog.read([&](app::publishing::CatalogSnapshot& catalog) {
        return app::publishing::get_workspace(catalog, call.workspace());
    });
    if (!station) return error_answer(station.error());
    JsonWriter json;
    json.begin_object()
        .member("id", station->id.value)
        .member("name", station->name)
        .member("description", station->description)
        .member("image", station->image_url)
        .member("color", station->color)
        .member("url", station->website_url)
        .end_object();
    return json_answer(200, json.take());
}

}  // namespace mooring::api::publishing
