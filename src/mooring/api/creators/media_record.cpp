#include "mooring/api/creators/media_record.hpp"

#include "mooring/base/time_text.hpp"

namespace mooring::api::creators {
namespace {

constexpr std::string_view storage_region = "us-west-1";
constexpr std::string_view track_color = "#5F93AB";

std::string_view status_word(UploadState state) {
    switch (state) {
        case UploadState::open:
        case UploadState::processing: return "processing";
        case UploadState::processed: return "completed";
        case UploadState::failed: return "failed";
    }
    return "processing";
}

std::string_view request_word(UploadState state) {
    switch (state) {
        case UploadState::open:
        case UploadState::processing: return "uploaded";
        case UploadState::processed: return "processed";
        case UploadState::failed: return "failed";
    }
    return "uploaded";
}

std::string_view validation_word(UploadState state) {
    switch (state) {
        case UploadState::open:
        case UploadState::processing: return "validation_pending";
        case UploadState::processed: return "validation_success";
        case UploadState::failed: return "validation_failure";
    }
    return "validation_pending";
}

std::string_view media_type(const Upload& upload) {
    // What was refused is still called what it came as.
    const bool is_video = upload.state == UploadState::processed ? upload.is_video : upload.kind == UploadKind::video;
    return is_video && !upload.takes_sound_only ? "video" : "audio";
}

std::int64_t duration_of(const Upload& upload) {
    return upload.duration ? upload.duration->count() : 0;
}

void write_request(JsonWriter& json, const MediaRecord& record) {
    const Upload& upload = record.upload;
    json.name("request").begin_object().member("requestUuid", upload.id);
    json.member("state", request_word(upload.state)).member("failureReason", "");
    json.member("filename", upload.filename).member("created", iso8601_millis(upload.created_at));
    json.member("modified", iso8601_millis(upload.modified_at)).member("region", storage_region);
    json.member("userId", record.owner.value).name("audioId");
    upload.state == UploadState::processed ? json.text(std::to_string(upload.audio.value)) : json.null();
    json.end_object();
}

void write_data(JsonWriter& json, const MediaRecord& record) {
    const Upload& upload = record.upload;
    json.name("data");
    if (upload.state != UploadState::processed) {
        json.null();
        return;
    }
    json.begin_object().member("audioId", std::to_string(upload.audio.value));
    json.member("originalAudioId", upload.audio.value).name("derivedFromAudioId").null();
    json.member("userId", record.owner.value).member("originalUserId", record.owner.value).member("type", "default");
    json.member("origin", upload.origin).member("duration", duration_of(upload)).member("caption", upload.caption);
    json.name("locale").null().flag("isDeleted", false).member("created", iso8601_millis(upload.modified_at));
    json.member("modified", iso8601_millis(upload.modified_at));
    json.member("createdUnixTimestamp", unix_seconds(upload.modified_at));
    json.member("audioFileId", upload.audio.value).member("color", track_color).member("url", record.media_url);
    json.end_object();
}

void write_validation(JsonWriter& json, const Upload& upload) {
    json.name("mediaValidation").begin_object().member("status", validation_word(upload.state));
    json.name("failures").begin_array();
    if (upload.state == UploadState::failed) {
        json.begin_object().member("reason", upload.failure.code).member("type", "FAILURE_TYPE_MAL_REJECTION");
        json.member("message", upload.failure.message).end_object();
    }
    json.end_array().name("failureInfo").begin_object();
    if (upload.state == UploadState::failed) {
        json.member("errorCode", upload.failure.code).member("message", upload.failure.message);
    }
    json.end_object().end_object();
}

}  // namespace

Checked<MediaRecord> media_record(const Call& call, const Upload& upload) {
    MediaRecord record{upload, upload.account, {}, call.services.progress.of(upload.id)};
    MOORING_CHECK(call.read([&](CatalogSnapshot& catalog) -> Result<void> {
        if (!upload.show) return ok();
        MOORING_TRY(const std::optional<Show> show, catalog.shows().find(*upload.show));
        if (!show) return ok();
        MOORING_TRY(const Account owner, app::creators::owner_of(catalog, *show));
        record.owner = owner.id;
        if (!upload.episode) return ok();
        MOORING_TRY(const std::optional<Episode> episode, catalog.episodes().find(*upload.episode));
        if (episode && episode->audio == upload.audio) record.media_url = call.services.urls.media(*episode);
        return ok();
    }));
    return record;
}

void write_media_record(JsonWriter& json, const MediaRecord& record, bool with_validation) {
    const Upload& upload = record.upload;
    json.begin_object().member("uploadId", upload.id).member("requestUuid", upload.id);
    json.member("status", status_word(upload.state)).member("mediaType", media_type(upload));
    json.member("durationInMilliseconds", duration_of(upload));
    json.member("validationStatus", validation_word(upload.state));
    if (upload.state == UploadState::processing) {
        json.member("progressPercent", static_cast<std::int64_t>(record.progress.value_or(0) * 100));
    }
    write_request(json, record);
    write_data(json, record);
    const bool is_judged = upload.state == UploadState::processed || upload.state == UploadState::failed;
    if (with_validation && is_judged) write_validation(json, upload);
    json.end_object();
}

void write_old_record(JsonWriter& json, const MediaRecord& record) {
    json.begin_object().member("requestUuid", record.upload.id);
    write_request(json, record);
    write_data(json, record);
    json.end_object();
}

}  // namespace mooring::api::creators
