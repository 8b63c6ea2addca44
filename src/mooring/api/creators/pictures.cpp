#include <algorithm>

#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/episode_facts.hpp"
#include "mooring/api/creators/upload_addresses.hpp"
#include "mooring/app/creators/palette.hpp"
#include "mooring/base/utf8.hpp"

// Covers: 1-F, 1-V. The bytes come by storage_shelf.cpp.

namespace mooring::api::creators {
namespace {

constexpr std::size_t most_colour_queries = 50;
constexpr std::int64_t colour_life = 86'400;  // seconds

/// `{hash}` of one of our picture addresses; empty for any other.
std::string picture_hash_of(const app::PublicUrls& urls, std::string_view url) {
    for (const std::string_view base : {std::string_view{urls.base}, std::string_view{urls.media_base}}) {
        if (!url.starts_with(base)) continue;
        http::PathParameters names;
        const std::string_view path = url.substr(base.size());
        if (http::fits("/img/{hash}/{file}", path.substr(0, path.find('?')), names)) return names.at(0);
    }
    return {};
}

void write_colour(JsonWriter& json, std::string_view name, const media::Color& color, bool is_fallback) {
    json.name(name).begin_object().member("hex", media::hex_text(color)).member("r", color.red);
    json.member("g", color.green).member("b", color.blue).flag("is_fallback", is_fallback).end_object();
}

struct Colours {
    media::Palette palette{media::fallback_color, media::fallback_color, media::fallback_color};
    std::string_view status = "INVALID_URL";
};

Colours colours_of(const Call& call, const std::string& url) {
    const std::string hash = picture_hash_of(call.services.urls, url);
    if (hash.empty()) return {};
    const auto palette = app::creators::palette_of_picture(call.services.catalog, call.services.blobs, hash);
    if (palette) return {*palette, "OK"};
    Colours colours;
    if (palette.error().code != Errc::not_found) colours.status = "INTERNAL";
    return colours;
}

std::string_view status_word(UploadState state) {
    switch (state) {
        case UploadState::open: return "pending";
        case UploadState::processing: return "processing";
        case UploadState::processed: return "completed";
        case UploadState::failed: return "failed";
    }
    return "pending";
}

Answer begin(const Call& call, UploadKind kind) {
    Upload wanted;
    wanted.kind = kind;
    wanted.account = call.account().id;
    wanted.show = call.show->id;
    if (kind == UploadKind::episode_picture) wanted.episode = call.episode_id();
    wanted.filename = "cover";
    MOORING_TRY(const Upload upload, call.write([&](CatalogTransaction& tx) {
        return app::creators::begin_upload(tx, call.services.random, call.now, wanted);
    }));
    JsonWriter json;
    json.begin_object().member("url", upload_address(call, upload)).member("uploadId", upload.id).end_object();
    return json_answer(json);
}

/// The picture upload in the path, if it belongs to the station or episode in the path.
Checked<Upload> find_picture_upload(const Call& call, UploadKind kind) {
    MOORING_TRY(const std::optional<Upload> upload, call.read([&](CatalogSnapshot& catalog) {
        return catalog.uploads().find(to_lower_ascii(call.path.at(1)));
    }));
    const bool fits = upload && upload->kind == kind && upload->show == call.show->id &&
                      (kind == UploadKind::show_picture || upload->episode == call.episode_id());
    if (!fits) return not_found();
    return *upload;
}

http::Response status_answer(const Upload& upload) {
    JsonWriter json;
    json.begin_object().member("uploadId", upload.id).member("status", status_word(upload.state)).end_object();
    return json_answer(json);
}

Answer submit(const Call& call, UploadKind kind) {
    MOORING_TRY(const Upload upload, find_picture_upload(call, kind));
    if (upload.state != UploadState::open) return status_answer(upload);
    bool is_stored = false;
    MOORING_TRY(const Upload after, call.write([&](CatalogTransaction& tx) -> Result<Upload> {
        MOORING_TRY(const auto parts, tx.uploads().parts(upload.id));
        is_stored = !parts.empty();
        MOORING_TRY(const std::optional<Upload> present, tx.uploads().find(upload.id));
        if (!is_stored || !present) return upload;
        return app::creators::submit_upload(tx, call.now, *present, {});
    }));
    if (!is_stored) return Refusal{400, "upload_incomplete", "no bytes were stored for this upload"};
    return status_answer(after);
}

Answer poll(const Call& call, UploadKind kind) {
    MOORING_TRY(const Upload upload, find_picture_upload(call, kind));
    if (upload.state == UploadState::failed) {
        JsonWriter json;
        json.begin_object().member("uploadId", upload.id).member("status", "failed");
        json.member("failureReason", upload.failure.code).member("message", upload.failure.message).end_object();
        return json_answer(json);
    }
    if (upload.state != UploadState::processed) return status_answer(upload);
    JsonWriter json;
    MOORING_CHECK(call.read([&](CatalogSnapshot& catalog) -> Result<void> {
        json = {};
        json.begin_object().member("uploadId", upload.id).member("status", "completed");
        MOORING_TRY(const std::string orig, picture_url(catalog, call.services.urls, upload.picture_hash, "orig"));
        MOORING_TRY(const std::string small, picture_url(catalog, call.services.urls, upload.picture_hash, "400"));
        MOORING_TRY(const auto image, catalog.images().find(upload.picture_hash));
        json.member("imageUrl", orig).member("imageUrl400", small);
        json.member("width", image ? image->width : 0).member("height", image ? image->height : 0);
        json.member("contentType", orig.ends_with(".png") ? "image/png" : "image/jpeg").end_object();
        return ok();
    }));
    return json_answer(json);
}

}  // namespace

Answer cover_colours(const Call& call, const Body& body) {
    const boost::json::value* queries = body.find("color_queries");
    if (queries == nullptr) return missing_field("color_queries");
    const auto is_query = [](const boost::json::value& query) {
        const auto* object = query.if_object();
        const auto* url = object != nullptr ? object->if_contains("url") : nullptr;
        return url != nullptr && url->is_string();
    };
    const boost::json::array* list = queries->if_array();
    if (list == nullptr || list->empty() || list->size() > most_colour_queries ||
        !std::ranges::all_of(*list, is_query)) {
        return invalid_field("body", "color_queries", "must be a list of 1 to 50 objects with a url");
    }
    JsonWriter json;
    json.begin_object().name("color_results").begin_array();
    for (const boost::json::value& query : *list) {
        const std::string url{query.get_object().at("url").get_string()};
        const Colours colours = colours_of(call, url);
        const bool is_fallback = colours.status != "OK";
        json.begin_object().member("url", url);
        write_colour(json, "color_raw", colours.palette.raw, is_fallback);
        write_colour(json, "color_light", colours.palette.light, is_fallback);
        write_colour(json, "color_dark", colours.palette.dark, is_fallback);
        json.member("ttl_s", colour_life).member("status", colours.status).end_object();
    }
    json.end_array().end_object();
    return json_answer(json);
}

Answer begin_episode_picture(const Call& call) {
    return begin(call, UploadKind::episode_picture);
}

Answer submit_episode_picture(const Call& call, const Body& body) {
    MOORING_TRY(const std::optional<std::int64_t> episode, body.id("episodeId"));
    if (episode && *episode != call.episode_id().value) {
        return invalid_field("body", "episodeId", "is not that of the path");
    }
    MOORING_TRY(const std::optional<std::string> type, body.text("uploadType"));
    if (type && *type != "episode_image") return invalid_field("body", "uploadType", "must be episode_image");
    return submit(call, UploadKind::episode_picture);
}

Answer poll_episode_picture(const Call& call) {
    return poll(call, UploadKind::episode_picture);
}

Answer begin_station_picture(const Call& call) {
    return begin(call, UploadKind::show_picture);
}

Answer submit_station_picture(const Call& call, const Body&) {
    return submit(call, UploadKind::show_picture);
}

Answer poll_station_picture(const Call& call) {
    return poll(call, UploadKind::show_picture);
}

}  // namespace mooring::api::creators
