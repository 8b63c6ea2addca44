#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/endpoints.hpp"
#include "mooring/api/publishing/episode_fields.hpp"
#include "mooring/api/publishing/fingerprint.hpp"
#include "mooring/api/publishing/wire_objects.hpp"
#include "mooring/app/publishing/episodes.hpp"

namespace mooring::api::publishing {
namespace {

using app::publishing::CatalogTransaction;
using app::publishing::EpisodeInShow;
using app::publishing::EpisodePatch;
using app::publishing::RememberedAnswer;

struct NewExternalEpisode {
    EpisodeFields common;
    std::string audio_url;
    std::optional<std::string> image_url;

    std::string fingerprint(std::string_view operation) const {
        return Fingerprint{operation}
            .text(common.title)
            .number(common.show_id)
            .text(audio_url)
            .text(common.description)
            .text(image_url)
            .number(common.datetime)
            .finish();
    }
};

Result<NewExternalEpisode> read_new_episode(std::string_view body, const app::publishing::UrlRule& rule) {
    MOORING_TRY(const Fields fields, Fields::from_json(body));
    NewExternalEpisode wanted;
    MOORING_TRY(wanted.common.title, read_required_title(fields));
    MOORING_TRY(wanted.common.show_id, required("show_id", fields.integer("show_id")));
    MOORING_TRY(wanted.audio_url, required("audio_url", fields.url("audio_url", rule)));
    if (wanted.audio_url.empty()) return invalid("audio_url", "audio_url is required");
    MOORING_TRY(wanted.common.description, read_description(fields));
    MOORING_TRY(wanted.image_url, fields.url("image_url", rule));
    MOORING_TRY(wanted.common.datetime, fields.datetime("datetime"));
    return wanted;
}

/// An empty body changes nothing.
Result<EpisodePatch> read_patch(std::string_view body, const app::publishing::UrlRule& rule) {
    if (body.empty()) return EpisodePatch{};
    MOORING_TRY(const Fields fields, Fields::from_json(body));
    EpisodePatch patch;
    MOORING_TRY(patch.title, read_title(fields));
    MOORING_TRY(patch.description, read_description(fields));
    MOORING_TRY(patch.image_url, fields.url("image_url", rule));
    MOORING_TRY(const auto datetime, fields.datetime("datetime"));
    if (datetime) patch.publish_at = from_unix_seconds(*datetime);
    return patch;
}

}  // namespace

http::Response create_episode(Services& services, const Call& call, std::string_view body) {
    const Result<NewExternalEpisode> wanted = read_new_episode(body, services.is_acceptable_url);
    if (!wanted) return error_answer(wanted.error());
    domain::Episode episode = episode_of(wanted->common, call.workspace());
    episode.image_url = wanted->image_url.value_or("");
    episode.media =
        domain::ExternalMedia{.url = wanted->audio_url, .size_bytes = {}, .mime_type = {}, .duration = {}, .since = {}};
    return run_create(
        services, call, [&] { return wanted->fingerprint(call.operation); },
        [&](CatalogTransaction& tx) -> Result<RememberedAnswer> {
            MOORING_TRY(const EpisodeInShow created,
                        app::publishing::create_episode(tx, services.random, services.clock.now(), episode));
            return created_answer(created, services.urls);
        });
}

http::Response update_episode(Services& services, const Call& call, std::string_view body) {
    const Result<EpisodePatch> patch = read_patch(body, services.is_acceptable_url);
    if (!patch) return error_answer(patch.error());
    const std::optional<std::int64_t> id = call.path_id();
    if (!id) return error_answer(404, "Episode not found");
    const Result<EpisodeInShow> changed = services.catalog.write([&](CatalogTransaction& tx) {
        return app::publishing::update_episode(tx, services.clock.now(), call.workspace(), domain::EpisodeId{*id},
                                               *patch);
    });
    if (!changed) return error_answer(changed.error());
    JsonWriter json;
    write_episode(json, changed->episode, changed->show.title, services.urls);
    return json_answer(200, json.take());
}

http::Response archive_episode(Services& services, const Call& call, std::string_view) {
    const std::optional<std::int64_t> id = call.path_id();
    if (!id) return error_answer(404, "Episode not found");
    const Result<void> archived = services.catalog.write([&](CatalogTransaction& tx) {
        return app::publishing::archive_episode(tx, services.clock.now(), call.workspace(), domain::EpisodeId{*id},
                                                call.actor());
    });
    return archived ? http::Response::empty(204) : error_answer(archived.error());
}

http::Response generate_episode(Services&, const Call&, std::string_view) {
    return error_answer(501, "Recording is not available on this server");
}

}  // namespace mooring::api::publishing
