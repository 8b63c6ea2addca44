#include "cli/publish_command.hpp"

#include <memory>

#include "mooring/server/command_line.hpp"

namespace mooring::server {

void add_publish_command(Program& program) {
    CLI::App* command = program.app.add_subcommand("publish", "Upload an MP3 and publish it as an episode.");
    auto arguments = std::make_shared<cli::PublishArguments>();
    command->add_option("file", arguments->file, "The MP3 file.")->required()->check(CLI::ExistingFile);
    command->add_option("--show", arguments->show, "Id or title of the show.")->required();
    command->add_option("--title", arguments->title, "Title of the episode.")->required();
    auto* description = command->add_option("--description", arguments->description, "Show notes.");
    command->add_option("--description-file", arguments->description_file, "File with the show notes.")
        ->check(CLI::ExistingFile)
        ->excludes(description);
    command->add_option("--date", arguments->date,
                        "When it is published: Unix seconds or ISO 8601; in the future it is scheduled. Default: now.");
    command->add_option("--server", arguments->server,
                        "Base of the publishing API, such as https://pods.example/autopod/v1. Default: $MOORING_URL.");
    command->add_option("--api-key-file", arguments->api_key_file,
                        "File that holds the API key. Default: $MOORING_API_KEY.");
    command->add_option("--credentials", arguments->credentials, "File written by `mooring demo --credentials`.");
    command->add_flag("--again", arguments->again, "Publish even the same file under the same title once more.");
    command->add_flag("--json", arguments->json, "Print the episode as JSON.");
    command->callback([&program, arguments] { program.run.body = [arguments] { return cli::publish(*arguments); }; });
}

}  // namespace mooring::server
