#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/managing/asker.hpp"

namespace mooring::app::managing {

/// One-time links that give whoever follows them a role (accounts-oauth.md, 8.5).
inline constexpr std::chrono::seconds invitation_life = std::chrono::hours{72};
/// Open ones of one place.
inline constexpr std::size_t open_invitations_at_most = 100;

using domain::Invitation;
using domain::InvitationId;

struct NewInvitation {
    PlaceId place;
    Role role = Role::analyst;
    std::string email = {};  ///< whom it is for; a hint, empty for anybody
};

/// An invitation with what its link ends in, which nobody can be told again.
struct CreatedInvitation {
    Invitation invitation;
    std::string token;
};

/// Errors: not_found, forbidden, invalid_argument (`role`, `email`), conflict (100 are open).
Result<CreatedInvitation> invite(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                 const NewInvitation& wanted);
/// Those that can still be used, oldest first. Errors: not_found, forbidden.
Result<std::vector<Invitation>> list_invitations(CatalogSnapshot& catalog, const Mint& mint, const Asker& asker,
                                                 PlaceId place);
/// Errors: not_found (no open one, or of a place where the person has no role), forbidden.
Result<void> withdraw_invitation(CatalogTransaction& tx, const Mint& mint, const Asker& asker, InvitationId id);

/// What the page behind a link says.
struct OpenInvitation {
    Invitation invitation;
    PlaceId place;
    WorkspaceId workspace;
    std::string place_name;
    std::string invited_by;  ///< the display name
};
/// The invitation behind a link while it can be used. Whoever made it must still be allowed to: an owner who was
/// removed has left no way back. Errors: not_found (no such token, withdrawn, or as said), gone (used, or expired; the
/// message says which).
Result<OpenInvitation> find_open_invitation(CatalogSnapshot& catalog, const Mint& mint, std::string_view token);

/// Take the role for `account`. A greater one that it has there already stays. Of two at once exactly one succeeds.
/// Errors: as `find_open_invitation`.
Result<OpenInvitation> use_invitation(CatalogTransaction& tx, const Mint& mint, const Account& account,
                                      std::string_view token, const Actor& actor);
/// The same for somebody who is signed in. A second time by the same person is fine. Errors: forbidden (read only).
Result<void> accept_invitation(CatalogTransaction& tx, const Mint& mint, const Asker& asker, std::string_view token);

}  // namespace mooring::app::managing
