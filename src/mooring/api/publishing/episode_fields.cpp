#include "mooring/api/publishing/episode_fields.hpp"

#include "mooring/api/publishing/wire_objects.hpp"

namespace mooring::api::publishing {
namespace {

constexpr std::size_t longest_title = 499;
constexpr std::size_t longest_description = 10'000;

}  // namespace

Result<std::optional<std::string>> read_title(const Fields& fields) {
    return fields.filled_text("title", longest_title, TextKind::line);
}

Result<std::string> read_required_title(const Fields& fields) {
    return required("title", read_title(fields));
}

Result<std::optional<std::string>> read_description(const Fields& fields) {
    return fields.text("description", longest_description, TextKind::prose);
}

domain::Episode episode_of(const EpisodeFields& fields, domain::WorkspaceId workspace) {
    domain::Episode episode;
    episode.workspace = workspace;
    episode.show = domain::ShowId{fields.show_id};
    episode.title = fields.title;
    episode.description = fields.description.value_or("");
    if (fields.datetime) episode.publish_at = from_unix_seconds(*fields.datetime);
    return episode;
}

app::publishing::RememberedAnswer created_answer(const app::publishing::EpisodeInShow& created,
                                                 const app::PublicUrls& urls) {
    JsonWriter json;
    write_episode(json, created.episode, created.show.title, urls);
    return {201, "Location: /v1/episodes/" + std::to_string(created.episode.id.value) + "\n", json.take()};
}

}  // namespace mooring::api::publishing
