#include "cli/apply_command.hpp"

#include <memory>

#include "mooring/server/command_line.hpp"

namespace mooring::server {

void add_apply_command(Program& program) {
    CLI::App* command = program.app.add_subcommand(
        "apply", "Make a server's show what a folder of TOML, Markdown and MP3s describes; prints what it does.");
    auto arguments = std::make_shared<cli::ApplyArguments>();
    command->add_option("folder", arguments->folder, "The folder, which holds show.toml.")
        ->required()
        ->check(CLI::ExistingDirectory);
    command->add_option("--server", arguments->server.server,
                        "Base of the publishing API, such as https://pods.example/autopod/v1. Default: $MOORING_URL.");
    command->add_option("--api-key-file", arguments->server.api_key_file,
                        "File that holds the API key. Default: $MOORING_API_KEY.");
    command->add_option("--credentials", arguments->server.credentials,
                        "File written by `mooring demo --credentials`.");
    auto* plans = command->add_flag("--plan", arguments->plans, "Only print what is to be done.");
    command->add_flag("--check", arguments->checks, "Only print it, and end with 1 when there is something.")
        ->excludes(plans);
    command->add_flag("--prune", arguments->prunes, "Archive episodes that the folder does not have.");
    command->add_flag("--json", arguments->json, "Print the plan as JSON.");
    command->callback([&program, arguments] { program.run.body = [arguments] { return cli::apply(*arguments); }; });
}

}  // namespace mooring::server
