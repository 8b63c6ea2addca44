#include "mooring/app/accounts/people.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t longest_email = 254;  // RFC 5321
constexpr std::size_t longest_name = 80;
constexpr std::size_t longest_username_stem = 30;

bool is_email(std::string_view text) {
    const auto at = text.rfind('@');
    if (!is_valid_utf8(text) || text.size() > longest_email || at == std::string_view::npos || at == 0 ||
        at + 1 == text.size())
        return false;
    return std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c != 0x7f && c != ',' && c != ';'; });
}

bool is_country(std::string_view text) {
    return text.empty() || (text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; }));
}

/// What stands before the `@`, in the letters of a username.
std::string username_stem(std::string_view email) {
    std::string stem;
    for (const char c : to_lower_ascii(email.substr(0, email.rfind('@')))) {
        const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_kept && stem.size() < longest_username_stem) stem += c;
    }
    return stem.empty() ? "user" : stem;
}

Result<std::string> free_username(CatalogSnapshot& catalog, std::string_view email) {
    const std::string stem = username_stem(email);
    std::string name = stem;
    for (int number = 2;; ++number) {
        MOORING_TRY(const std::optional<Account> taken, catalog.accounts().find_by_username(name));
        if (!taken) return name;
        name = stem + std::to_string(number);
    }
}

Result<Account> existing(CatalogSnapshot& catalog, AccountId id) {
    MOORING_TRY(std::optional<Account> account, catalog.accounts().find(id));
    if (!account) return Error{Errc::not_found, "no such account"};
    return *std::move(account);
}

/// True when one of the scopes changes something: their names say so.
bool writes(const ScopeNames& scopes) {
    constexpr std::array words{"-modify", "-manage-", "-upload", "-control", "soa-"};
    return std::ranges::any_of(scopes, [&](const std::string& scope) {
        return std::ranges::any_of(words, [&](const char* word) { return scope.find(word) != std::string::npos; });
    });
}

/// Refuse what would leave the workspace without an owner.
Result<void> keep_an_owner(CatalogSnapshot& catalog, AccountId leaving, WorkspaceId workspace) {
    MOORING_TRY(const std::vector<Membership> members, catalog.memberships().members(workspace));
    const auto is_owner = [](const Membership& member) { return member.role == Role::owner; };
    const bool leaves_one = std::ranges::any_of(
        members, [&](const Membership& member) { return member.account != leaving && is_owner(member); });
    const bool was_owner = std::ranges::any_of(
        members, [&](const Membership& member) { return member.account == leaving && is_owner(member); });
    if (was_owner && !leaves_one) return Error{Errc::conflict, "a workspace keeps an owner"};
    return ok();
}

/// Refuse what would leave the server without an administrator who can sign in.
Result<void> keep_an_administrator(CatalogSnapshot& catalog, const Account& leaving) {
    if (!leaving.is_administrator || leaving.is_disabled) return ok();
    MOORING_TRY(const int administrators, catalog.accounts().count_administrators());
    if (administrators <= 1) return Error{Errc::conflict, "the server keeps an administrator"};
    return ok();
}

/// Write down a change of role, for the log of the workspace that the place belongs to.
Result<void> note_role(CatalogTransaction& tx, const Mint& mint, std::string_view action, std::string text,
                       const Membership& membership, const Actor& actor) {
    std::optional<WorkspaceId> workspace = membership.workspace;
    if (membership.show) {
        text += (text.empty() ? "on show " : " on show ") + std::to_string(membership.show->value);
        MOORING_TRY(const std::optional<Show> show, tx.shows().find(*membership.show));
        if (show) workspace = show->workspace;
    }
    return record(tx, mint.clock.now(), actor,
                  {.action = action, .text = std::move(text), .workspace = workspace, .account = membership.account});
}

}  // namespace

Result<void> check_account(const NewAccount& wanted) {
    if (!is_email(wanted.email)) return invalid("email", "must be an e-mail address");
    if (!is_valid_utf8(wanted.display_name) || has_control_character(wanted.display_name) ||
        trim(wanted.display_name).empty() || code_point_count(wanted.display_name) > longest_name) {
        return invalid("display_name", "must have 1 to 80 characters");
    }
    if (!is_country(wanted.country)) return invalid("country", "must be two capital letters");
    return ok();
}

Result<Account> create_account(CatalogTransaction& tx, const Mint& mint, const NewAccount& wanted, const Actor& actor) {
    MOORING_CHECK(check_account(wanted));
    Account account;
    account.email = wanted.email;
    account.display_name = trim(wanted.display_name);
    account.country = wanted.country;
    account.is_administrator = wanted.is_administrator;
    account.password_hash = wanted.password_hash;
    account.created_at = mint.clock.now();
    account.opaque_id = random_opaque_id(mint.random);
    MOORING_TRY(account.username, free_username(tx, wanted.email));
    MOORING_TRY(account.id, tx.account_writer().insert(account));
    MOORING_CHECK(record(tx, account.created_at, actor,
                         {.action = "account.created", .text = account.username, .account = account.id}));
    return account;
}

