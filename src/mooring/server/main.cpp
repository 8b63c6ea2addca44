#include <iostream>

#include "mooring/server/command_line.hpp"
#include "mooring/server/command_tree.hpp"
#include "mooring/server/crash_report.hpp"
#include "mooring/server/heap.hpp"
#include "mooring/server/version.hpp"

int main(int argc, char** argv) {
    using namespace mooring;
    server::report_crashes();
    server::bound_heaps();
    server::Program program;
    CLI::App& app = program.app;
    app.name("mooring");
    app.set_version_flag("--version", std::string{"mooring "} + server::version);
    app.require_subcommand(1);
    server::add_serve_command(program);
    server::add_demo_command(program);
    server::add_publish_command(program);
    server::add_pull_command(program);
    server::add_admin_commands(program);
    server::add_reference_command(program);
    server::add_shell_commands(program);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
        const bool is_wish = stop.get_exit_code() == 0;  // --help, --version
        if (const auto unknown = is_wish ? std::nullopt : server::unknown_command(app)) {
            std::cerr << *unknown << '\n';
        } else {
            app.exit(stop);
        }
        return static_cast<int>(is_wish ? cli::ExitCode::done : cli::ExitCode::usage);
    }
    return static_cast<int>(program.run.body());
}
