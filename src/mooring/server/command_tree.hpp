#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace mooring::server {

/// The commands below `command` that help lists: not those for tests, which stand in no group.
std::vector<const CLI::App*> listed_commands(const CLI::App& command);

/// A shell completion script of every command and flag of `program`. `shell` is bash, zsh or fish.
std::string completion_script(const CLI::App& program, const std::string& shell);

/// What to say when the line that `program` could not parse has a word where a command is due and none has that name:
/// names the word, and the nearest command or all there are. Nothing when the line is wrong in another way.
std::optional<std::string> unknown_command(const CLI::App& program);

/// The manual page (roff) of `program`: commands, flags, settings, files, exit codes.
std::string manual_page(const CLI::App& program);

}  // namespace mooring::server
