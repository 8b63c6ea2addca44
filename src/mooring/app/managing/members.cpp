#include "mooring/app/managing/members.hpp"

#include <algorithm>
#include <utility>

#include "mooring/app/accounts/people.hpp"

namespace mooring::app::managing {
namespace {

Result<std::vector<Membership>> memberships(CatalogSnapshot& catalog, PlaceId place) {
    return std::visit([&](auto id) { return catalog.memberships().members(id); }, place);
}

Result<std::optional<Membership>> find_membership(CatalogSnapshot& catalog, PlaceId place, AccountId account) {
    MOORING_TRY(const std::vector<Membership> all, memberships(catalog, place));
    const auto found = std::ranges::find(all, account, &Membership::account);
    return found == all.end() ? std::optional<Membership>{} : std::optional{*found};
}

Result<Member> member_of(CatalogSnapshot& catalog, const Membership& membership) {
    MOORING_TRY(std::optional<Account> account, catalog.accounts().find(membership.account));
    if (!account) return Error{Errc::not_found, "no such person"};
    return Member{*std::move(account), membership.role, membership.created_at};
}

}  // namespace

Membership membership_of(AccountId account, PlaceId place, Role role, Instant at) {
    Membership membership;
    membership.account = account;
    membership.role = role;
    membership.created_at = at;
    if (const auto* workspace = std::get_if<WorkspaceId>(&place)) {
        membership.workspace = *workspace;
    } else {
        membership.show = std::get<ShowId>(place);
    }
    return membership;
}

Result<void> check_role(PlaceId place, Role role) {
    if (role == Role::owner && std::holds_alternative<ShowId>(place))
        return invalid("role", "owners are of workspaces");
    return ok();
}

Result<std::vector<Member>> list_members(CatalogSnapshot& catalog, const Asker& asker, PlaceId place) {
    MOORING_CHECK(find_place(catalog, asker, Purpose::look, place));
    MOORING_TRY(const std::vector<Membership> all, memberships(catalog, place));
    std::vector<Member> members;
    members.reserve(all.size());
    for (const Membership& membership : all) {
        MOORING_TRY(Member member, member_of(catalog, membership));
        members.push_back(std::move(member));
    }
    return members;
}

Result<Member> add_member(CatalogTransaction& tx, const Mint& mint, const Asker& asker, PlaceId place,
                          std::string_view email, Role role) {
    MOORING_CHECK(find_place(tx, asker, Purpose::change, place));
    MOORING_CHECK(check_role(place, role));
    MOORING_TRY(const std::optional<Account> account, tx.accounts().find_by_email(email));
    if (!account) return Error{Errc::not_found, "nobody here has this e-mail; invite them instead", "email"};
    MOORING_TRY(const std::vector<Membership> all, memberships(tx, place));
    if (std::ranges::find(all, account->id, &Membership::account) != all.end()) {
        return Error{Errc::conflict, "is a member already", "email"};
    }
    if (all.size() >= members_at_most) return Error{Errc::conflict, "there are 500 members"};
    const Membership membership = membership_of(account->id, place, role, mint.clock.now());
    MOORING_CHECK(give_role(tx, mint, membership, asker.actor()));
    return member_of(tx, membership);
}

Result<Member> change_member(CatalogTransaction& tx, const Mint& mint, const Asker& asker, PlaceId place,
                             AccountId account, Role role) {
    MOORING_CHECK(find_place(tx, asker, Purpose::change, place));
    MOORING_CHECK(check_role(place, role));
    MOORING_TRY(std::optional<Membership> membership, find_membership(tx, place, account));
    if (!membership) return Error{Errc::not_found, "not a member"};
    if (membership->role != role) {
        membership->role = role;
        MOORING_CHECK(give_role(tx, mint, *membership, asker.actor()));
    }
    return member_of(tx, *membership);
}

Result<void> remove_member(CatalogTransaction& tx, const Mint& mint, const Asker& asker, PlaceId place,
                           AccountId account) {
    MOORING_CHECK(find_place(tx, asker, Purpose::change, place));
    return std::visit([&](auto id) { return take_role(tx, mint, account, id, asker.actor()); }, place);
}

}  // namespace mooring::app::managing
