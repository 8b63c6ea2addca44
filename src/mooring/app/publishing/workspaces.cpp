#include "mooring/app/publishing/workspaces.hpp"

#include <algorithm>

#include "mooring/app/publishing/local_time.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::size_t key_characters = 16;

bool is_hex_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/// Check and bring into the stored form.
Result<void> settle(Workspace& workspace) {
    workspace.name = std::string{trim(workspace.name)};
    if (workspace.name.empty()) return invalid("name", "name is required");
    if (!is_valid_utf8(workspace.name) || has_control_character(workspace.name)) {
        return invalid("name", "name must be one line of text");
    }
    workspace.color = to_lower_ascii(workspace.color);
    if (workspace.color.size() != 7 || workspace.color.front() != '#' ||
        !std::all_of(workspace.color.begin() + 1, workspace.color.end(), is_hex_digit)) {
        return invalid("color", "color must be # and six hexadecimal digits");
    }
    if (!is_time_zone(workspace.time_zone)) {
        return invalid("time_zone", "time_zone must be a name such as Europe/Lisbon");
    }
    return ok();
}

}  // namespace

Result<Workspace> create_workspace(CatalogTransaction& tx, Random& random, Instant now, Workspace wanted) {
    MOORING_CHECK(settle(wanted));
    wanted.key = random_base62(random, key_characters);
    wanted.created_at = now;
    MOORING_TRY(wanted.id, tx.workspace_writer().insert(wanted));
    return wanted;
}

Result<Workspace> update_workspace(CatalogTransaction& tx, WorkspaceId id, const WorkspacePatch& patch) {
    MOORING_TRY(const Workspace before, get_workspace(tx, id));
    Workspace after = before;
    after.name = patch.name.value_or(before.name);
    after.description = patch.description.value_or(before.description);
    after.image_url = patch.image_url.value_or(before.image_url);
    after.color = patch.color.value_or(before.color);
    after.website_url = patch.website_url.value_or(before.website_url);
    after.time_zone = patch.time_zone.value_or(before.time_zone);
    after.publishing_api_enabled = patch.publishing_api_enabled.value_or(before.publishing_api_enabled);
    MOORING_CHECK(settle(after));
    if (after == before) return after;
    MOORING_CHECK(tx.workspace_writer().update(after));
    return after;
}

Result<Workspace> get_workspace(CatalogSnapshot& catalog, WorkspaceId id) {
    MOORING_TRY(std::optional<Workspace> workspace, catalog.workspaces().find(id));
    if (!workspace) return Error{Errc::not_found, "workspace not found", "workspace"};
    return std::move(*workspace);
}

}  // namespace mooring::app::publishing
