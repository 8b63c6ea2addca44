#include "mooring/app/creators/library.hpp"
#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/episode_fields.hpp"
#include "mooring/api/creators/media_record.hpp"
#include "mooring/api/creators/upload_addresses.hpp"
#include "mooring/base/time_text.hpp"

// Audio without an episode, which older clients upload first and give to an episode then.

namespace mooring::api::creators {
namespace {

std::string_view track_status(UploadState state) {
    switch (state) {
        case UploadState::open: return "waiting";
        case UploadState::processing: return "started";
        case UploadState::processed: return "finished";
        case UploadState::failed: return "failed";
    }
    return "waiting";
}

/// The first entry of `episodeAudios` that has an `audioId`.
Checked<std::optional<std::int64_t>> first_audio(const Body& body) {
    const boost::json::value* audios = body.find("episodeAudios");
    if (audios == nullptr) return std::optional<std::int64_t>{};
    if (!audios->is_array()) return invalid_field("body", "episodeAudios", "must be a list");
    if (audios->get_array().empty()) return std::optional<std::int64_t>{};
    if (audios->get_array().size() > 1) return invalid_field("body", "episodeAudios", "must have at most one entry");
    const boost::json::value& entry = audios->get_array().front();
    if (!entry.is_object()) return invalid_field("body", "episodeAudios", "must be a list of objects");
    MOORING_TRY(const std::optional<std::int64_t> audio, Body{entry.get_object()}.id("audioId"));
    if (!audio) return invalid_field("body", "episodeAudios", "must have an audioId");
    return audio;
}

}  // namespace

Answer begin_library_audio(const Call& call) {
    MOORING_TRY(const Upload wanted, new_media_upload(call));
    MOORING_TRY(const Upload upload, call.write([&](CatalogTransaction& tx) {
        return app::creators::begin_upload(tx, call.services.random, call.now, wanted);
    }));
    JsonWriter json;
    json.begin_object().member("requestUuid", upload.id).member("fileKey", upload.id + "/" + upload.filename);
    json.member("signedUrl", upload_address(call, upload)).end_object();
    return json_answer(json);
}

Answer submit_library_audio(const Call& call, const Body& body) {
    MOORING_TRY(const Upload upload, find_media_upload(call, Right::write));
    app::creators::Submission submission;
    MOORING_TRY(const std::optional<std::string> caption, body.text("caption"));
    MOORING_TRY(const std::optional<std::string> origin, body.text("origin"));
    MOORING_TRY(const std::optional<bool> is_extracted, body.flag("isExtractedFromVideo"));
    submission.caption = app::creators::clean_filename(caption.value_or(""));
    submission.origin = app::creators::clean_filename(origin.value_or(""));
    submission.is_extracted_from_video = is_extracted.value_or(false);
    return submit_checked(call, upload, submission,
                          [&](const std::vector<app::creators::UploadPart>& stored) -> Checked<void> {
                              if (app::creators::check_parts(upload, stored, {}) == app::creators::PartTrouble::none) {
                                  return {};
                              }
                              return Refusal{400, "upload_incomplete", "the file was never stored"};
                          });
}

Answer old_upload_status(const Call& call) {
    MOORING_TRY(const Upload upload, find_media_upload(call, Right::read));
    MOORING_TRY(const MediaRecord record, media_record(call, upload));
    JsonWriter json;
    write_old_record(json, record);
    return json_answer(json);
}

Answer audio_library(const Call& call) {
    MOORING_TRY(const std::vector<Upload> uploads, call.read([&](CatalogSnapshot& catalog) {
        return catalog.uploads().library(call.account().id, app::creators::most_library_audio);
    }));
    JsonWriter json;
    json.begin_object().name("audios").begin_array();
    for (const Upload& upload : uploads) {
        json.begin_object().member("audioId", std::to_string(upload.audio.value)).member("caption", upload.caption);
        json.member("duration", upload.duration ? upload.duration->count() : 0);
        json.member("created", iso8601_millis(upload.created_at));
        json.member("audioTransformationStatus", track_status(upload.state)).end_object();
    }
    json.end_array().end_object();
    return json_answer(json);
}

Answer create_from_library(const Call& call, const Body& body) {
    MOORING_TRY(const Show show, oldest_show(call, Right::write));
    MOORING_TRY(const std::optional<std::int64_t> audio, first_audio(body));
    MOORING_TRY(app::creators::EpisodeChange wanted, read_episode_change(body));
    MOORING_TRY(const std::optional<std::int64_t> offset, body.integer("hourOffset"));
    if (offset && (*offset < -14 || *offset > 14)) {
        return invalid_field("body", "hourOffset", "must be between -14 and 14");
    }
    // Here `isDraft: false` says what the other families' `isPublished: true` does.
    MOORING_TRY(const std::optional<bool> is_draft, body.flag("isDraft"));
    if (is_draft == false && !wanted.state.is_published) wanted.state.is_published = true;
    MOORING_TRY(const EpisodeInShow made, call.write([&](CatalogTransaction& tx) {
        return app::creators::create_with_audio(
            tx, call.services.blobs, call.services.random, call.now, call.account().id, show,
            {.audio = audio ? std::optional{app::creators::AudioId{*audio}} : std::nullopt,
             .hour_offset = static_cast<int>(offset.value_or(0)),
             .change = wanted},
            call.services.settings.rules);
    }));
    JsonWriter json;
    json.begin_object().member("podcastEpisodeId", domain::web_episode_id(made.episode.id));
    json.member("episodeId", made.episode.id.value).end_object();
    return json_answer(json);
}

}  // namespace mooring::api::creators
