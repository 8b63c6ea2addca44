#include "mooring/app/managing/invitations.hpp"

#include <algorithm>
#include <utility>

#include "mooring/app/accounts/people.hpp"
#include "mooring/app/managing/members.hpp"

namespace mooring::app::managing {
namespace {

constexpr std::size_t token_characters = 32;  // 190 random bits

bool is_token(std::string_view text) {
    return text.size() == token_characters && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

Error no_such_invitation() {
    return Error{Errc::not_found, "there is no such invitation"};
}

PlaceId place_of(const Invitation& invitation) {
    return invitation.workspace ? PlaceId{*invitation.workspace} : PlaceId{invitation.show.value_or(ShowId{})};
}

/// `editor on a show 12, "Harbour Lights"`
std::string text_of(const Invitation& invitation) {
    std::string text{domain::to_string(invitation.role)};
    if (invitation.show) text += " on show " + std::to_string(invitation.show->value);
    return text;
}

Result<std::vector<Invitation>> open_at(CatalogSnapshot& catalog, Instant now, PlaceId place) {
    MOORING_TRY(std::vector<Invitation> open, catalog.memberships().open_invitations(now));
    std::erase_if(open, [&](const Invitation& invitation) { return place_of(invitation) != place; });
    return open;
}

/// The place as the one who invited may still give roles on it.
Result<Place> place_by_inviter(CatalogSnapshot& catalog, const Account& inviter, const Invitation& invitation) {
    Asker asker;
    asker.principal.account = inviter;
    return find_place(catalog, asker, Purpose::look, place_of(invitation));
}

Result<bool> has_greater_role(CatalogSnapshot& catalog, AccountId account, const Membership& wanted) {
    MOORING_TRY(const std::vector<Membership> roles, catalog.memberships().of(account));
    return std::ranges::any_of(roles, [&](const Membership& role) {
        return role.workspace == wanted.workspace && role.show == wanted.show && role.role >= wanted.role;
    });
}

}  // namespace

Result<CreatedInvitation> invite(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                 const NewInvitation& wanted) {
    MOORING_TRY(const Place place, find_place(tx, asker, Purpose::change, wanted.place));
    MOORING_CHECK(check_role(wanted.place, wanted.role));
    if (!wanted.email.empty()) MOORING_CHECK(accounts::check_account({wanted.email, "somebody", {}}));
    const Instant now = mint.clock.now();
    MOORING_TRY(const std::vector<Invitation> open, open_at(tx, now, wanted.place));
    if (open.size() >= open_invitations_at_most) return Error{Errc::conflict, "100 invitations are open"};

    CreatedInvitation created;
    created.token = random_base62(mint.random, token_characters);
    Invitation& invitation = created.invitation;
    const Membership where = membership_of({}, wanted.place, wanted.role, now);
    invitation.token_hash = mint.secret.hash_token(created.token);
    invitation.workspace = where.workspace;
    invitation.show = where.show;
    invitation.role = wanted.role;
    invitation.email = wanted.email;
    invitation.created_by = asker.id();
    invitation.created_at = now;
    invitation.expires_at = now + invitation_life;
    MOORING_TRY(invitation.id, tx.membership_writer().invite(invitation));
    MOORING_CHECK(note(tx, mint, asker, "invitation.created", text_of(invitation), place.workspace));
    return created;
}

Result<std::vector<Invitation>> list_invitations(CatalogSnapshot& catalog, const Mint& mint, const Asker& asker,
                                                 PlaceId place) {
    MOORING_CHECK(find_place(catalog, asker, Purpose::look, place));
    return open_at(catalog, mint.clock.now(), place);
}

Result<void> withdraw_invitation(CatalogTransaction& tx, const Mint& mint, const Asker& asker, InvitationId id) {
    MOORING_TRY(const std::vector<Invitation> open, tx.memberships().open_invitations(mint.clock.now()));
    const auto invitation = std::ranges::find(open, id, &Invitation::id);
    if (invitation == open.end()) return no_such_invitation();
    MOORING_TRY(const Place place, find_place(tx, asker, Purpose::change, place_of(*invitation)));
    MOORING_CHECK(tx.membership_writer().withdraw_invitation(id));
    return note(tx, mint, asker, "invitation.withdrawn", text_of(*invitation), place.workspace);
}

Result<OpenInvitation> find_open_invitation(CatalogSnapshot& catalog, const Mint& mint, std::string_view token) {
    if (!is_token(token)) return no_such_invitation();
    MOORING_TRY(std::optional<Invitation> invitation,
                catalog.memberships().find_invitation(mint.secret.hash_token(token)));
    if (!invitation) return no_such_invitation();
    if (invitation->used_at) return Error{Errc::gone, "the invitation is used"};
    if (invitation->expires_at <= mint.clock.now()) return Error{Errc::gone, "the invitation has expired"};
    MOORING_TRY(const std::optional<Account> inviter, catalog.accounts().find(invitation->created_by));
    if (!inviter || inviter->is_disabled) return no_such_invitation();
    Result<Place> place = place_by_inviter(catalog, *inviter, *invitation);
    if (!place) return place.error().code == Errc::forbidden ? no_such_invitation() : std::move(place).error();
    OpenInvitation open;
    open.place = place->id;
    open.workspace = place->workspace;
    open.place_name = place->name;
    open.invited_by = inviter->display_name;
    open.invitation = *std::move(invitation);
    return open;
}

Result<OpenInvitation> use_invitation(CatalogTransaction& tx, const Mint& mint, const Account& account,
                                      std::string_view token, const Actor& actor) {
    MOORING_TRY(OpenInvitation open, find_open_invitation(tx, mint, token));
    const Instant now = mint.clock.now();
    if (Result<void> used = tx.membership_writer().use_invitation(open.invitation.id, account.id, now); !used) {
        if (used.error().code == Errc::conflict) return Error{Errc::gone, "the invitation is used"};
        return std::move(used).error();
    }
    MOORING_CHECK(record(tx, now, actor,
                         {.action = "invitation.accepted",
                          .text = text_of(open.invitation),
                          .workspace = open.workspace,
                          .account = account.id}));
    const Membership membership = membership_of(account.id, open.place, open.invitation.role, now);
    MOORING_TRY(const bool has_greater, has_greater_role(tx, account.id, membership));
    if (!has_greater) MOORING_CHECK(give_role(tx, mint, membership, actor));
    return open;
}

Result<void> accept_invitation(CatalogTransaction& tx, const Mint& mint, const Asker& asker, std::string_view token) {
    MOORING_CHECK(asker.may_change());
    if (is_token(token)) {
        MOORING_TRY(const std::optional<Invitation> invitation,
                    tx.memberships().find_invitation(mint.secret.hash_token(token)));
        if (invitation && invitation->used_by == asker.id()) return ok();
    }
    MOORING_CHECK(use_invitation(tx, mint, *asker.principal.account, token, asker.actor()));
    return ok();
}

}  // namespace mooring::app::managing
