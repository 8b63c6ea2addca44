#pragma once

#include "mooring/storage/catalog/account_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteMembershipReader final : public MembershipReader {
public:
    explicit SqliteMembershipReader(Connection& db) : db_(db) {}
    Result<std::vector<Membership>> of(AccountId account) override;
    Result<std::vector<Membership>> members(WorkspaceId workspace) override;
    Result<std::vector<Membership>> members(ShowId show) override;
    Result<std::optional<Invitation>> find_invitation(std::string_view token_hash) override;
    Result<std::vector<Invitation>> open_invitations(Instant now) override;

private:
    Connection& db_;
};

class SqliteMembershipWriter final : public MembershipWriter {
public:
    explicit SqliteMembershipWriter(WriteAccess access) : access_(access) {}
    Result<void> put(const Membership& membership) override;
    Result<void> remove(AccountId account, WorkspaceId workspace) override;
    Result<void> remove(AccountId account, ShowId show) override;
    Result<InvitationId> invite(const Invitation& invitation) override;
    Result<void> use_invitation(InvitationId id, AccountId account, Instant at) override;
    Result<void> withdraw_invitation(InvitationId id) override;
    Result<void> remove_invitations_before(Instant time) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
