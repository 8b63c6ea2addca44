#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mooring/app/managing/asker.hpp"

namespace mooring::app::managing {

/// A page of the audit log: entries with ids below `before`, newest first, at most `limit`. Of one workspace for its
/// owners; without one everything for administrators, and the workspaces that they own for others.
/// Errors: not_found, forbidden (owns nothing).
Result<std::vector<domain::AuditEntry>> list_audit(CatalogSnapshot& catalog, const Asker& asker,
                                                   std::optional<WorkspaceId> workspace, std::int64_t before,
                                                   int limit);

}  // namespace mooring::app::managing
