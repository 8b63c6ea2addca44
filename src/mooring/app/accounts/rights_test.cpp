#include "mooring/app/accounts/rights.hpp"

#include "mooring/app/accounts/test_accounts.hpp"

namespace mooring::app::accounts {
namespace {

class Rights : public test::AccountsTest {
protected:
    /// What `require` says of each right in order, by the first letter of `ok`, `forbidden`, `not_found`.
    std::string answers(const Principal& principal) {
        std::string letters;
        ask([&](CatalogSnapshot& at) -> Result<int> {
            MOORING_TRY(const auto found, at.shows().find(show));
            for (const Right right : {Right::read, Right::write, Right::manage, Right::own}) {
                const auto allowed = require(at, principal, right, *found);
                letters += allowed ? 'o' : to_string(allowed.error().code)[0];
            }
            return 0;
        });
        return letters;
    }
    Principal with_role(const std::string& name, std::optional<Role> role, bool on_workspace, bool read_only = false) {
        const Account account = person(name);
        if (role) {
            Membership membership{account.id, {}, {}, *role, clock.now()};
            if (on_workspace) {
                membership.workspace = workspace;
            } else {
                membership.show = show;
            }
            test::must(change([&](CatalogTransaction& tx) { return give_role(tx, mint, membership, actor); }));
        }
        Principal principal;
        principal.account = account;
        principal.is_read_only = read_only;
        return principal;
    }
};

TEST_F(Rights, FollowTheTableOfRoles) {
    EXPECT_EQ(answers(with_role("none", {}, false)), "nnnn");
    EXPECT_EQ(answers(with_role("analyst", Role::analyst, false)), "offf");
    EXPECT_EQ(answers(with_role("editor", Role::editor, false)), "ooff");
    EXPECT_EQ(answers(with_role("admin", Role::show_admin, false)), "ooof");
    EXPECT_EQ(answers(with_role("wanalyst", Role::analyst, true)), "offf");
    EXPECT_EQ(answers(with_role("weditor", Role::editor, true)), "ooff");
    EXPECT_EQ(answers(with_role("wadmin", Role::show_admin, true)), "ooof");
    EXPECT_EQ(answers(with_role("owner", Role::owner, true)), "oooo");
}

TEST_F(Rights, OfAReadOnlySessionEndAtReading) {
    EXPECT_EQ(answers(with_role("owner", Role::owner, true, true)), "offf");
    EXPECT_EQ(answers(with_role("none", {}, false, true)), "nnnn");
}

TEST_F(Rights, OfAnAdministratorAreAllAndOfAnAppNone) {
    Principal administrator = with_role("root", {}, false);
    administrator.account->is_administrator = true;
    EXPECT_EQ(answers(administrator), "oooo");
    EXPECT_TRUE(require_administrator(administrator, Right::own));
    administrator.is_read_only = true;
    EXPECT_TRUE(require_administrator(administrator, Right::read));
    EXPECT_EQ(require_administrator(administrator, Right::write).error().code, Errc::forbidden);
    EXPECT_EQ(answers(Principal{}), "nnnn");
    EXPECT_FALSE(require_administrator(with_role("owner", Role::owner, true), Right::read));
}

TEST_F(Rights, OnOneShowReachNoOther) {
    const Principal editor = with_role("editor", Role::editor, false);
    const ShowId other = make_show("Another", domain::ShowVisibility::published);
    const auto role = ask([&](CatalogSnapshot& at) -> Result<std::optional<Role>> {
        MOORING_TRY(const auto found, at.shows().find(other));
        return role_on(at, *editor.account, *found);
    });
    EXPECT_FALSE(role);
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return role_on(at, *editor.account, workspace); }));
}

TEST_F(Rights, LeaveAWorkspaceAnOwner) {
    const auto take = [&](AccountId from) {
        return change([&](CatalogTransaction& tx) { return take_role(tx, mint, from, workspace, actor); });
    };
    EXPECT_EQ(take(ada.id).error().code, Errc::conflict);
    const auto lower = change([&](CatalogTransaction& tx) {
        return give_role(tx, mint, {ada.id, workspace, {}, Role::editor, clock.now()}, actor);
    });
    EXPECT_EQ(lower.error().code, Errc::conflict);
    with_role("second", Role::owner, true);
    EXPECT_TRUE(take(ada.id));
}

}  // namespace
}  // namespace mooring::app::accounts
