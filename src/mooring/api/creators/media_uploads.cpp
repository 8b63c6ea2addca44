#include <algorithm>

#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/media_record.hpp"
#include "mooring/api/creators/upload_addresses.hpp"
#include "mooring/base/utf8.hpp"

// Audio and video on their way in: 6-A, 6-C, 6-D. The bytes come by storage_handler.cpp.

namespace mooring::api::creators {
namespace {

constexpr std::int64_t most_parts = 1000;
constexpr std::size_t longest_filename = 255;

/// Of section 10; the content of the file decides in the end.
constexpr std::string_view media_types[] = {
    "audio/mp3",  "audio/mpeg",   "audio/wav", "audio/x-wav",     "audio/wave",      "audio/mp4",
    "audio/m4a",  "audio/x-m4a",  "audio/aac", "audio/aiff",      "audio/x-aiff",    "audio/ogg",
    "audio/flac", "audio/x-flac", "video/mp4", "video/quicktime", "application/ogg", "application/octet-stream"};

Refusal unsupported(std::string_view name, std::string_view what) {
    Refusal refusal = invalid_field("query", name, what);
    refusal.code = "unsupported_format";
    return refusal;
}

Checked<UploadKind> kind_of(const Call& call, std::string_view extension, std::string_view type) {
    const std::optional<std::string> wanted = call.parameter("uploadType");
    if (wanted && *wanted != "video" && *wanted != "default") {
        return invalid_field("query", "uploadType", "must be video or default");
    }
    const bool is_video = wanted ? *wanted == "video" : type.starts_with("video/");
    if (is_video && extension != "mp4" && extension != "mov") {
        return unsupported("filename", "must end in mp4 or mov for video");
    }
    return is_video ? UploadKind::video : UploadKind::audio;
}

Checked<int> part_count(const Call& call) {
    if (!equals_ignoring_case(call.parameter("isMultipartUpload").value_or(""), "true")) return 1;
    MOORING_TRY(const std::optional<std::int64_t> count, call.number("numParts"));
    if (count && (*count < 1 || *count > most_parts)) {
        return invalid_field("query", "numParts", "must be between 1 and 1000");
    }
    return static_cast<int>(count.value_or(1));
}

/// A number in a body that has to be the one the upload has.
Checked<void> check_same(const Body& body, std::string_view name, std::optional<std::int64_t> expected) {
    MOORING_TRY(const std::optional<std::int64_t> given, body.id(name));
    if (given && given != expected) return invalid_field("body", name, "is not that of the upload");
    return {};
}

Checked<std::vector<app::creators::PartClaim>> read_claims(const Body& body) {
    std::vector<app::creators::PartClaim> claims;
    const boost::json::value* parts = body.find("parts");
    if (parts == nullptr) return claims;
    const Refusal wrong = invalid_field("body", "parts", "must be a list of objects with partNumber and etag");
    if (!parts->is_array() || parts->get_array().size() > static_cast<std::size_t>(most_parts)) return wrong;
    for (const boost::json::value& part : parts->get_array()) {
        const auto* object = part.if_object();
        const auto* number = object != nullptr ? object->if_contains("partNumber") : nullptr;
        const auto* etag = object != nullptr ? object->if_contains("etag") : nullptr;
        if (number == nullptr || !number->is_int64() || etag == nullptr || !etag->is_string()) return wrong;
        std::string_view text{etag->get_string().data(), etag->get_string().size()};
        if (text.starts_with("W/")) text.remove_prefix(2);
        if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
        claims.push_back({number->get_int64(), std::string{text}});
    }
    return claims;
}

Checked<void> check_claims(const Upload& upload, const std::vector<app::creators::UploadPart>& stored,
                           const std::vector<app::creators::PartClaim>& claims) {
    using app::creators::PartTrouble;
    switch (app::creators::check_parts(upload, stored, claims)) {
        case PartTrouble::none: return {};
        case PartTrouble::list_missing: return missing_field("parts");
        case PartTrouble::numbers_wrong: return invalid_field("body", "parts", "must name every part once");
        case PartTrouble::not_stored: return Refusal{400, "upload_incomplete", "a part was never stored", "parts"};
        case PartTrouble::etag_differs:
            return Refusal{400, "etag_mismatch", "body.parts names another etag than that of the stored part", "parts"};
    }
    return {};
}

Checked<app::creators::Submission> read_submission(const Body& body, const Upload& upload) {
    app::creators::Submission submission;
    MOORING_TRY(const std::optional<std::string> type, body.text("uploadType"));
    if (!type) return missing_field("uploadType");
    if (*type != "default" && *type != "video") {
        return Refusal{400, "invalid_upload_type", "body.uploadType must be default or video", "uploadType"};
    }
    submission.as_video = *type == "video";
    if (submission.as_video && upload.kind != UploadKind::video) {
        return Refusal{400, "invalid_storage", "File is using invalid storage", "uploadType"};
    }
    MOORING_TRY(const std::optional<std::string> caption, body.text("caption"));
    MOORING_TRY(const std::optional<std::string> origin, body.text("origin"));
    submission.caption = app::creators::clean_filename(caption.value_or(""));
    submission.origin = app::creators::clean_filename(origin.value_or(""));
    MOORING_TRY(const std::optional<bool> is_extracted, body.flag("isExtractedFromVideo"));
    submission.is_extracted_from_video = is_extracted.value_or(false);
    MOORING_CHECK(body.flag("isMultipartUpload"));
    return submission;
}

http::Response submitted(const Upload& upload) {
    JsonWriter json;
    json.begin_object().member("requestUuid", upload.id).end_object();
    return json_answer(json);
}

}  // namespace

Checked<Upload> find_media_upload(const Call& call, Right right) {
    MOORING_TRY(const Upload upload, call.read([&](CatalogSnapshot& catalog) {
        return app::creators::find_upload(catalog, *call.principal, right, to_lower_ascii(call.path.at(0)));
    }));
    if (upload.kind != UploadKind::audio && upload.kind != UploadKind::video) return not_found();
    return upload;
}

Checked<Upload> new_media_upload(const Call& call) {
    const std::optional<std::string> filename = call.parameter("filename");
    if (!filename) return missing_query("filename");
    const std::optional<std::string> type = call.parameter("type");
    if (!type) return missing_query("type");
    const bool has_separator = filename->find('/') != std::string::npos || filename->find('\\') != std::string::npos;
    if (filename->size() > longest_filename || has_separator || !is_valid_utf8(*filename)) {
        return invalid_field("query", "filename", "must have at most 255 characters and no path separators");
    }
    const std::string extension = app::creators::media_extension_of(*filename);
    if (extension.empty()) return unsupported("filename", "must end in the extension of a media format");
    const std::string bare_type = to_lower_ascii(trim_ascii(type->substr(0, type->find(';'))));
    if (std::ranges::find(media_types, bare_type) == std::end(media_types)) {
        return unsupported("type", "must be a media type");
    }
    Upload wanted;
    MOORING_TRY(wanted.kind, kind_of(call, extension, bare_type));
    MOORING_TRY(wanted.part_count, part_count(call));
    wanted.account = call.account().id;
    wanted.filename = app::creators::clean_filename(*filename);
    wanted.content_type = bare_type;
    return wanted;
}

Answer begin_media(const Call& call) {
    MOORING_TRY(Upload wanted, new_media_upload(call));
    wanted.show = call.show->id;
    wanted.episode = call.episode_id();
    MOORING_TRY(const Upload upload, call.write([&](CatalogTransaction& tx) {
        return app::creators::begin_upload(tx, call.services.random, call.now, wanted);
    }));
    JsonWriter json;
    json.begin_object();
    write_addresses(json, call, upload);
    if (equals_ignoring_case(call.parameter("isMultipartUpload").value_or(""), "true")) {
        json.name("signedUrlParts").begin_array();
        for (int part = 1; part <= upload.part_count; ++part) {
            json.begin_object().member("partNumber", part).member("url", part_address(call, upload, part)).end_object();
        }
        json.end_array();
    }
    json.end_object();
    return json_answer(json);
}

Answer submit_media(const Call& call, const Body& body) {
    MOORING_TRY(const Upload upload, find_media_upload(call, Right::write));
    if (!upload.show || !upload.episode) return not_found();
    MOORING_TRY(const Show show, call.read([&](CatalogSnapshot& catalog) -> Result<Show> {
        MOORING_TRY(const EpisodeInShow in, app::creators::find_episode(catalog, *upload.episode));
        return in.show;
    }));
    MOORING_CHECK(call.check_user(body, show));
    MOORING_CHECK(check_same(body, "episodeId", upload.episode->value));
    MOORING_CHECK(check_same(body, "stationId", upload.show->value));
    MOORING_TRY(const std::optional<std::string> id, body.text("uploadId"));
    if (id && to_lower_ascii(*id) != upload.id) return invalid_field("body", "uploadId", "is not that of the path");
    MOORING_TRY(const app::creators::Submission submission, read_submission(body, upload));
    MOORING_TRY(const auto claims, read_claims(body));
    if (upload.state != UploadState::open) return submitted(upload);
    return submit_checked(call, upload, submission, [&](const std::vector<app::creators::UploadPart>& stored) {
        return check_claims(upload, stored, claims);
    });
}

Answer submit_checked(const Call& call, const Upload& upload, const app::creators::Submission& submission,
                      const std::function<Checked<void>(const std::vector<app::creators::UploadPart>&)>& check) {
    // The parts are looked at in the transaction that closes the upload: one that arrives meanwhile is either among
    // them or refused.
    std::optional<Refusal> refusal;
    const auto done = call.write([&](CatalogTransaction& tx) -> Result<void> {
        refusal.reset();
        MOORING_TRY(const std::vector<app::creators::UploadPart> stored, tx.uploads().parts(upload.id));
        MOORING_TRY(const std::optional<Upload> present, tx.uploads().find(upload.id));
        if (!present || present->state != UploadState::open) return ok();
        if (auto checked = check(stored); !checked) {
            refusal = checked.error();
            return ok();
        }
        MOORING_CHECK(app::creators::submit_upload(tx, call.now, *present, submission));
        return ok();
    });
    if (!done) return done.error();
    if (refusal) return *refusal;
    return submitted(upload);
}

Answer poll_media(const Call& call) {
    MOORING_TRY(const Upload upload, find_media_upload(call, Right::read));
    MOORING_TRY(const MediaRecord record, media_record(call, upload));
    const bool with_validation = equals_ignoring_case(call.parameter("includeMediaValidation").value_or(""), "true");
    JsonWriter json;
    write_media_record(json, record, with_validation);
    return json_answer(json);
}

}  // namespace mooring::api::creators
