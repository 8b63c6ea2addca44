#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::storage {

using domain::AccountId;
using domain::Session;
using domain::SessionId;

class SessionReader {
public:
    virtual ~SessionReader() = default;
    virtual Result<std::optional<Session>> find(SessionId id) = 0;
    // By the 32-byte hash of one of its cookies; expired ones too.
    virtual Result<std::optional<Session>> find_by_sp_dc(std::string_view hash) = 0;
    virtual Result<std::optional<Session>> find_by_anchorpw(std::string_view hash) = 0;
    /// Of one person, the one used last first; expired ones too.
    virtual Result<std::vector<Session>> list(AccountId account) = 0;
};

class SessionWriter {
public:
    virtual ~SessionWriter() = default;
    virtual Result<SessionId> insert(const Session& session) = 0;
    /// Note the last use; unknown ids are ignored. Nothing that caches hold changes.
    virtual Result<void> touch(SessionId id, Instant used_at, std::string_view address) = 0;
    /// End it, and with it its codes and the access tokens of the silent sign-in. Errors: not_found.
    virtual Result<void> remove(SessionId id) = 0;
    /// End all of one person, but `kept`.
    virtual Result<void> remove_all(AccountId account, std::optional<SessionId> kept) = 0;
    /// Remove those that are not live at `now`.
    virtual Result<void> remove_ended(Instant now) = 0;
};

}  // namespace mooring::storage
