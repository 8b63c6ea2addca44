#include "mooring/app/managing/audit_log.hpp"

#include <algorithm>
#include <utility>

#include "mooring/app/managing/places.hpp"

namespace mooring::app::managing {

using domain::AuditEntry;

Result<std::vector<AuditEntry>> list_audit(CatalogSnapshot& catalog, const Asker& asker,
                                           std::optional<WorkspaceId> workspace, std::int64_t before, int limit) {
    if (workspace) {
        MOORING_CHECK(find_workspace(catalog, asker, Purpose::look, Right::own, *workspace));
        return catalog.audit().list({*workspace, {}}, before, limit);
    }
    if (asker.principal.account->is_administrator) return catalog.audit().list({}, before, limit);
    MOORING_TRY(const std::vector<Workspace> owned, list_owned_workspaces(catalog, asker));
    if (owned.empty()) return Error{Errc::forbidden, "the role does not allow this"};
    std::vector<AuditEntry> entries;
    for (const Workspace& one : owned) {
        MOORING_TRY(std::vector<AuditEntry> of_one, catalog.audit().list({one.id, {}}, before, limit));
        std::ranges::move(of_one, std::back_inserter(entries));
    }
    std::ranges::sort(entries, std::ranges::greater{}, &AuditEntry::id);
    if (entries.size() > static_cast<std::size_t>(limit)) entries.resize(static_cast<std::size_t>(limit));
    return entries;
}

}  // namespace mooring::app::managing
