#include "mooring/api/creators/episode_facts.hpp"

#include <algorithm>

#include "mooring/app/creators/texts.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/episode_state.hpp"

namespace mooring::api::creators {
namespace {

constexpr std::size_t longest_title_part = 80;

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Section 11, 1-B: letters and digits keep their case, every other run is one hyphen.
std::string title_part(std::string_view title) {
    std::string part;
    for (const char c : title) {
        if (is_letter_or_digit(c)) {
            part += c;
        } else if (!part.empty() && part.back() != '-') {
            part += '-';
        }
    }
    if (part.size() > longest_title_part) part.resize(longest_title_part);
    while (part.ends_with('-')) part.pop_back();
    return part;
}

std::string share_name(const EpisodeFacts& facts) {
    const std::string part = title_part(facts.in.episode.title);
    return part.empty() ? facts.web_id() : part + "-" + facts.web_id();
}

std::string caption_of(const Episode& episode) {
    if (!episode.notes.caption.empty()) return episode.notes.caption;
    return episode.slug + "." + app::media_extension(episode);
}

AudioTrack present_track(const Services& services, const Episode& episode) {
    const auto* stored = std::get_if<domain::StoredMedia>(&episode.media);
    const Instant since = stored != nullptr ? stored->since : std::get<domain::ExternalMedia>(episode.media).since;
    return {episode.audio, caption_of(episode), services.urls.media(episode), duration_ms_of(episode.media), "finished",
            since};
}

AudioTrack coming_track(const Services& services, const Episode& episode, const Upload& upload) {
    return {upload.audio,
            upload.caption,
            services.urls.media(episode),
            0,
            upload.state == UploadState::failed ? "failed" : "started",
            upload.modified_at};
}

}  // namespace

std::int64_t duration_ms_of(const domain::Media& media) {
    std::optional<std::chrono::milliseconds> duration;
    if (const auto* stored = std::get_if<domain::StoredMedia>(&media)) duration = stored->duration;
    if (const auto* external = std::get_if<domain::ExternalMedia>(&media)) duration = external->duration;
    return duration ? duration->count() : 0;
}

std::optional<std::int64_t> whole_number(const std::string& text) {
    return text.empty() ? std::nullopt : parse_decimal(text);
}

domain::EpisodeStatus EpisodeFacts::status() const {
    return domain::status_at(in.episode, now);
}

std::int64_t EpisodeFacts::duration_ms() const {
    return duration_ms_of(in.episode.media);
}

std::string EpisodeFacts::share_path() const {
    return "/" + app::creators::public_station_name(in.show) + "/episodes/" + share_name(*this);
}

std::string EpisodeFacts::share_embed_path() const {
    return "/" + app::creators::public_station_name(in.show) + "/embed/episodes/" + share_name(*this);
}

std::string EpisodeFacts::share_url(const app::PublicUrls& urls) const {
    return urls.base + "/pod/show" + share_path();
}

std::string EpisodeFacts::description() const {
    return app::creators::shown_description(in.episode);
}

Result<std::string> picture_url(CatalogSnapshot& catalog, const app::PublicUrls& urls, const std::string& hash,
                                std::string_view size) {
    if (hash.empty()) return std::string{};
    MOORING_TRY(const auto image, catalog.images().find(hash));
    if (!image) return std::string{};
    const auto fits = [&](const storage::ImageVariant& variant) {
        return variant.size == size && (size == "orig" || variant.extension == "jpg");
    };
    const auto variant = std::ranges::find_if(image->variants, fits);
    return urls.image(hash, size, variant == image->variants.end() ? "jpg" : variant->extension);
}

Result<EpisodeFacts> facts_of(CatalogSnapshot& catalog, const Services& services, EpisodeInShow in, Instant now) {
    MOORING_TRY(const Account owner, app::creators::owner_of(catalog, in.show));
    return facts_of(catalog, services, std::move(in), owner, now);
}

Result<EpisodeFacts> facts_of(CatalogSnapshot& catalog, const Services& services, EpisodeInShow in,
                              const Account& owner, Instant now) {
    EpisodeFacts facts;
    facts.now = now;
    facts.owner = owner;
    MOORING_TRY(facts.picture_url, picture_url(catalog, services.urls, in.episode.image_hash, "orig"));
    if (domain::has_ready_media(in.episode)) facts.tracks.push_back(present_track(services, in.episode));
    MOORING_TRY(const std::optional<Upload> upload, catalog.uploads().find_latest_media(in.episode.id));
    if (upload && upload->audio != in.episode.audio) {
        // A failure is told while there is nothing better.
        const bool is_told =
            upload->state == UploadState::processing || (upload->state == UploadState::failed && facts.tracks.empty());
        if (is_told) facts.tracks.push_back(coming_track(services, in.episode, *upload));
    }
    facts.is_video = in.episode.video.has_value();
    facts.in = std::move(in);
    return facts;
}

void write_tracks(JsonWriter& json, const EpisodeFacts& facts) {
    json.name("episodeAudios").begin_array();
    for (const AudioTrack& track : facts.tracks) {
        json.begin_object().member("audioId", track.id.value).member("webAudioId", domain::web_audio_id(track.id));
        json.member("caption", track.caption).member("type", "default").member("duration", track.duration_ms);
        json.member("url", track.url).member("audioTransformationStatus", track.status).end_object();
    }
    json.end_array();
}

}  // namespace mooring::api::creators
