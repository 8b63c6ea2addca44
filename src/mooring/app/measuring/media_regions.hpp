#pragma once

#include <optional>
#include <string_view>

#include "mooring/analytics/counting/media_region.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::measuring {

/// What counting has to know of the audio that was asked for.
class MediaRegions {
public:
    virtual ~MediaRegions() = default;
    /// Unset when the episode has other audio by now, or is gone. Errors: unavailable.
    virtual Result<std::optional<analytics::MediaRegion>> find(domain::EpisodeId episode,
                                                               std::string_view revision) = 0;
};

/// As the catalog has it.
class CatalogMediaRegions final : public MediaRegions {
public:
    explicit CatalogMediaRegions(storage::Catalog& catalog) : catalog_(catalog) {}
    Result<std::optional<analytics::MediaRegion>> find(domain::EpisodeId episode, std::string_view revision) override;

private:
    storage::Catalog& catalog_;
};

}  // namespace mooring::app::measuring
