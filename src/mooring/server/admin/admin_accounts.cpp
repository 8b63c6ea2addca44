#include <array>
#include <chrono>
#include <iostream>
#include <optional>

#include "mooring/app/accounts/password_pool.hpp"
#include "mooring/app/accounts/people.hpp"
#include "mooring/app/accounts/sessions.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/server/admin/admin.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace accounts = app::accounts;

accounts::Mint mint_of(Storage& storage) {
    return {*storage.random, *storage.secret, *storage.clock};
}

json::object describe(const domain::Account& account) {
    return {{"id", account.id.value},
            {"username", account.username},
            {"email", account.email},
            {"name", account.display_name},
            {"administrator", account.is_administrator},
            {"disabled", account.is_disabled},
            {"created", iso8601_seconds(account.created_at)}};
}

/// The first line of the standard input. Passwords come by no other way: arguments and the environment are seen by
/// others.
accounts::Password read_password() {
    std::string line;
    std::getline(std::cin, line);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return accounts::Password{std::move(line)};
}

Result<std::string> hash_of_input(Storage& storage, std::string_view email, std::string_view name) {
    accounts::Password password = read_password();
    const std::array<std::string_view, 2> own_names{email, name};
    MOORING_CHECK(accounts::check_new_password(password, own_names));
    accounts::PasswordPool pool{{.at_a_time = 1}, *storage.random};
    return pool.hash_and_wait(std::move(password));
}

Result<domain::Account> account_of(storage::CatalogSnapshot& catalog, const std::string& email) {
    MOORING_TRY(std::optional<domain::Account> account, catalog.accounts().find_by_email(email));
    if (!account) return Error{Errc::not_found, "nobody has that e-mail"};
    return *std::move(account);
}

struct Wanted {
    std::string email, name, country, label = "connector", role;
    bool administrator = false, from_stdin = false, read_only = false;
    std::int64_t workspace = 0, show = 0, days = 30;
};

/// `--password-stdin` is asked for although nothing else is possible: nobody should wait at a silent prompt.
void add_password_flag(CLI::App& command, Wanted& wanted) {
    command.add_flag("--password-stdin", wanted.from_stdin, "Read the password from the standard input.")->required();
}

void add_create(Program& program, CLI::App& admin) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command = add_command(
        program, admin, "create", "Make a person who can sign in; the first one is an administrator.",
        [wanted](Storage& storage, const Config&) -> Result<json::value> {
            MOORING_TRY(const std::string hash, hash_of_input(storage, wanted->email, wanted->name));
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_TRY(const bool is_first, tx.accounts().is_empty());
                const accounts::NewAccount person{wanted->email, wanted->name, hash, wanted->country,
                                                  wanted->administrator || is_first};
                MOORING_TRY(const domain::Account made,
                            create_account(tx, mint_of(storage), person, accounts::Actor::command_line()));
                return json::value(describe(made));
            });
        },
        IfMissing::make);
    command->add_option("--email", wanted->email, "What they sign in with.")->required();
    command->add_option("--name", wanted->name, "What others read.")->required();
    command->add_option("--country", wanted->country, "Two letters, such as NO; their market in the Web API.");
    command->add_flag("--administrator", wanted->administrator, "May do everything, settings and people included.");
    add_password_flag(*command, *wanted);
}

void add_reset_password(Program& program, CLI::App& admin) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command = add_command(
        program, admin, "reset-password", "Give a person another password. Their sessions end.",
        [wanted](Storage& storage, const Config&) -> Result<json::value> {
            MOORING_TRY(const domain::Account account, storage.catalog->read([&](storage::CatalogSnapshot& catalog) {
                return account_of(catalog, wanted->email);
            }));
            MOORING_TRY(const std::string hash, hash_of_input(storage, account.email, account.display_name));
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_CHECK(set_password(tx, mint_of(storage), account.id, hash, std::nullopt,
                                           accounts::Actor::command_line()));
                return json::value(describe(account));
            });
        });
    command->add_option("--email", wanted->email, "Whose.")->required();
    add_password_flag(*command, *wanted);
}