Result<Account> create_first_administrator(CatalogTransaction& tx, const Mint& mint, NewAccount wanted,
                                           const Actor& actor) {
    MOORING_TRY(const bool is_first, tx.accounts().is_empty());
    if (!is_first) return Error{Errc::conflict, "the server has been set up"};
    wanted.is_administrator = true;
    return create_account(tx, mint, wanted, actor);
}

Result<void> give_role(CatalogTransaction& tx, const Mint& mint, const Membership& membership, const Actor& actor) {
    if (membership.workspace && membership.role != Role::owner) {
        MOORING_CHECK(keep_an_owner(tx, membership.account, *membership.workspace));
    }
    if (membership.show && membership.role == Role::owner) {
        return invalid("role", "owners are of workspaces");
    }
    MOORING_CHECK(tx.membership_writer().put(membership));
    return note_role(tx, mint, "role.given", std::string{domain::to_string(membership.role)}, membership, actor);
}

Result<void> take_role(CatalogTransaction& tx, const Mint& mint, AccountId account, WorkspaceId workspace,
                       const Actor& actor) {
    MOORING_CHECK(keep_an_owner(tx, account, workspace));
    MOORING_CHECK(tx.membership_writer().remove(account, workspace));
    return note_role(tx, mint, "role.taken", {}, {account, workspace, {}}, actor);
}

Result<void> take_role(CatalogTransaction& tx, const Mint& mint, AccountId account, ShowId show, const Actor& actor) {
    MOORING_CHECK(tx.membership_writer().remove(account, show));
    return note_role(tx, mint, "role.taken", {}, {account, {}, show}, actor);
}

Result<void> set_password(CatalogTransaction& tx, const Mint& mint, AccountId id, std::string hash,
                          std::optional<SessionId> kept, const Actor& actor) {
    MOORING_TRY(Account account, existing(tx, id));
    const Instant now = mint.clock.now();
    account.password_hash = std::move(hash);
    account.password_changed_at = now;
    MOORING_CHECK(tx.account_writer().update(account));
    MOORING_CHECK(tx.session_writer().remove_all(id, kept));
    MOORING_CHECK(tx.token_writer().remove_codes(id));
    MOORING_TRY(const std::vector<Grant> grants, tx.apps().grants(id));
    for (const Grant& grant : grants) {
        if (writes(grant.scopes)) MOORING_CHECK(tx.token_writer().revoke_grant(grant.id, now));
    }
    return record(tx, now, actor, {.action = "password.changed", .account = id});
}

Result<void> store_rehash(CatalogTransaction& tx, AccountId id, std::string hash) {
    MOORING_TRY(Account account, existing(tx, id));
    account.password_hash = std::move(hash);
    return tx.account_writer().update(account);
}

Result<void> set_disabled(CatalogTransaction& tx, const Mint& mint, AccountId id, bool disabled, const Actor& actor) {
    MOORING_TRY(Account account, existing(tx, id));
    if (account.is_disabled == disabled) return ok();
    if (disabled) MOORING_CHECK(keep_an_administrator(tx, account));
    account.is_disabled = disabled;
    MOORING_CHECK(tx.account_writer().update(account));
    const Instant now = mint.clock.now();
    if (disabled) {
        MOORING_CHECK(tx.session_writer().remove_all(id, {}));
        MOORING_CHECK(tx.token_writer().revoke_account(id, now));
    }
    return record(tx, now, actor, {.action = disabled ? "account.disabled" : "account.enabled", .account = id});
}

Result<void> set_administrator(CatalogTransaction& tx, const Mint& mint, AccountId id, bool is_administrator,
                               const Actor& actor) {
    MOORING_TRY(Account account, existing(tx, id));
    if (account.is_administrator == is_administrator) return ok();
    if (!is_administrator) MOORING_CHECK(keep_an_administrator(tx, account));
    account.is_administrator = is_administrator;
    MOORING_CHECK(tx.account_writer().update(account));
    return record(tx, mint.clock.now(), actor,
                  {.action = is_administrator ? "administrator.given" : "administrator.taken", .account = id});
}

Result<Account> change_profile(CatalogTransaction& tx, const Mint& mint, AccountId id, const ProfilePatch& patch,
                               const Actor& actor) {
    MOORING_TRY(const Account before, existing(tx, id));
    Account after = before;
    after.display_name = trim(patch.display_name.value_or(before.display_name));
    after.email = patch.email.value_or(before.email);
    after.country = patch.country.value_or(before.country);
    after.filters_explicit = patch.filters_explicit.value_or(before.filters_explicit);
    MOORING_CHECK(check_account({after.email, after.display_name, {}, after.country}));
    if (after == before) return after;
    MOORING_CHECK(tx.account_writer().update(after));
    MOORING_CHECK(
        record(tx, mint.clock.now(), actor, {.action = "account.changed", .text = after.username, .account = id}));
    return after;
}

}  // namespace mooring::app::accounts
