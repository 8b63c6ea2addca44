#include "mooring/app/measuring/media_regions.hpp"

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::measuring {
namespace {

using analytics::MediaRegion;

std::optional<MediaRegion> region_of(const domain::Episode& episode, std::string_view revision) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media); stored && stored->sha256 == revision) {
        return MediaRegion{.size_bytes = stored->size_bytes,
                           .begin = stored->media_begin,
                           .end = stored->media_end,
                           .duration = stored->duration};
    }
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media);
        external && to_hex(sha256(external->url)) == revision) {
        const std::int64_t size = external->size_bytes.value_or(0);
        return MediaRegion{.size_bytes = size, .begin = 0, .end = size, .duration = external->duration};
    }
    if (const auto& film = episode.video; film && film->sha256 == revision) {
        return MediaRegion{
            .size_bytes = film->size_bytes, .begin = 0, .end = film->size_bytes, .duration = film->duration};
    }
    if (const auto& stream = episode.companions.stream; stream && stream->sha256 == revision) {
        const std::int64_t whole = stream->duration.count();
        return MediaRegion{.size_bytes = whole, .begin = 0, .end = whole, .duration = stream->duration};
    }
    return std::nullopt;
}

}  // namespace

Result<std::optional<analytics::MediaRegion>> CatalogMediaRegions::find(domain::EpisodeId id,
                                                                        std::string_view revision) {
    MOORING_TRY(const auto episode,
                catalog_.read([&](storage::CatalogSnapshot& catalog) { return catalog.episodes().find(id); }));
    return episode ? region_of(*episode, revision) : std::nullopt;
}

}  // namespace mooring::app::measuring
