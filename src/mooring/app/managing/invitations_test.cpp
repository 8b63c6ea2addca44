#include "mooring/app/managing/invitations.hpp"

#include "mooring/app/managing/test_managing.hpp"

namespace mooring::app::managing {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class Invitations : public test::ManagingTest {
protected:
    Result<CreatedInvitation> try_invite(const Asker& by, PlaceId place, Role role, std::string email = {}) {
        return change([&](CatalogTransaction& tx) { return invite(tx, mint, by, {place, role, email}); });
    }
    CreatedInvitation invited(const Asker& by, Role role = Role::editor) {
        return test::must(try_invite(by, PlaceId{show}, role));
    }
    std::string accept(const Asker& by, std::string_view token) {
        return error_of(change([&](CatalogTransaction& tx) { return accept_invitation(tx, mint, by, token); }));
    }
    std::string state(std::string_view token) {
        const auto open = catalog->read([&](CatalogSnapshot& at) { return find_open_invitation(at, mint, token); });
        return open ? "open" : open.error().message;
    }
    std::optional<Role> role_of(const Asker& one) {
        return ask([&](CatalogSnapshot& at) -> Result<std::optional<Role>> {
            MOORING_TRY(const auto on, at.shows().find(show));
            return accounts::role_on(at, *one.principal.account, *on);
        });
    }
};

TEST_F(Invitations, GiveTheRoleOnce) {
    const CreatedInvitation made = invited(owner());
    EXPECT_EQ(made.token.size(), 32U);
    EXPECT_EQ(made.invitation.token_hash, secret.hash_token(made.token)) << "kept as a keyed hash";
    EXPECT_EQ(last_entry(), "invitation.created editor on show " + std::to_string(show.value));
    const Asker ben = asker(person("ben"));
    EXPECT_EQ(accept(ben, made.token), "ok");
    EXPECT_EQ(role_of(ben), Role::editor);
    EXPECT_EQ(accept(ben, made.token), "ok") << "a second click of the same person";
    EXPECT_EQ(accept(nobody(), made.token), "gone");
    EXPECT_EQ(state(made.token), "the invitation is used");
}

TEST_F(Invitations, EndAfter72Hours) {
    const CreatedInvitation made = invited(owner());
    clock.advance(72h - 1us);
    EXPECT_EQ(state(made.token), "open");
    clock.advance(1us);
    EXPECT_EQ(state(made.token), "the invitation has expired");
    EXPECT_EQ(accept(nobody(), made.token), "gone");
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return list_invitations(at, mint, owner(), PlaceId{show}); }).empty());
}

TEST_F(Invitations, AreWithdrawnByWhoManagesThePlace) {
    const CreatedInvitation made = invited(owner());
    const auto withdraw = [&](const Asker& by) {
        return error_of(
            change([&](CatalogTransaction& tx) { return withdraw_invitation(tx, mint, by, made.invitation.id); }));
    };
    EXPECT_EQ(withdraw(nobody()), "not_found");
    EXPECT_EQ(withdraw(member("ed", PlaceId{show}, Role::editor)), "forbidden");
    EXPECT_EQ(withdraw(read_only(owner())), "forbidden");
    EXPECT_EQ(withdraw(member("sam", PlaceId{show}, Role::show_admin)), "ok");
    EXPECT_EQ(state(made.token), "there is no such invitation");
    EXPECT_EQ(withdraw(owner()), "not_found");
}

TEST_F(Invitations, AreWorthNothingOnceTheirMakerMayNotInvite) {
    const Asker sam = member("sam", PlaceId{show}, Role::show_admin);
    const CreatedInvitation made = invited(sam);
    test::must(change([&](CatalogTransaction& tx) {
        return change_member(tx, mint, owner(), PlaceId{show}, sam.id(), Role::editor);
    }));
    EXPECT_EQ(state(made.token), "there is no such invitation");
    test::must(
        change([&](CatalogTransaction& tx) { return remove_member(tx, mint, owner(), PlaceId{show}, sam.id()); }));
    EXPECT_EQ(accept(sam, made.token), "not_found") << "no way back";

    const Asker sue = member("sue", PlaceId{show}, Role::show_admin);
    const CreatedInvitation of_sue = invited(sue);
    test::must(change([&](CatalogTransaction& tx) { return set_disabled(tx, mint, sue.id(), true, actor); }));
    EXPECT_EQ(state(of_sue.token), "there is no such invitation");
}

TEST_F(Invitations, TakeNoGreaterRoleAway) {
    const Asker sam = member("sam", PlaceId{show}, Role::show_admin);
    EXPECT_EQ(accept(sam, invited(owner(), Role::analyst).token), "ok");
    EXPECT_EQ(role_of(sam), Role::show_admin);
}

TEST_F(Invitations, AreRefusedWithAReason) {
    EXPECT_EQ(error_of(try_invite(nobody(), PlaceId{show}, Role::editor)), "not_found");
    EXPECT_EQ(error_of(try_invite(member("ed", PlaceId{show}, Role::editor), PlaceId{show}, Role::analyst)),
              "forbidden");
    EXPECT_EQ(error_of(try_invite(read_only(owner()), PlaceId{show}, Role::editor)), "forbidden");
    EXPECT_EQ(try_invite(owner(), PlaceId{show}, Role::owner).error().field, "role");
    EXPECT_EQ(try_invite(owner(), PlaceId{show}, Role::editor, "x").error().field, "email");
    EXPECT_TRUE(try_invite(owner(), PlaceId{workspace}, Role::owner));
    EXPECT_EQ(accept(read_only(asker(person("rob"))), invited(owner()).token), "forbidden");
    for (const std::string_view token :
         {"", "short", "../../../../../../../../../../etc", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}) {
        EXPECT_EQ(state(token), "there is no such invitation");
    }
}

}  // namespace
}  // namespace mooring::app::managing
