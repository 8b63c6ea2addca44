#include "mooring/storage/catalog/sqlite/memberships.hpp"

#include <array>

#include "mooring/storage/catalog/sqlite/stored_enums.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::array<std::string_view, 10> invitation_fields{"token_hash", "workspace_id", "show_id",    "role",
                                                             "email",      "created_by",   "created_at", "expires_at",
                                                             "used_at",    "used_by"};

constexpr std::string_view select_invitation =
    "SELECT id, token_hash, workspace_id, show_id, role, email, created_by, created_at, expires_at, used_at, used_by "
    "FROM invitations ";

/// account, workspace, show, role, created_at
Result<Membership> read_membership(Row row) {
    Membership membership;
    membership.account = row.id<AccountId>();
    membership.workspace = maybe_id<WorkspaceId>(row);
    membership.show = maybe_id<ShowId>(row);
    membership.role = row.enumerator(last_role);
    membership.created_at = row.instant();
    if (!row.is_sound()) return Error{Errc::corrupt, "catalog: a membership has a role that is not known"};
    return membership;
}

Result<Invitation> read_invitation(Row row) {
    Invitation invitation;
    invitation.id = row.id<InvitationId>();
    invitation.token_hash = row.text();
    invitation.workspace = maybe_id<WorkspaceId>(row);
    invitation.show = maybe_id<ShowId>(row);
    invitation.role = row.enumerator(last_role);
    invitation.email = row.text();
    invitation.created_by = row.id<AccountId>();
    invitation.created_at = row.instant();
    invitation.expires_at = row.instant();
    invitation.used_at = row.maybe_instant();
    invitation.used_by = maybe_id<AccountId>(row);
    if (!row.is_sound()) return Error{Errc::corrupt, "catalog: an invitation has a role that is not known"};
    return invitation;
}

}  // namespace

Result<std::vector<Membership>> SqliteMembershipReader::of(AccountId account) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT account_id, workspace_id, NULL, role, created_at FROM workspace_members "
                            "WHERE account_id = ? UNION ALL "
                            "SELECT account_id, NULL, show_id, role, created_at FROM show_members "
                            "WHERE account_id = ?"));
    statement.add(account).add(account);
    return all_rows<Membership>(statement, read_membership);
}

Result<std::vector<Membership>> SqliteMembershipReader::members(WorkspaceId workspace) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT account_id, workspace_id, NULL, role, created_at FROM workspace_members "
                            "WHERE workspace_id = ? ORDER BY created_at, account_id"));
    statement.add(workspace);
    return all_rows<Membership>(statement, read_membership);
}

Result<std::vector<Membership>> SqliteMembershipReader::members(ShowId show) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT account_id, NULL, show_id, role, created_at FROM show_members "
                                                 "WHERE show_id = ? ORDER BY created_at, account_id"));
    statement.add(show);
    return all_rows<Membership>(statement, read_membership);
}

Result<std::optional<Invitation>> SqliteMembershipReader::find_invitation(std::string_view token_hash) {
    static const std::string sql = joined({select_invitation, "WHERE token_hash = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add_blob(token_hash);
    return first_row<Invitation>(statement, read_invitation);
}

Result<std::vector<Invitation>> SqliteMembershipReader::open_invitations(Instant now) {
    static const std::string sql = joined({select_invitation, "WHERE used_at IS NULL AND expires_at > ? ORDER BY id"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(now);
    return all_rows<Invitation>(statement, read_invitation);
}

Result<void> SqliteMembershipWriter::put(const Membership& membership) {
    MOORING_TRY(Statement statement,
                access_.db.prepare(membership.workspace
                                       ? "INSERT INTO workspace_members(workspace_id, account_id, role, created_at) "
                                         "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role"
                                       : "INSERT INTO show_members(show_id, account_id, role, created_at) "
                                         "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role"));
    if (membership.workspace) {
        statement.add(*membership.workspace);
    } else {
        statement.add(membership.show);
    }
    MOORING_CHECK(statement.add(membership.account).add(membership.role).add(membership.created_at).run());
    access_.touched.accounts = true;
    return ok();
}

Result<void> SqliteMembershipWriter::remove(AccountId account, WorkspaceId workspace) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("DELETE FROM workspace_members WHERE workspace_id = ? AND account_id = ?"));
    MOORING_CHECK(statement.add(workspace).add(account).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "not a member"};
    access_.touched.accounts = true;
    return ok();
}

Result<void> SqliteMembershipWriter::remove(AccountId account, ShowId show) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("DELETE FROM show_members WHERE show_id = ? AND account_id = ?"));
    MOORING_CHECK(statement.add(show).add(account).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "not a member"};
    access_.touched.accounts = true;
    return ok();
}

Result<InvitationId> SqliteMembershipWriter::invite(const Invitation& invitation) {
    static const std::string sql = insert_sql("invitations", invitation_fields);
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    statement.add_blob(invitation.token_hash).add(invitation.workspace).add(invitation.show).add(invitation.role);
    statement.add(invitation.email).add(invitation.created_by).add(invitation.created_at).add(invitation.expires_at);
    MOORING_CHECK(statement.add(invitation.used_at).add(invitation.used_by).run());
    return InvitationId{access_.db.last_insert_id()};
}

Result<void> SqliteMembershipWriter::use_invitation(InvitationId id, AccountId account, Instant at) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE invitations SET used_at = ?, used_by = ? WHERE id = ? AND used_at IS NULL"));
    MOORING_CHECK(statement.add(at).add(account).add(id).run());
    if (access_.db.changes() == 0) return Error{Errc::conflict, "the invitation is used"};
    return ok();
}

Result<void> SqliteMembershipWriter::withdraw_invitation(InvitationId id) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM invitations WHERE id = ? AND used_at IS NULL"));
    MOORING_CHECK(statement.add(id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such open invitation"};
    return ok();
}

Result<void> SqliteMembershipWriter::remove_invitations_before(Instant time) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM invitations WHERE expires_at < ?"));
    return statement.add(time).run();
}

}  // namespace mooring::storage::sqlite
