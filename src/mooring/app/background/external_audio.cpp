#include "mooring/app/background/external_audio.hpp"

#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/media/sniff.hpp"

namespace mooring::app::background {
namespace {

bool is_media_type(std::string_view mime) {
    return mime.starts_with("audio/") || mime.starts_with("video/");
}

bool is_mp4_sound(std::string_view mime) {
    return mime == "audio/mp4" || mime == "audio/x-m4a" || mime == "audio/m4a";
}

}  // namespace

std::string audio_type(std::string_view head, std::string_view declared) {
    const std::string type = to_lower_ascii(trim_ascii(declared.substr(0, declared.find(';'))));
    const std::string_view sniffed = media::sniff_mime(head);
    if (sniffed.empty()) return is_media_type(type) ? type : std::string{};
    if (!is_media_type(sniffed)) return {};
    if (sniffed == "video/mp4" && is_mp4_sound(type)) return "audio/mp4";
    if (sniffed == "video/mp4" && type == "video/x-m4v") return type;
    return std::string(sniffed);
}

std::optional<std::int64_t> total_of_content_range(std::string_view value) {
    const std::size_t slash = value.rfind('/');
    if (!value.starts_with("bytes ") || slash == std::string_view::npos) return std::nullopt;
    const auto total = parse_decimal(trim_ascii(value.substr(slash + 1)));
    return total && *total >= 0 ? total : std::nullopt;
}

Result<std::optional<domain::Episode>> find_external(storage::CatalogSnapshot& view, domain::EpisodeId id,
                                                     std::string_view url) {
    MOORING_TRY(auto episode, view.episodes().find(id));
    if (!episode || episode->deleted_at) return std::optional<domain::Episode>{};
    const auto* external = std::get_if<domain::ExternalMedia>(&episode->media);
    if (external == nullptr || (!url.empty() && external->url != url)) return std::optional<domain::Episode>{};
    return episode;
}

Result<void> write_quietly(storage::CatalogTransaction& tx, const domain::Episode& after, Instant now) {
    MOORING_CHECK(tx.episode_writer().update(after));
    MOORING_TRY(const auto show, tx.shows().find(after.show));
    if (!show || !domain::visible(*show, after, now)) return ok();
    return publishing::note_feed_change(tx, after.show, now);
}

}  // namespace mooring::app::background
