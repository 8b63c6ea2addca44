#include "mooring/app/managing/members.hpp"

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/read_role.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"

namespace mooring::api::dashboard {
namespace {

using app::managing::Member;
using app::managing::PlaceId;

template <class Id>
Answer list(const Call& call) {
    MOORING_TRY(const Id place, call.path_id<Id>(0));
    MOORING_TRY(const auto members,
                call.read([&](CatalogSnapshot& catalog) { return list_members(catalog, call.asker, PlaceId{place}); }));
    return list_answer("members", members, write_member);
}

template <class Id>
Answer add(const Call& call, const Body& body) {
    MOORING_TRY(const Id place, call.path_id<Id>(0));
    MOORING_TRY(const std::string email, body.required_text("email"));
    MOORING_TRY(const domain::Role role, read_role(body));
    MOORING_TRY(const Member member, call.write([&](CatalogTransaction& tx) {
        return add_member(tx, call.mint(), call.asker, PlaceId{place}, email, role);
    }));
    return object_answer(201, member, write_member);
}

template <class Id>
Answer change(const Call& call, const Body& body) {
    MOORING_TRY(const Id place, call.path_id<Id>(0));
    MOORING_TRY(const auto account, call.path_id<domain::AccountId>(1));
    MOORING_TRY(const domain::Role role, read_role(body));
    MOORING_TRY(const Member member, call.write([&](CatalogTransaction& tx) {
        return change_member(tx, call.mint(), call.asker, PlaceId{place}, account, role);
    }));
    return object_answer(200, member, write_member);
}

template <class Id>
Answer remove(const Call& call) {
    MOORING_TRY(const Id place, call.path_id<Id>(0));
    MOORING_TRY(const auto account, call.path_id<domain::AccountId>(1));
    MOORING_CHECK(call.write(
        [&](CatalogTransaction& tx) { return remove_member(tx, call.mint(), call.asker, PlaceId{place}, account); }));
    return no_content();
}

}  // namespace

Answer list_workspace_members(const Call& call) {
    return list<domain::WorkspaceId>(call);
}
Answer add_workspace_member(const Call& call, const Body& body) {
    return add<domain::WorkspaceId>(call, body);
}
Answer put_workspace_member(const Call& call, const Body& body) {
    return change<domain::WorkspaceId>(call, body);
}
Answer delete_workspace_member(const Call& call) {
    return remove<domain::WorkspaceId>(call);
}
Answer list_show_members(const Call& call) {
    return list<domain::ShowId>(call);
}
Answer add_show_member(const Call& call, const Body& body) {
    return add<domain::ShowId>(call, body);
}
Answer put_show_member(const Call& call, const Body& body) {
    return change<domain::ShowId>(call, body);
}
Answer delete_show_member(const Call& call) {
    return remove<domain::ShowId>(call);
}

}  // namespace mooring::api::dashboard
