#include "mooring/app/managing/members.hpp"

#include "mooring/app/managing/test_managing.hpp"

namespace mooring::app::managing {
namespace {

using test::error_of;

class Members : public test::ManagingTest {
protected:
    std::string add(const Asker& by, PlaceId place, std::string_view email, Role role = Role::analyst) {
        return error_of(change([&](CatalogTransaction& tx) { return add_member(tx, mint, by, place, email, role); }));
    }
    std::string set(const Asker& by, PlaceId place, AccountId whom, Role role) {
        return error_of(change([&](CatalogTransaction& tx) { return change_member(tx, mint, by, place, whom, role); }));
    }
    std::string remove(const Asker& by, PlaceId place, AccountId whom) {
        return error_of(change([&](CatalogTransaction& tx) { return remove_member(tx, mint, by, place, whom); }));
    }
    std::string see(const Asker& by, PlaceId place) {
        return error_of(catalog->read([&](CatalogSnapshot& at) { return list_members(at, by, place); }));
    }
};

TEST_F(Members, OfAShowAreManagedByItsAdminsAndOfAWorkspaceByItsOwners) {
    const PlaceId on_show{show};
    const PlaceId on_workspace{workspace};
    const Asker admin = member("sam", on_show, Role::show_admin);
    const Asker editor = member("ed", on_show, Role::editor);
    const Asker workspace_admin = member("wes", on_workspace, Role::show_admin);
    EXPECT_EQ(see(owner(), on_show), "ok");
    EXPECT_EQ(see(admin, on_show), "ok");
    EXPECT_EQ(see(workspace_admin, on_show), "ok");
    EXPECT_EQ(see(editor, on_show), "forbidden");
    EXPECT_EQ(see(nobody(), on_show), "not_found");
    EXPECT_EQ(see(owner(), on_workspace), "ok");
    EXPECT_EQ(see(workspace_admin, on_workspace), "forbidden");
    EXPECT_EQ(see(admin, on_workspace), "not_found") << "a role on a show is none on the workspace";
    EXPECT_EQ(see(administrator(), on_workspace), "ok");
    EXPECT_EQ(see(administrator("root2"), PlaceId{WorkspaceId{99}}), "not_found");
    EXPECT_EQ(see(owner(), PlaceId{ShowId{99}}), "not_found");
}

TEST_F(Members, AreSeenButNotChangedInAReadOnlySession) {
    const Asker reader = read_only(owner());
    EXPECT_EQ(see(reader, PlaceId{show}), "ok");
    EXPECT_EQ(add(reader, PlaceId{show}, "ada@harbour.example"), "forbidden");
    EXPECT_EQ(set(reader, PlaceId{workspace}, ada.id, Role::editor), "forbidden");
    EXPECT_EQ(remove(reader, PlaceId{workspace}, ada.id), "forbidden");
}

TEST_F(Members, AreAddedOnceByTheirEMail) {
    const Account ben = person("ben");
    EXPECT_EQ(add(owner(), PlaceId{show}, "BEN@harbour.example", Role::editor), "ok");
    EXPECT_EQ(last_entry(), "role.given editor on show " + std::to_string(show.value));
    EXPECT_EQ(add(owner(), PlaceId{show}, "ben@harbour.example"), "conflict");
    EXPECT_EQ(add(owner(), PlaceId{show}, "who@harbour.example"), "not_found");
    EXPECT_EQ(add(owner(), PlaceId{show}, "ada@harbour.example", Role::owner), "invalid_argument");
    EXPECT_EQ(set(owner(), PlaceId{show}, ben.id, Role::owner), "invalid_argument");
    EXPECT_EQ(set(owner(), PlaceId{show}, ben.id, Role::show_admin), "ok");
    EXPECT_EQ(set(owner(), PlaceId{show}, ada.id, Role::analyst), "not_found") << "no member of the show itself";
    EXPECT_EQ(remove(owner(), PlaceId{show}, ben.id), "ok");
    EXPECT_EQ(last_entry(), "role.taken on show " + std::to_string(show.value));
    EXPECT_EQ(remove(owner(), PlaceId{show}, ben.id), "not_found");
}

TEST_F(Members, KeepAnOwner) {
    const PlaceId place{workspace};
    EXPECT_EQ(set(owner(), place, ada.id, Role::editor), "conflict");
    EXPECT_EQ(remove(administrator(), place, ada.id), "conflict") << "not even by an administrator";
    const Asker second = member("olga", place, Role::owner);
    EXPECT_EQ(remove(second, place, ada.id), "ok");
    EXPECT_EQ(remove(second, place, second.id()), "conflict");
}

}  // namespace
}  // namespace mooring::app::managing
