#include "mooring/server/command_tree.hpp"
#include "mooring/server/options.hpp"

namespace mooring::server {
namespace {

/// Text that roff prints as it stands.
std::string roff(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '\\') {
            safe += "\\e";
        } else if (c == '-') {
            safe += "\\-";
        } else if (c == '\n') {
            safe += "\n.br\n";
        } else {
            safe += c;
        }
    }
    return safe.starts_with('.') || safe.starts_with('\'') ? "\\&" + safe : safe;
}

void describe(const CLI::App& command, const std::string& path, std::string& page) {
    page += ".SS " + roff(path) + "\n" + roff(command.get_description()) + "\n";
    for (const CLI::Option* option : command.get_options()) {
        const bool is_setting = option->get_group() == "Settings";  // listed once, under SETTINGS
        if (is_setting || option->get_group().empty()) continue;
        page += ".TP\n.B " + roff(option->get_name(true)) + "\n" + roff(option->get_description()) + "\n";
    }
    for (const CLI::App* child : listed_commands(command)) {
        describe(*child, path + " " + child->get_name(), page);
    }
}

}  // namespace

std::string manual_page(const CLI::App& program) {
    std::string page =
        ".TH MOORING 1\n.SH NAME\nmooring \\- host podcasts, and speak to podcast hosts\n"
        ".SH SYNOPSIS\n.B mooring\n.I COMMAND\n.RI [ OPTIONS ]\n.SH DESCRIPTION\n" +
        roff(program.get_description()) + "\n.SH COMMANDS\n";
    for (const CLI::App* child : listed_commands(program)) {
        describe(*child, "mooring " + child->get_name(), page);
    }
    page +=
        ".SH SETTINGS\nEvery setting is a key of the TOML file given with \\-\\-config, a flag and an environment "
        "variable. A flag wins over the environment, that over the file.\n";
    for (const Option& option : options()) {
        page += ".TP\n.B " + roff(option.key) + "\n" + roff(option.help) + " Flag " + roff(flag_of(option)) +
                ", variable " + roff(environment_of(option)) + ".";
        if (!option.fallback.empty()) page += " Default: " + roff(option.fallback) + ".";
        if (option.is_secret) page += " May stand in a file named by " + roff(option.key) + "_file.";
        page += "\n";
    }
    page +=
        ".SH EXIT STATUS\n.TP\n.B 0\nDone.\n.TP\n.B 1\nFailed; the message says what to do next.\n"
        ".TP\n.B 2\nThe command line or the configuration is wrong.\n";
    return page;
}

}  // namespace mooring::server
