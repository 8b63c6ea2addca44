#include <iostream>

#include "mooring/server/command_line.hpp"
#include "mooring/server/command_tree.hpp"

namespace mooring::server {

void add_shell_commands(Program& program) {
    CLI::App* completion = program.app.add_subcommand("completion", "Print a completion script for a shell.");
    auto shell = std::make_shared<std::string>();
    completion->add_option("shell", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    completion->callback([&program, shell] {
        program.run.body = [&program, shell] {
            std::cout << completion_script(program.app, *shell);
            return cli::ExitCode::done;
        };
    });

    CLI::App* manual = program.app.add_subcommand("manual", "Print the manual page; view it with `man -l`.");
    manual->callback([&program] {
        program.run.body = [&program] {
            std::cout << manual_page(program.app);
            return cli::ExitCode::done;
        };
    });
}

}  // namespace mooring::server
