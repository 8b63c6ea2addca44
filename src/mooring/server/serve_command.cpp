#include <memory>

#include "mooring/server/command_line.hpp"
#include "mooring/server/serve.hpp"

namespace mooring::server {

void add_serve_command(Program& program) {
    struct Arguments {
        SettingsFlags settings;
        std::string port_file;
    };
    CLI::App* command = program.app.add_subcommand("serve", "Run the server.");
    auto arguments = std::make_shared<Arguments>();
    arguments->settings.add_to(*command);
    command->add_option("--port-file", arguments->port_file, "Write the bound ports there once the server answers.");
    command->callback([&program, arguments] {
        program.run.body = [arguments] {
            const auto config = arguments->settings.load();
            if (!config) return report("serve", config.error());
            return serve("serve", *config, {.port_file = arguments->port_file});
        };
    });
}

}  // namespace mooring::server
