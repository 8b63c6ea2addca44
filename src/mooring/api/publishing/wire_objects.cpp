#include "mooring/api/publishing/wire_objects.hpp"

namespace mooring::api::publishing {
namespace {

std::string image_of(const std::string& given_url, const std::string& hash, const app::PublicUrls& urls) {
    if (!given_url.empty() || hash.empty()) return given_url;
    return urls.image(hash, "640", "jpg");
}

std::string audio_url(const domain::Episode& episode, const app::PublicUrls& urls) {
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) return external->url;
    return domain::has_ready_media(episode) ? urls.media(episode) : std::string{};
}

std::int64_t audio_length(const domain::Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) return stored->size_bytes;
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        return external->size_bytes.value_or(0);
    }
    return 0;
}

}  // namespace

void write_episode(JsonWriter& json, const domain::Episode& episode, std::string_view show_title,
                   const app::PublicUrls& urls) {
    json.begin_object()
        .member("id", episode.id.value)
        .member("title", episode.title)
        .member("description", episode.description)
        .member("image", image_of(episode.image_url, episode.image_hash, urls))
        .member("datetime", unix_seconds(episode.publish_at.value_or(Instant{})))
        .member("audio_url", audio_url(episode, urls))
        .member("audio_length", audio_length(episode))
        .member("show", show_title)
        .member("show_id", episode.show.value)
        .end_object();
}

std::string show_image(const domain::Show& show, const app::PublicUrls& urls) {
    return image_of(show.image_url, show.image_hash, urls);
}

void write_show(JsonWriter& json, const domain::Show& show, const app::PublicUrls& urls) {
    json.begin_object()
        .member("id", show.id.value)
        .member("title", show.title)
        .member("description", show.description)
        .member("image", show_image(show, urls))
        .flag("published", show.visibility == domain::ShowVisibility::published)
        .member("presenter", show.presenter)
        .end_object();
}

}  // namespace mooring::api::publishing
