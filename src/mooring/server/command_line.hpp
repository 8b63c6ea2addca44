#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>

#include "cli/exit_code.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/options.hpp"

namespace mooring::server {

/// The settings of a command: one flag per option, `--config FILE`, and the environment.
class SettingsFlags {
public:
    /// Add the flags to `command`, in the group "Settings" of its help.
    void add_to(CLI::App& command);
    /// The configuration that flags, environment and file make together.
    Result<Config> load() const;

private:
    std::string file_;
    std::map<std::string, std::string> values_;
};

/// What the chosen command does once the whole line was understood.
struct CommandRun {
    std::function<cli::ExitCode()> body;
};

/// Print `mooring COMMAND: message` to standard error and give the exit code that fits the error.
cli::ExitCode report(std::string_view command, const Error& error);

/// The whole program: every command with its flags, for parsing, help, completion and the manual.
struct Program {
    CLI::App app{"Mooring hosts podcasts, measures listening, and speaks the interfaces that podcasters' tools use."};
    CommandRun run;
};

void add_serve_command(Program& program);
void add_demo_command(Program& program);
void add_publish_command(Program& program);
void add_pull_command(Program& program);
void add_import_command(Program& program);
void add_export_command(Program& program);
void add_backup_commands(Program& program);  ///< backup, restore
void add_apply_command(Program& program);
void add_admin_commands(Program& program);
void add_reference_command(Program& program);
void add_shell_commands(Program& program);  ///< completion, manual

}  // namespace mooring::server
