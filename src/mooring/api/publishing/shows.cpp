#include "mooring/app/publishing/shows.hpp"

#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/endpoints.hpp"
#include "mooring/api/publishing/fields.hpp"
#include "mooring/api/publishing/fingerprint.hpp"
#include "mooring/api/publishing/wire_objects.hpp"

namespace mooring::api::publishing {
namespace {

using app::publishing::CatalogSnapshot;
using app::publishing::CatalogTransaction;
using app::publishing::RememberedAnswer;
using app::publishing::ShowPatch;

constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_description = 5000;
constexpr std::size_t longest_presenter = 200;

/// The members that creating and changing a show take (publishing-v1.md, section 11).
struct ShowFields {
    std::optional<std::string> title, description, image_url;
    std::optional<bool> published;
    std::optional<std::string> presenter;

    std::string fingerprint(std::string_view operation) const {
        return Fingerprint{operation}
            .text(title)
            .text(description)
            .text(image_url)
            .flag(published)
            .text(presenter)
            .finish();
    }
};

enum class Use { create, change };

Result<ShowFields> read_show(std::string_view body, Use use, const app::publishing::UrlRule& rule) {
    ShowFields wanted;
    if (body.empty() && use == Use::change) return wanted;
    MOORING_TRY(const Fields fields, Fields::from_json(body));
    MOORING_TRY(wanted.title, fields.filled_text("title", longest_title, TextKind::line));
    if (use == Use::create && !wanted.title) return invalid("title", "title is required");
    MOORING_TRY(wanted.description, fields.text("description", longest_description, TextKind::prose));
    MOORING_TRY(wanted.image_url, fields.url("image_url", rule));
    MOORING_TRY(wanted.published, fields.boolean("published"));
    MOORING_TRY(wanted.presenter, fields.text("presenter", longest_presenter, TextKind::line));
    return wanted;
}

domain::ShowVisibility visibility_of(bool is_published) {
    return is_published ? domain::ShowVisibility::published : domain::ShowVisibility::unpublished;
}

http::Response show_answer(const domain::Show& show, const app::PublicUrls& urls) {
    JsonWriter json;
    write_show(json, show, urls);
    return json_answer(200, json.take());
}

}  // namespace

http::Response list_shows(Services& services, const Call& call, std::string_view) {
    const Result<std::vector<domain::Show>> shows = services.catalog.read(
        [&](CatalogSnapshot& catalog) { return app::publishing::list_shows(catalog, call.workspace()); });
    if (!shows) return error_answer(shows.error());
    JsonWriter json;
    json.begin_array();
    for (const domain::Show& show : *shows) write_show(json, show, services.urls);
    json.end_array();
    return json_answer(200, json.take());
}

http::Response get_show(Services& services, const Call& call, std::string_view) {
    const std::optional<std::int64_t> id = call.path_id();
    if (!id) return error_answer(404, "Show not found");
    const Result<domain::Show> show = services.catalog.read([&](CatalogSnapshot& catalog) {
        return app::publishing::get_show(catalog, call.workspace(), domain::ShowId{*id});
    });
    return show ? show_answer(*show, services.urls) : error_answer(show.error());
}

http::Response create_show(Services& services, const Call& call, std::string_view body) {
    const Result<ShowFields> fields = read_show(body, Use::create, services.is_acceptable_url);
    if (!fields) return error_answer(fields.error());
    domain::Show wanted;
    wanted.workspace = call.workspace();
    wanted.title = *fields->title;
    wanted.description = fields->description.value_or("");
    wanted.image_url = fields->image_url.value_or("");
    wanted.visibility = visibility_of(fields->published.value_or(false));
    wanted.presenter = fields->presenter.value_or("");
    return run_create(
        services, call, [&] { return fields->fingerprint(call.operation); },
        [&](CatalogTransaction& tx) -> Result<RememberedAnswer> {
            MOORING_TRY(const domain::Show show,
                        app::publishing::create_show(tx, services.random, services.urls, services.clock.now(), wanted));
            JsonWriter json;
            write_show(json, show, services.urls);
            return RememberedAnswer{201, "Location: /v1/shows/" + std::to_string(show.id.value) + "\n", json.take()};
        });
}

http::Response update_show(Services& services, const Call& call, std::string_view body) {
    const Result<ShowFields> fields = read_show(body, Use::change, services.is_acceptable_url);
    if (!fields) return error_answer(fields.error());
    const std::optional<std::int64_t> id = call.path_id();
    if (!id) return error_answer(404, "Show not found");
    ShowPatch patch{.title = fields->title,
                    .description = fields->description,
                    .presenter = fields->presenter,
                    .image_url = fields->image_url,
                    .visibility = {}};
    if (fields->published) patch.visibility = visibility_of(*fields->published);
    const Result<domain::Show> show = services.catalog.write([&](CatalogTransaction& tx) {
        return app::publishing::update_show(tx, services.clock.now(), call.workspace(), domain::ShowId{*id}, patch);
    });
    return show ? show_answer(*show, services.urls) : error_answer(show.error());
}

http::Response delete_show(Services& services, const Call& call, std::string_view) {
    const std::optional<std::int64_t> id = call.path_id();
    if (!id) return error_answer(404, "Show not found");
    const Result<void> deleted = services.catalog.write([&](CatalogTransaction& tx) {
        return app::publishing::delete_show(tx, services.clock.now(), call.workspace(), domain::ShowId{*id});
    });
    return deleted ? http::Response::empty(204) : error_answer(deleted.error());
}

}  // namespace mooring::api::publishing
