#include <string>
#include <string_view>

#include "mooring/app/delivering/preview_grant.hpp"
#include "mooring/app/delivering/subscribers.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/base/log.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/media_answer.hpp"
#include "mooring/delivery/media_lookup.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::MediaFact;

constexpr std::string_view media_path = "/media/";
constexpr std::string_view ignored_suffix = "/;";  // one directory appends it (delivery.md, 5.1)

struct MediaName {
    std::string_view key, extension;
};

/// `/media/{key}.{ext}`, `/;` ignored; an empty key when it is anything else.
MediaName name_of(std::string_view path) {
    if (!path.starts_with(media_path)) return {};
    path.remove_prefix(media_path.size());
    if (path.ends_with(ignored_suffix)) path.remove_suffix(ignored_suffix.size());
    const auto dot = path.find('.');
    if (dot == std::string_view::npos || path.find('/') != std::string_view::npos) return {};
    const MediaName name{path.substr(0, dot), path.substr(dot + 1)};
    return domain::is_public_key(name.key) && !name.extension.empty() ? name : MediaName{};
}

/// Does the query hold a grant or a token? Then more than memory is needed.
bool carries_token(const Request& request) {
    return request.query.find(app::delivering::preview_parameter) != std::string::npos ||
           request.query.find(std::string{app::delivering::enclosure_parameter} + "=") != std::string::npos;
}

bool is_download(const Request& request) {
    return request.query.find("download=1") != std::string::npos && request.parameters().find("download") == "1";
}

/// What the query's tokens are worth. A wrong one is 404, a revoked subscriber's 410.
struct Checked {
    MediaVisit visit;
    std::optional<Response> refusal;
};

Checked check_tokens(Delivering& delivering, const Request& request, const MediaFact& fact, Instant now) {
    Checked checked;
    checked.visit.is_download = is_download(request);
    if (!carries_token(request)) return checked;
    const auto parameters = request.parameters();
    if (const auto grant = parameters.find(app::delivering::preview_parameter)) {
        checked.visit.is_preview =
            app::delivering::is_preview_granted(delivering.secret, fact.episode.key, *grant, now);
    }
    const auto token = parameters.find(app::delivering::enclosure_parameter);
    if (!token) return checked;
    const auto subscriber = app::delivering::parse_enclosure_token(delivering.secret, fact.episode.key, *token);
    if (!subscriber) {
        checked.refusal = not_found();
        return checked;
    }
    const auto found = app::delivering::find_subscriber(delivering.catalog, *subscriber);
    if (!found) {
        checked.refusal = unavailable();
    } else if (!*found || (*found)->show != fact.show.id) {
        checked.refusal = not_found();
    } else if ((*found)->revoked_at) {
        checked.refusal = gone();
    } else {
        checked.visit.is_subscriber = true;
    }
    return checked;
}

/// The same episode with its film for its media.
MediaFact film_of(const MediaFact& fact) {
    MediaFact film = fact;
    const domain::StoredVideo& video = *fact.episode.video;
    film.episode.media = domain::StoredMedia{.sha256 = video.sha256,
                                             .size_bytes = video.size_bytes,
                                             .mime_type = "video/mp4",
                                             .extension = "mp4",
                                             .duration = video.duration,
                                             .media_begin = 0,
                                             .media_end = video.size_bytes,
                                             .bitrate_kbps = video.bitrate_kbps,
                                             .sample_rate_hz = {},
                                             .channels = {},
                                             .since = video.since};
    return film;
}

std::string with_query(std::string url, const Request& request) {
    if (!request.query.empty()) url += "?" + request.query;
    return url;
}

}  // namespace

Response serve_media(Delivering& delivering, const Request& request, const MediaFact& fact,
                     std::optional<std::string_view> extension) {
    const Instant now = delivering.now();
    if (fact.is_deleted()) return answer_media_error(delivering, request, fact, gone(), {});
    Checked checked = check_tokens(delivering, request, fact, now);
    const bool is_ready = domain::has_ready_media(fact.episode);
    if (!is_ready || !(fact.is_visible(now) || checked.visit.is_preview)) {
        return answer_media_error(delivering, request, fact, not_found(), checked.visit);
    }
    if (checked.refusal) {
        return answer_media_error(delivering, request, fact, std::move(*checked.refusal), checked.visit);
    }
    if (extension && *extension != app::media_extension(fact.episode)) {
        Response moved = moved_permanently(with_query(delivering.settings.urls.media(fact.episode), request), 0);
        return answer_media_error(delivering, request, fact, std::move(moved), checked.visit);
    }
    app::delivering::OpenBlobPointer blob;
    if (const auto* stored = std::get_if<domain::StoredMedia>(&fact.episode.media)) {
        auto opened = delivering.blobs.open(stored->sha256);
        if (!opened || (*opened)->descriptor() < 0) {
            log::error("media file cannot be served",
                       {{"episode", fact.episode.id.value},
                        {"reason", opened ? std::string_view{"no descriptor"} : to_string(opened.error().code)}});
            return answer_media_error(delivering, request, fact, unavailable(), checked.visit);
        }
        blob = std::move(*opened);
    }
    return answer_media(delivering, request, fact, blob, checked.visit);
}

std::optional<Response> media_from_memory(Delivering& delivering, const Request& request) {
    const MediaName name = name_of(request.path);
    if (name.key.empty() || carries_token(request)) return std::nullopt;
    const auto fact = delivering.media.find_fresh(name.key);
    if (!fact || fact->is_deleted() || !fact->is_visible(delivering.now())) return std::nullopt;
    MediaVisit visit;
    visit.is_download = is_download(request);
    if (std::holds_alternative<domain::ExternalMedia>(fact->episode.media)) {
        if (name.extension != app::media_extension(fact->episode)) return std::nullopt;
        return answer_media(delivering, request, *fact, nullptr, visit);
    }
    const auto* stored = std::get_if<domain::StoredMedia>(&fact->episode.media);
    if (!stored || stored->extension != name.extension) return std::nullopt;
    const auto blob = delivering.blobs.find(stored->sha256);
    if (!blob || blob->descriptor() < 0) return std::nullopt;
    return answer_media(delivering, request, *fact, blob, visit);
}

Response episode_media(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    // A doubled slash somewhere would fit no row; the name itself is looked at once more, exactly.
    const MediaName name = name_of(request.path);
    if (name.key.empty() || name.key != parameters.at(0)) return not_found();
    const auto fact = delivering.media.get(name.key);
    if (!fact) return answer_of(fact.error());
    if (!*fact) return not_found();
    return serve_media(delivering, request, **fact, name.extension);
}

Response media_variant(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& key = parameters.at(0);
    if (!domain::is_public_key(key)) return not_found();
    const auto fact = delivering.media.get(key);
    if (!fact) return answer_of(fact.error());
    if (!*fact) return not_found();
    if (parameters.at(1) == "video" && parameters.at(2) == "mp4" && (*fact)->episode.video) {
        return serve_media(delivering, request, film_of(**fact), std::nullopt);
    }
    return answer_media_error(delivering, request, **fact, (*fact)->is_deleted() ? gone() : not_found(), {});
}

}  // namespace mooring::delivery
