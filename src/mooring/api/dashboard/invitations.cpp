#include "mooring/app/managing/invitations.hpp"

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/read_role.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"
#include "mooring/api/people/invitation_links.hpp"

namespace mooring::api::dashboard {
namespace {

using app::managing::NewInvitation;
using app::managing::PlaceId;

template <class Id>
Answer list(const Call& call) {
    MOORING_TRY(const Id place, call.path_id<Id>(0));
    MOORING_TRY(const auto invitations, call.read([&](CatalogSnapshot& catalog) {
        return app::managing::list_invitations(catalog, call.mint(), call.asker, PlaceId{place});
    }));
    return list_answer("invitations", invitations,
                       [](JsonWriter& json, const domain::Invitation& one) { write_invitation(json, one); });
}

template <class Id>
Answer invite(const Call& call, const Body& body) {
    MOORING_TRY(const Id place, call.path_id<Id>(0));
    MOORING_TRY(const domain::Role role, read_role(body));
    MOORING_TRY(const auto email, body.text("email"));
    const NewInvitation wanted{PlaceId{place}, role, email.value_or("")};
    MOORING_TRY(const auto created, call.write([&](CatalogTransaction& tx) {
        return app::managing::invite(tx, call.mint(), call.asker, wanted);
    }));
    JsonWriter json;
    write_invitation(json, created.invitation, people::invitation_link(call.services, created.token));
    return json_answer(201, json.take());
}

}  // namespace

Answer list_workspace_invitations(const Call& call) {
    return list<domain::WorkspaceId>(call);
}
Answer invite_to_workspace(const Call& call, const Body& body) {
    return invite<domain::WorkspaceId>(call, body);
}
Answer list_show_invitations(const Call& call) {
    return list<domain::ShowId>(call);
}
Answer invite_to_show(const Call& call, const Body& body) {
    return invite<domain::ShowId>(call, body);
}

Answer delete_invitation(const Call& call) {
    MOORING_TRY(const auto id, call.path_id<domain::InvitationId>(0));
    MOORING_CHECK(call.write(
        [&](CatalogTransaction& tx) { return app::managing::withdraw_invitation(tx, call.mint(), call.asker, id); }));
    return no_content();
}

}  // namespace mooring::api::dashboard
