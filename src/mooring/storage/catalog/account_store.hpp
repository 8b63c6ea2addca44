#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::storage {

using domain::Account;
using domain::AccountId;
using domain::Invitation;
using domain::InvitationId;
using domain::Membership;
using domain::ShowId;
using domain::WorkspaceId;

class AccountReader {
public:
    virtual ~AccountReader() = default;
    virtual Result<std::optional<Account>> find(AccountId id) = 0;
    /// Without regard to the case of ASCII letters.
    virtual Result<std::optional<Account>> find_by_email(std::string_view email) = 0;
    virtual Result<std::optional<Account>> find_by_username(std::string_view username) = 0;
    /// All of them, by id.
    virtual Result<std::vector<Account>> list() = 0;
    /// True when there is none at all: the server waits for its first run (accounts-oauth.md, 8.1).
    virtual Result<bool> is_empty() = 0;
    /// Administrators that are not disabled.
    virtual Result<int> count_administrators() = 0;
};

class AccountWriter {
public:
    virtual ~AccountWriter() = default;
    /// Store a new one; its `id` is ignored and the assigned one is returned.
    /// Errors: conflict (`field` is `email`, `username` or `opaque_id`).
    virtual Result<AccountId> insert(const Account& account) = 0;
    /// Replace all fields. Errors: not_found, conflict.
    virtual Result<void> update(const Account& account) = 0;
};

class MembershipReader {
public:
    virtual ~MembershipReader() = default;
    /// All roles of one person.
    virtual Result<std::vector<Membership>> of(AccountId account) = 0;
    /// Who has a role on the workspace itself, oldest first.
    virtual Result<std::vector<Membership>> members(WorkspaceId workspace) = 0;
    /// Who has a role on this one show, oldest first; members of its workspace are not among them.
    virtual Result<std::vector<Membership>> members(ShowId show) = 0;
    /// By the 32-byte hash; used and expired ones too.
    virtual Result<std::optional<Invitation>> find_invitation(std::string_view token_hash) = 0;
    /// Those neither used nor expired at `now`, oldest first.
    virtual Result<std::vector<Invitation>> open_invitations(Instant now) = 0;
};

class MembershipWriter {
public:
    virtual ~MembershipWriter() = default;
    /// Give the role, in place of the one the person has there, if any. Errors: not_found (person or place).
    virtual Result<void> put(const Membership& membership) = 0;
    /// Errors: not_found.
    virtual Result<void> remove(AccountId account, WorkspaceId workspace) = 0;
    virtual Result<void> remove(AccountId account, ShowId show) = 0;
    virtual Result<InvitationId> invite(const Invitation& invitation) = 0;
    /// Note who took it. Errors: conflict (it is used already, or withdrawn).
    virtual Result<void> use_invitation(InvitationId id, AccountId account, Instant at) = 0;
    /// Withdraw one that is not used. Errors: not_found.
    virtual Result<void> withdraw_invitation(InvitationId id) = 0;
    /// Forget those that expired before `time`.
    virtual Result<void> remove_invitations_before(Instant time) = 0;
};

}  // namespace mooring::storage
