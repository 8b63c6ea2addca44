#pragma once

#include <string>
#include <vector>

#include "mooring/app/public_urls.hpp"
#include "mooring/app/publishing/ports.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::publishing {

/// Make a show. `wanted` says its workspace, what people read and how its feed behaves; its names (id, opaque id, key,
/// slug, podcast GUID) and times are given here, so that its feed exists when the transaction is committed. A picture
/// is fetched (`image_url`) or drawn by a job. A GUID in `wanted` is kept: it came from another host.
/// Errors: not_found (workspace), invalid_argument (title).
Result<Show> create_show(CatalogTransaction& tx, Random& random, const PublicUrls& urls, Instant now, Show wanted);

/// What may be changed of a show; unset members stay, an empty `image_url` removes the picture.
struct ShowPatch {
    std::optional<std::string> title, description, presenter, image_url;
    std::optional<domain::ShowVisibility> visibility;
};

/// Change a show. A patch that changes nothing leaves no trace.
/// Errors: not_found (not in this workspace), invalid_argument (title).
Result<Show> update_show(CatalogTransaction& tx, Instant now, WorkspaceId workspace, ShowId id, const ShowPatch& patch);

/// Delete a show without episodes; archived ones count as episodes. Its entries leave the timetable.
/// Errors: not_found (not in this workspace), conflict (it has episodes).
Result<void> delete_show(CatalogTransaction& tx, Instant now, WorkspaceId workspace, ShowId id);

/// A show of a workspace that is hosted here, published or not. Errors: not_found (field `show`).
Result<Show> get_show(CatalogSnapshot& catalog, WorkspaceId workspace, ShowId id);

/// All shows of a workspace that are hosted here by title, ignoring case, then by code points, then by id.
Result<std::vector<Show>> list_shows(CatalogSnapshot& catalog, WorkspaceId workspace);

}  // namespace mooring::app::publishing
