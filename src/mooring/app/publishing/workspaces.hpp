#pragma once

#include <string>

#include "mooring/app/publishing/ports.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::publishing {

/// Make a workspace. `wanted` says what people read, its time zone and whether the publishing API is on; its id, key
/// and times are given here.
/// Errors: invalid_argument (name, color, time_zone).
Result<Workspace> create_workspace(CatalogTransaction& tx, Random& random, Instant now, Workspace wanted);

/// What may be changed of a workspace; unset members stay.
struct WorkspacePatch {
    std::optional<std::string> name, description, image_url, color, website_url, time_zone;
    std::optional<bool> publishing_api_enabled;
};

/// Errors: not_found, invalid_argument (name, color, time_zone).
Result<Workspace> update_workspace(CatalogTransaction& tx, WorkspaceId id, const WorkspacePatch& patch);

/// Errors: not_found.
Result<Workspace> get_workspace(CatalogSnapshot& catalog, WorkspaceId id);

}  // namespace mooring::app::publishing
