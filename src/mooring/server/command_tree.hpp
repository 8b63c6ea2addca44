#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace mooring::server {

/// A shell completion script of every command and flag of `program`. `shell` is bash, zsh or fish.
std::string completion_script(const CLI::App& program, const std::string& shell);

/// The manual page (roff) of `program`: commands, flags, settings, files, exit codes.
std::string manual_page(const CLI::App& program);

}  // namespace mooring::server
