#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/accounts/ports.hpp"

namespace mooring::app::accounts {

/// Who changes something, as the audit log has it (accounts-oauth.md, 8.5).
struct Actor {
    std::string name;     ///< `account:7`, `admin` (the command line), `server`
    std::string address;  ///< of whoever asked; empty on the command line

    static Actor person(AccountId account, std::string address);
    static Actor command_line() { return {"admin", {}}; }
    static Actor server() { return {"server", {}}; }
};

/// What an entry is about, besides who did it.
struct AuditSubject {
    std::string_view action;  ///< `session.revoked`, `role.given`, …
    std::string text = {};    ///< what it was done to, in words without secrets
    std::optional<WorkspaceId> workspace = {};
    std::optional<AccountId> account = {};  ///< whose log it is in besides
};

/// Write it into the audit log, in the transaction of the change itself.
Result<void> record(CatalogTransaction& tx, Instant at, const Actor& actor, const AuditSubject& subject);

}  // namespace mooring::app::accounts
