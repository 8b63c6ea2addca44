#include "mooring/app/managing/places.hpp"

#include "mooring/app/managing/audit_log.hpp"
#include "mooring/app/managing/test_managing.hpp"
#include "mooring/app/managing/users.hpp"

namespace mooring::app::managing {
namespace {

using test::error_of;

class Places : public test::ManagingTest {
protected:
    /// `Workspace(role): Show(role)…` of everything that `by` sees.
    std::string own(const Asker& by) {
        std::string text;
        for (const auto& place : ask([&](CatalogSnapshot& at) { return list_own_places(at, by); })) {
            text += place.workspace.name + "(" + (place.role ? std::string{domain::to_string(*place.role)} : "") + "):";
            for (const auto& one : place.shows) {
                text += " " + one.show.title + "(" + std::string{domain::to_string(one.role)} + ")";
            }
            text += "; ";
        }
        return text;
    }
    Result<Workspace> try_workspace(const Asker& by, std::string name, std::string time_zone = "UTC") {
        return change([&](CatalogTransaction& tx) { return create_workspace(tx, mint, by, {name, time_zone}); });
    }
    std::string try_show(const Asker& by, std::string title) {
        return error_of(change([&](CatalogTransaction& tx) {
            return create_show(tx, mint, urls, by, {workspace, title, {}});
        }));
    }
};

TEST_F(Places, AreSeenByWhoHasARoleThere) {
    EXPECT_EQ(own(owner()), "Saltmarsh Audio(owner): Saltmarsh Stories(owner); ");
    EXPECT_EQ(own(member("ann", PlaceId{show}, Role::analyst)), "Saltmarsh Audio(): Saltmarsh Stories(analyst); ");
    EXPECT_EQ(own(member("wes", PlaceId{workspace}, Role::editor)),
              "Saltmarsh Audio(editor): Saltmarsh Stories(editor); ");
    EXPECT_EQ(own(nobody()), "");
    const Asker root = administrator();
    test::must(try_workspace(root, "Second"));
    EXPECT_EQ(own(root), "Saltmarsh Audio(owner): Saltmarsh Stories(owner); Second(owner):; ");
}

TEST_F(Places, AreMadeByAdministratorsAndOwners) {
    EXPECT_EQ(error_of(try_workspace(owner(), "Second")), "forbidden");
    EXPECT_EQ(error_of(try_workspace(read_only(administrator()), "Second")), "forbidden");
    const Asker root = administrator("root2");
    EXPECT_EQ(try_workspace(root, " ").error().field, "name");
    EXPECT_EQ(try_workspace(root, "Second", "Mars").error().field, "time_zone");
    EXPECT_EQ(try_show(nobody(), "Tides"), "not_found");
    EXPECT_EQ(try_show(member("wes", PlaceId{workspace}, Role::show_admin), "Tides"), "forbidden");
    EXPECT_EQ(try_show(owner(), " "), "invalid_argument");
    EXPECT_EQ(try_show(owner(), "Tides"), "ok");
    EXPECT_EQ(last_entry(), "show.created Tides");
}

TEST_F(Places, ShowTheirLogToTheirOwnersAlone) {
    const auto log = [&](const Asker& by, std::optional<WorkspaceId> of) {
        return catalog->read([&](CatalogSnapshot& at) { return list_audit(at, by, of, domain::max_wire_id, 50); });
    };
    const Asker root = administrator();
    const auto second = test::must(try_workspace(root, "Second"));
    EXPECT_EQ(try_show(owner(), "Tides"), "ok");
    const auto of_owner = test::must(log(owner(), {}));
    EXPECT_FALSE(of_owner.empty());
    for (const auto& entry : of_owner) EXPECT_EQ(entry.workspace, workspace);
    EXPECT_EQ(of_owner.front().address, "203.0.113.9");
    EXPECT_EQ(error_of(log(owner(), second.id)), "not_found");
    EXPECT_EQ(error_of(log(nobody(), {})), "forbidden");
    EXPECT_EQ(error_of(log(member("wes", PlaceId{workspace}, Role::show_admin), workspace)), "forbidden");
    EXPECT_EQ(error_of(log(read_only(owner()), workspace)), "ok");
    EXPECT_GT(test::must(log(root, {})).size(), of_owner.size());
}

TEST_F(Places, KeepAnAdministratorOnTheServer) {
    const Asker root = administrator();
    const auto change_user = [&](const Asker& by, AccountId id, const UserPatch& patch) {
        return error_of(change([&](CatalogTransaction& tx) { return update_user(tx, mint, by, id, patch); }));
    };
    EXPECT_EQ(change_user(owner(), ada.id, {.is_administrator = true}), "forbidden");
    EXPECT_EQ(change_user(root, root.id(), {.is_administrator = false}), "conflict");
    EXPECT_EQ(change_user(root, root.id(), {.is_disabled = true}), "conflict");
    EXPECT_EQ(change_user(root, ada.id, {.is_administrator = true, .is_disabled = true}), "ok");
    EXPECT_EQ(change_user(root, root.id(), {.is_administrator = false}), "conflict") << "a disabled one does not count";
    EXPECT_EQ(change_user(root, ada.id, {.is_administrator = false}), "ok") << "nor needs to be kept";
    EXPECT_EQ(change_user(root, AccountId{99}, {.is_disabled = true}), "not_found");
    UserPatch taken;
    taken.profile.email = "ROOT@harbour.example";
    EXPECT_EQ(change_user(root, ada.id, taken), "conflict");
}

}  // namespace
}  // namespace mooring::app::managing
