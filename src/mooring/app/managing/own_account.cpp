#include "mooring/app/managing/own_account.hpp"

#include <utility>

#include "mooring/app/accounts/people.hpp"

namespace mooring::app::managing {

Result<Account> update_own_account(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                   const AccountPatch& patch) {
    MOORING_CHECK(asker.may_change());
    accounts::ProfilePatch changes;
    changes.display_name = patch.display_name;
    changes.country = patch.country;
    changes.filters_explicit = patch.filters_explicit;
    return accounts::change_profile(tx, mint, asker.id(), changes, asker.actor());
}

Result<std::vector<accounts::Session>> list_own_sessions(CatalogSnapshot& catalog, const Mint& mint,
                                                         const Asker& asker) {
    MOORING_TRY(std::vector<accounts::Session> sessions, catalog.sessions().list(asker.id()));
    const Instant now = mint.clock.now();
    std::erase_if(sessions, [&](const accounts::Session& session) { return !domain::is_live(session, now); });
    return sessions;
}

Result<void> revoke_own_session(CatalogTransaction& tx, const Mint& mint, const Asker& asker, accounts::SessionId id) {
    MOORING_CHECK(asker.may_change());
    MOORING_TRY(const std::optional<accounts::Session> session, tx.sessions().find(id));
    if (!session || session->account != asker.id()) return Error{Errc::not_found, "not found"};
    MOORING_CHECK(tx.session_writer().remove(id));
    return note(tx, mint, asker, "session.revoked", session->label, {}, asker.id());
}

Result<std::vector<GivenGrant>> list_own_grants(CatalogSnapshot& catalog, const Asker& asker) {
    MOORING_TRY(std::vector<accounts::Grant> grants, catalog.apps().grants(asker.id()));
    std::vector<GivenGrant> given;
    given.reserve(grants.size());
    for (accounts::Grant& grant : grants) {
        MOORING_TRY(std::optional<App> app, catalog.apps().find(grant.app));
        if (app) given.push_back({*std::move(app), std::move(grant)});
    }
    return given;
}

Result<void> revoke_own_grant(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId app) {
    MOORING_CHECK(asker.may_change());
    MOORING_TRY(const std::optional<accounts::Grant> grant, tx.apps().find_grant(asker.id(), app));
    MOORING_TRY(const std::optional<App> of, tx.apps().find(app));
    if (!grant || !of) return Error{Errc::not_found, "not found"};
    MOORING_CHECK(tx.app_writer().remove_grant(grant->id, mint.clock.now()));
    return note(tx, mint, asker, "grant.revoked", of->name, {}, asker.id());
}

}  // namespace mooring::app::managing
