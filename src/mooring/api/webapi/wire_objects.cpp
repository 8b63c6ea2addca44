#include "mooring/api/webapi/wire_objects.hpp"

#include "mooring/api/webapi/ids.hpp"
#include "mooring/api/webapi/paging.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {
namespace {

template <class Texts>
void write_texts(JsonWriter& json, const Texts& texts) {
    json.begin_array();
    for (const auto& text : texts) json.text(text);
    json.end_array();
}

void write_external_urls(JsonWriter& json, std::string_view page_url) {
    json.name("external_urls").begin_object().member("spotify", page_url).end_object();
}

/// The members before `episodes`.
void write_show_texts(JsonWriter& json, const ShowObject& show) {
    json.name("available_markets");
    write_texts(json, available_markets(show.markets));
    json.name("copyrights").begin_array();
    for (const Copyright& copyright : show.copyrights) {
        json.begin_object().member("text", copyright.text).member("type", copyright.type).end_object();
    }
    json.end_array();
    json.member("description", show.description).member("html_description", show.html_description);
}

/// The members after it.
void write_show_facts(JsonWriter& json, const ShowObject& show, const Links& links) {
    json.flag("explicit", show.is_explicit);
    write_external_urls(json, show.page_url);
    json.member("href", links.show(show.id)).member("id", show.id).name("images");
    write_images(json, show.images);
    json.name("is_externally_hosted");
    if (show.is_externally_hosted) {
        json.boolean(*show.is_externally_hosted);
    } else {
        json.null();
    }
    json.name("languages");
    write_texts(json, show.languages);
    json.member("media_type", show.has_video ? "mixed" : "audio")
        .member("name", show.name)
        .member("publisher", show.publisher)
        .member("total_episodes", show.total_episodes)
        .member("type", "show")
        .member("uri", show_uri(show.id));
}

void write_episode_members(JsonWriter& json, const EpisodeObject& episode, const Links& links) {
    json.name("audio_preview_url");
    if (episode.audio_preview_url) {
        json.text(*episode.audio_preview_url);
    } else {
        json.null();
    }
    json.member("description", episode.description)
        .member("html_description", episode.html_description)
        .member("duration_ms", std::int64_t{episode.duration.count()})
        .flag("explicit", episode.is_explicit.value_or(false));
    write_external_urls(json, episode.page_url);
    json.member("href", links.episode(episode.id)).member("id", episode.id).name("images");
    write_images(json, episode.images);
    json.flag("is_externally_hosted", episode.is_externally_hosted)
        .flag("is_playable", !episode.restriction)
        .member("language", episode.languages.empty() ? std::string_view{} : episode.languages.front())
        .name("languages");
    write_texts(json, episode.languages);
    json.member("name", episode.name)
        .member("release_date", release_date(episode.published_at, episode.precision))
        .member("release_date_precision", to_string(episode.precision));
    if (episode.resume_point) {
        json.name("resume_point")
            .begin_object()
            .flag("fully_played", episode.resume_point->is_fully_played)
            .member("resume_position_ms", std::int64_t{episode.resume_point->position.count()})
            .end_object();
    }
    if (episode.restriction) {
        json.name("restrictions").begin_object().member("reason", to_string(*episode.restriction)).end_object();
    }
    json.member("type", "episode").member("uri", episode_uri(episode.id));
}

}  // namespace

std::vector<std::string> language_codes(std::string_view bcp47) {
    const std::string_view primary = bcp47.substr(0, bcp47.find('-'));
    if (primary.empty()) return {};
    return {to_lower_ascii(primary)};
}

std::optional<bool> external_hosting(std::int64_t episodes, std::int64_t external) {
    if (episodes <= 0) return std::nullopt;
    return external == episodes;
}

void inherit(EpisodeObject& episode, const ShowObject& show) {
    if (episode.images.empty()) episode.images = show.images;
    if (episode.languages.empty()) episode.languages = show.languages;
    if (!episode.is_explicit) episode.is_explicit = show.is_explicit;
}

void write_simplified_show(JsonWriter& json, const ShowObject& show, const Links& links) {
    json.begin_object();
    write_show_texts(json, show);
    write_show_facts(json, show, links);
    json.end_object();
}

void write_full_show(JsonWriter& json, const ShowObject& show, std::span<const EpisodeObject> episodes,
                     const Market& market, const Links& links) {
    json.begin_object();
    write_show_texts(json, show);
    json.name("episodes");
    write_page(json, links.show_episodes(show.id), embedded_page, market, show.total_episodes, [&] {
        for (const EpisodeObject& episode : episodes) write_simplified_episode(json, episode, links);
    });
    write_show_facts(json, show, links);
    json.end_object();
}

void write_simplified_episode(JsonWriter& json, const EpisodeObject& episode, const Links& links) {
    json.begin_object();
    write_episode_members(json, episode, links);
    json.end_object();
}

void write_full_episode(JsonWriter& json, const EpisodeObject& episode, const ShowObject& show, const Links& links) {
    json.begin_object();
    write_episode_members(json, episode, links);
    json.name("show");
    write_simplified_show(json, show, links);
    json.end_object();
}

void write_saved_show(JsonWriter& json, Instant added_at, const ShowObject& show, const Links& links) {
    json.begin_object().member("added_at", iso8601_seconds(added_at)).name("show");
    write_simplified_show(json, show, links);
    json.end_object();
}

void write_saved_episode(JsonWriter& json, Instant added_at, const EpisodeObject& episode, const ShowObject& show,
                         const Links& links) {
    json.begin_object().member("added_at", iso8601_seconds(added_at)).name("episode");
    write_full_episode(json, episode, show, links);
    json.end_object();
}

}  // namespace mooring::api::webapi
