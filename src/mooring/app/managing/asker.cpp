#include "mooring/app/managing/asker.hpp"

#include <utility>

namespace mooring::app::managing {
namespace {

Error absent() {
    return Error{Errc::not_found, "not found"};
}

template <class Where>
Result<void> require(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, Right right, const Where& where) {
    return purpose == Purpose::look ? accounts::require_to_see(catalog, asker.principal, right, where)
                                    : accounts::require(catalog, asker.principal, right, where);
}

}  // namespace

Result<void> Asker::may_change() const {
    if (principal.is_read_only) return Error{Errc::forbidden, "the session is read only"};
    return ok();
}

Result<Workspace> find_workspace(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, Right right,
                                 WorkspaceId id) {
    MOORING_TRY(std::optional<Workspace> workspace, catalog.workspaces().find(id));
    if (!workspace) return absent();
    MOORING_CHECK(require(catalog, asker, purpose, right, id));
    return *std::move(workspace);
}

Result<Show> find_show(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, Right right, ShowId id) {
    MOORING_TRY(std::optional<Show> show, catalog.shows().find(id));
    if (!show || show->deleted_at) return absent();
    MOORING_CHECK(require(catalog, asker, purpose, right, *show));
    return *std::move(show);
}

Result<Place> find_place(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, PlaceId id) {
    if (const auto* workspace_id = std::get_if<WorkspaceId>(&id)) {
        MOORING_TRY(const Workspace workspace, find_workspace(catalog, asker, purpose, Right::own, *workspace_id));
        return Place{id, workspace.id, workspace.name};
    }
    MOORING_TRY(const Show show, find_show(catalog, asker, purpose, Right::manage, std::get<ShowId>(id)));
    return Place{id, show.workspace, show.title};
}

Result<void> require_administrator(const Asker& asker, Purpose purpose) {
    return accounts::require_administrator(asker.principal, purpose == Purpose::look ? Right::read : Right::own);
}

Result<void> note(CatalogTransaction& tx, const Mint& mint, const Asker& asker, std::string_view action,
                  std::string text, std::optional<WorkspaceId> workspace, std::optional<AccountId> account) {
    return record(tx, mint.clock.now(), asker.actor(),
                  {.action = action, .text = std::move(text), .workspace = workspace, .account = account});
}

}  // namespace mooring::app::managing
