#pragma once

#include <boost/json.hpp>
#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "mooring/server/command_line.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server::admin {

/// What every administration command shares: the folder it works on and how it prints.
struct Session {
    SettingsFlags settings;
    bool json = false;
};

/// Add a command under `parent` that opens the data folder and prints what `body` returns: as JSON with `--json`,
/// else as a readable table. `body` gets the configuration too. A folder without an instance is refused unless the
/// command is one that starts an instance: a mistyped folder would seem an empty one.
CLI::App* add_command(Program& program, CLI::App& parent, const std::string& name, const std::string& help,
                      std::function<Result<boost::json::value>(Storage&, const Config&)> body,
                      IfMissing if_missing = IfMissing::refuse);

/// The same for a command that needs no data folder.
CLI::App* add_plain_command(Program& program, CLI::App& parent, const std::string& name, const std::string& help,
                            std::function<Result<boost::json::value>(const Config&)> body);

/// An array of objects as a table with a head line; one object as `name  value` lines; a string as it is.
std::string readable(const boost::json::value& value);

// One file per noun.
void add_workspace_commands(Program& program, CLI::App& admin);
void add_key_commands(Program& program, CLI::App& admin);
void add_show_commands(Program& program, CLI::App& admin);
void add_episode_commands(Program& program, CLI::App& admin);
/// Below `episode`.
void add_companion_commands(Program& program, CLI::App& group);
void add_subscriber_commands(Program& program, CLI::App& admin);
void add_engagement_commands(Program& program, CLI::App& admin);
void add_account_commands(Program& program, CLI::App& admin);
void add_app_commands(Program& program, CLI::App& admin);
void add_creators_commands(Program& program, CLI::App& admin);
void add_instance_commands(Program& program, CLI::App& admin);
void add_measuring_commands(Program& program, CLI::App& admin);
/// Shows that are hosted elsewhere.
void add_elsewhere_commands(Program& program, CLI::App& admin);
/// Who pays for a show.
void add_sponsorship_commands(Program& program, CLI::App& admin);
/// Logs from elsewhere, and counting anew.
void add_import_commands(Program& program, CLI::App& admin);
/// For tests; not listed among the commands.
void add_testing_commands(Program& program, CLI::App& admin);

}  // namespace mooring::server::admin
