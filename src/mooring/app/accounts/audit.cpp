#include "mooring/app/accounts/audit.hpp"

#include <utility>

namespace mooring::app::accounts {

Actor Actor::person(AccountId account, std::string address) {
    return {"account:" + std::to_string(account.value), std::move(address)};
}

Result<void> record(CatalogTransaction& tx, Instant at, const Actor& actor, const AuditSubject& subject) {
    domain::AuditEntry entry;
    entry.at = at;
    entry.actor = actor.name;
    entry.action = subject.action;
    entry.subject = subject.text;
    entry.address = actor.address;
    entry.workspace = subject.workspace;
    entry.account = subject.account;
    return tx.audit_writer().insert(entry);
}

}  // namespace mooring::app::accounts
