#pragma once

#include <string>
#include <vector>

#include "mooring/app/importing/import_show.hpp"
#include "mooring/app/managing/asker.hpp"

namespace mooring::app::importing {

/// Where people order imports by their rights: owners of the workspace a show moves into. Only administrators ignore
/// locks and need no proof of ownership. Safe from several threads.
class ImportDesk {
public:
    /// All of it outlives the desk.
    ImportDesk(const ImportPorts& ports, const ImportFolder& folder) : ports_(ports), folder_(folder) {}

    /// Order `wanted`, of which `source_url`, `workspace`, `show` and `options` count.
    /// Errors: not_found (workspace, show), forbidden, invalid_argument, no_space, unavailable.
    Result<ImportRecord> order(const managing::Asker& asker, ImportRecord wanted) const;
    /// Those into a workspace, newest first, at most 20. Errors: not_found, forbidden.
    Result<std::vector<ImportRecord>> list(const managing::Asker& asker, domain::WorkspaceId workspace) const;

private:
    Result<void> check(const managing::Asker& asker, managing::Purpose purpose, domain::WorkspaceId workspace) const;

    const ImportPorts& ports_;
    const ImportFolder& folder_;
};

}  // namespace mooring::app::importing