void add_role(Program& program, CLI::App& group) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command =
        add_command(program, group, "role", "Give a person a role on a workspace or a show, or take it away.",
                    [wanted](Storage& storage, const Config&) -> Result<json::value> {
                        if ((wanted->workspace != 0) == (wanted->show != 0)) {
                            return invalid("workspace", "give either --workspace or --show");
                        }
                        const auto role = domain::parse_role(wanted->role);
                        return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                            MOORING_TRY(const domain::Account account, account_of(tx, wanted->email));
                            const accounts::Mint mint = mint_of(storage);
                            const auto actor = accounts::Actor::command_line();
                            const domain::WorkspaceId workspace{wanted->workspace};
                            const domain::ShowId show{wanted->show};
                            if (wanted->role == "none") {
                                MOORING_CHECK(wanted->show != 0 ? take_role(tx, mint, account.id, show, actor)
                                                                : take_role(tx, mint, account.id, workspace, actor));
                            } else {
                                domain::Membership membership{account.id, {}, {}, *role, storage.clock->now()};
                                if (wanted->show != 0) {
                                    membership.show = show;
                                } else {
                                    membership.workspace = workspace;
                                }
                                MOORING_CHECK(give_role(tx, mint, membership, actor));
                            }
                            return json::value(json::object{{"email", account.email}, {"role", wanted->role}});
                        });
                    });
    command->add_option("--email", wanted->email, "Whose.")->required();
    command->add_option("--workspace", wanted->workspace, "Id of the workspace.");
    command->add_option("--show", wanted->show, "Id of the show.");
    command->add_option("--role", wanted->role, "analyst, editor, show_admin, owner, or none.")
        ->required()
        ->check(CLI::IsMember({"analyst", "editor", "show_admin", "owner", "none"}));
}

void add_session(Program& program, CLI::App& group) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command = add_command(
        program, group, "session", "Make a session for a tool. Its cookies are printed this once and kept nowhere.",
        [wanted](Storage& storage, const Config&) -> Result<json::value> {
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_TRY(const domain::Account account, account_of(tx, wanted->email));
                accounts::WantedSession session;
                session.kind = domain::SessionKind::connector;
                session.label = wanted->label;
                session.is_read_only = wanted->read_only;
                session.life = std::chrono::days{wanted->days};
                const accounts::Mint mint = mint_of(storage);
                MOORING_TRY(const auto started, start_session(tx, mint, account.id, session));
                MOORING_CHECK(record(tx, storage.clock->now(), accounts::Actor::command_line(),
                                     {.action = "session.started", .text = session.label, .account = account.id}));
                return json::value(json::object{{"id", started.session.id.value},
                                                {"label", session.label},
                                                {"expires", iso8601_seconds(*started.session.expires_at)},
                                                {"sp_dc", started.sp_dc},
                                                {"sp_key", started.sp_key},
                                                {"anchorpw_s", started.anchorpw_s}});
            });
        });
    command->add_option("--email", wanted->email, "Whose.")->required();
    command->add_option("--label", wanted->label, "What it is for.");
    command->add_option("--days", wanted->days, "How long it lives: 30, 90 or 365.")
        ->check(CLI::IsMember({30, 90, 365}));
    command->add_flag("--read-only", wanted->read_only, "It may change nothing.");
}

}  // namespace

void add_account_commands(Program& program, CLI::App& admin) {
    add_create(program, admin);
    add_reset_password(program, admin);
    CLI::App* group = admin.add_subcommand("account", "People: who there is, their roles and sessions.");
    group->require_subcommand(1);
    add_command(program, *group, "list", "List all people.", [](Storage& storage, const Config&) {
        return storage.catalog->read([](storage::CatalogSnapshot& catalog) -> Result<json::value> {
            MOORING_TRY(const auto people, catalog.accounts().list());
            json::array rows;
            for (const auto& person : people) rows.push_back(describe(person));
            return json::value(std::move(rows));
        });
    });
    add_role(program, *group);
    add_session(program, *group);
}

}  // namespace mooring::server::admin
