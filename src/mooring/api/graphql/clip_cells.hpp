#pragma once

#include "mooring/api/graphql/nodes.hpp"
#include "mooring/app/engagement/clips.hpp"

namespace mooring::api::graphql {

/// `spotify:clip:…`
inline std::string uri_of(const app::engagement::Clip& clip) {
    return "spotify:clip:" + clip.id;
}

/// A `ShowClip`. `episode` is that of the clip, and stays where it is. Errors: unavailable (its picture's record).
Result<Cell> clip_cell(FieldCall& call, CatalogSnapshot& catalog, const EpisodeNode& episode,
                       const app::engagement::Clip& clip);

}  // namespace mooring::api::graphql
