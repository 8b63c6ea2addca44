#include "mooring/api/creators/endpoints.hpp"
#include "mooring/base/time_text.hpp"

// The film of an episode as the old dashboard reads it.

namespace mooring::api::creators {

Answer episode_video(const Call& call) {
    const std::optional<domain::StoredVideo>& video = call.episode->episode.video;
    if (!video) return not_found();
    MOORING_TRY(const Account owner,
                call.read([&](CatalogSnapshot& catalog) { return app::creators::owner_of(catalog, *call.show); }));
    const std::int64_t number = call.episode->episode.audio.value;
    JsonWriter json;
    json.begin_object().member("episodeId", call.episode_id().value).member("episodeSpotifyVideoId", number);
    json.member("videoUploadId", number).member("userId", owner.id.value);
    json.member("created", iso8601_millis(video->since)).member("caption", video->caption);
    json.member("duration", video->duration.count()).member("filename", video->caption);
    json.member("fileSize", video->size_bytes).member("requestUuid", video->upload);
    json.member("url", call.services.urls.video(call.episode->episode)).member("extension", "mp4").end_object();
    return json_answer(json);
}

Answer set_episode_video(const Call& call, const Body& body) {
    MOORING_TRY(const std::optional<std::int64_t> wanted, body.id("videoUploadId"));
    if (!wanted) return missing_field("videoUploadId");
    // Submitting a film puts it into its episode already; what is left is to say so.
    MOORING_TRY(const std::optional<Upload> upload, call.read([&](CatalogSnapshot& catalog) {
        return catalog.uploads().find_by_audio(app::creators::AudioId{*wanted});
    }));
    if (!upload || upload->episode != call.episode_id() || upload->kind != UploadKind::video) {
        return invalid_field("body", "videoUploadId", "is not a film of this episode");
    }
    JsonWriter json;
    json.begin_object().member("episodeId", domain::web_episode_id(call.episode_id()));
    json.member("episodeSpotifyVideoId", *wanted).member("videoUploadId", *wanted).end_object();
    return json_answer(json);
}

}  // namespace mooring::api::creators
