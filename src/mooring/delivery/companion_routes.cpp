#include <string>

#include "mooring/app/delivering/companion_texts.hpp"
#include "mooring/app/delivering/stream_files.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/hits.hpp"
#include "mooring/delivery/media_answer.hpp"
#include "mooring/delivery/page_answer.hpp"
#include "mooring/delivery/representation.hpp"
#include "mooring/delivery/route_table.hpp"

// What goes with an episode's media: chapters, transcripts, the film as a stream (delivery.md, 6 and 11).

namespace mooring::delivery {
namespace {

using app::delivering::MediaFact;
using app::delivering::MediaFactPointer;
using app::delivering::OpenStreamFile;

constexpr std::string_view playlist_type = "application/vnd.apple.mpegurl";

std::vector<http::Header> shared_headers() {
    return {{"Access-Control-Allow-Origin", "*"},
            {"Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified"},
            {"Cross-Origin-Resource-Policy", "cross-origin"},
            {"X-Content-Type-Options", "nosniff"},
            {"X-Robots-Tag", "noindex"}};
}

/// The episode of `key`, if everybody may see it. Errors: not_found, gone.
Result<MediaFactPointer> find_visible(Delivering& delivering, std::string_view key) {
    if (!domain::is_public_key(key)) return Error{Errc::not_found, "no such episode"};
    MOORING_TRY(MediaFactPointer fact, delivering.media.get(key));
    if (!fact) return Error{Errc::not_found, "no such episode"};
    if (fact->is_deleted()) return Error{Errc::gone, "the episode was deleted"};
    if (!fact->is_visible(delivering.now())) return Error{Errc::not_found, "no such episode"};
    return fact;
}

/// Answer with what `render` makes of a visible episode, made once per change.
template <class Render>
Response answer_about(Delivering& delivering, const Request& request, const std::string& key, std::string_view type,
                      Render&& render) {
    const TextRules rules{request.path, std::string{type}, shared_headers()};
    Response response = answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        MOORING_TRY(const MediaFactPointer fact, find_visible(delivering, key));
        FreshText fresh;
        fresh.show = fact->show.id;
        fresh.freshness.version = fact->version;
        MOORING_TRY(fresh.text, render(*fact));
        return fresh;
    });
    return response;
}

/// Segments count as listening by the stretch of time that they hold (measurement.md, 6.2).
void record_segment(Delivering& delivering, const Request& request, Response& response, const MediaFact& fact,
                    const OpenStreamFile& open) {
    app::delivering::HitAnswer hit;
    hit.source = analytics::HitSource::hls;
    hit.show = fact.show.id;
    hit.episode = fact.episode.id;
    hit.revision = fact.episode.companions.stream->sha256;
    if (response.status == 200) {
        hit.ranges.emplace_back(open.file.start.count(), (open.file.start + open.file.duration).count() - 1);
    }
    record_hit(delivering, request, response, std::move(hit));
}

Response answer_stream_file(Delivering& delivering, const Request& request, const MediaFact& fact,
                            const OpenStreamFile& open) {
    const domain::StreamedFilm& stream = *fact.episode.companions.stream;
    const bool is_playlist = open.file.mime_type == playlist_type;
    Representation representation;
    representation.validators = {"\"" + stream.sha256.substr(0, 24) + "-" + std::to_string(open.file.begin) + "\"",
                                 stream.since};
    representation.content_type = open.file.mime_type;
    representation.size = open.file.size_bytes;
    representation.headers = shared_headers();
    const bool is_shared = is_playlist || delivering.settings.has_cdn_logs;
    representation.headers.push_back({"Cache-Control", is_playlist ? "public, max-age=60"
                                                       : is_shared ? "public, max-age=86400, no-transform"
                                                                   : "private, max-age=3600, no-transform"});
    representation.piece = [&open](std::int64_t offset, std::int64_t length) {
        return piece_of(open.blob, open.file.begin + offset, length);
    };
    Response response = answer_with(request, std::move(representation)).response;
    if (open.file.duration.count() > 0) record_segment(delivering, request, response, fact, open);
    return response;
}

/// `name` without `prefix`, if it begins with it.
std::optional<std::string_view> after(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    return name.substr(prefix.size());
}

}  // namespace

Response chapters(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    return answer_about(delivering, request, parameters.at(0), "application/json+chapters", [&](const MediaFact& fact) {
        return app::delivering::chapters_text(delivering.catalog, fact);
    });
}

Response transcript(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& language = parameters.at(1);
    const std::string& extension = parameters.at(2);
    const std::string_view type = app::delivering::transcript_type(extension);
    if (type.empty()) return not_found();
    Response response = answer_about(delivering, request, parameters.at(0), type, [&](const MediaFact& fact) {
        return app::delivering::transcript_text(delivering.catalog, fact, language, extension);
    });
    // A page of our own origin, made of a stranger's words: it may do nothing at all.
    if (extension == "html") response.header("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
}

Response stream_file(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& key = parameters.at(0);
    const std::string& path = parameters.at(1);
    if (path == "master.m3u8") {
        return answer_about(delivering, request, key, playlist_type, [&](const MediaFact& fact) {
            return app::delivering::master_playlist(delivering.catalog, delivering.blobs, fact.episode);
        });
    }
    const auto fact = find_visible(delivering, key);
    if (!fact) return answer_of(fact.error());
    const auto& stream = (*fact)->episode.companions.stream;
    const auto name = stream ? after(path, app::delivering::stream_version(*stream) + "/") : std::nullopt;
    if (!name || *name == "master.m3u8") return not_found();
    if (const auto file = after(*name, "subtitles/"); file && file->ends_with(".m3u8")) {
        const std::string language{file->substr(0, file->size() - std::string_view{".m3u8"}.size())};
        return answer_about(delivering, request, key, playlist_type, [&](const MediaFact& seen) -> Result<std::string> {
            MOORING_CHECK(app::delivering::transcript_text(delivering.catalog, seen, language, "vtt"));
            return app::delivering::subtitles_playlist(
                stream->duration, delivering.settings.urls.transcript(seen.episode, language, "vtt"));
        });
    }
    const auto open = app::delivering::open_stream_file(delivering.catalog, delivering.blobs, *stream, *name);
    if (!open) return answer_of(open.error());
    if (open->blob->descriptor() < 0) return unavailable();
    return answer_stream_file(delivering, request, **fact, *open);
}

}  // namespace mooring::delivery
