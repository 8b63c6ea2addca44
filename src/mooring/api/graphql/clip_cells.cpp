#include "mooring/api/graphql/clip_cells.hpp"

#include "mooring/api/graphql/pictures.hpp"
#include "mooring/api/graphql/record.hpp"

namespace mooring::api::graphql {

Result<Cell> clip_cell(FieldCall& call, CatalogSnapshot& catalog, const EpisodeNode& episode,
                       const app::engagement::Clip& clip) {
    const std::string& own = episode.episode.image_hash;
    MOORING_TRY(const Cell thumbnail,
                image_set(call, catalog, own.empty() ? episode.show->show.image_hash : own, thumbnail_sides));
    // When the stretch was marked is not on record; a clip is as old as its episode.
    return record(call, {{"clipUri", call.copy_text(uri_of(clip))},
                         {"title", text_or_null(call, clip.title)},
                         {"durationMs", Cell::integer(clip.duration.count())},
                         {"thumbnail", thumbnail},
                         {"createdOn", timestamp(call, episode.episode.created_at)},
                         {"episode", episode_cell(call, episode)}});
}

}  // namespace mooring::api::graphql
