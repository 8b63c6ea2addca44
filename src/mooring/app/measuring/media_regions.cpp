#include "mooring/app/measuring/media_regions.hpp"

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::measuring {

Result<std::optional<analytics::MediaRegion>> CatalogMediaRegions::find(domain::EpisodeId id,
                                                                        std::string_view revision) {
    MOORING_TRY(const auto episode,
                catalog_.read([&](storage::CatalogSnapshot& catalog) { return catalog.episodes().find(id); }));
    std::optional<analytics::MediaRegion> region;
    if (!episode) return region;
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode->media)) {
        if (stored->sha256 != revision) return region;
        region = {.size_bytes = stored->size_bytes,
                  .begin = stored->media_begin,
                  .end = stored->media_end,
                  .duration = stored->duration};
    } else if (const auto* external = std::get_if<domain::ExternalMedia>(&episode->media)) {
        if (to_hex(sha256(external->url)) != revision) return region;
        const std::int64_t size = external->size_bytes.value_or(0);
        region = {.size_bytes = size, .begin = 0, .end = size, .duration = external->duration};
    }
    return region;
}

}  // namespace mooring::app::measuring
