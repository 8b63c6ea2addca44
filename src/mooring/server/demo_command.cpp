#include <malloc.h>

#include <iostream>
#include <memory>

#include "mooring/server/command_line.hpp"
#include "mooring/server/demo_content.hpp"
#include "mooring/server/demo_plays.hpp"
#include "mooring/server/files.hpp"
#include "mooring/server/serve.hpp"

namespace mooring::server {
namespace {

struct Arguments {
    SettingsFlags settings;
    std::string port_file;
    std::string credentials;
    DemoSize size;
    std::int64_t plays = 20'000;
};

void say_where_to_look(const boost::json::value& credentials, const std::string& credentials_file) {
    const auto& object = credentials.as_object();
    const std::string base{object.at("base_url").as_string()};
    std::cout << "\nA Mooring is running at " << base << "\n\n  start page  " << base << "/\n";
    if (const auto& shows = object.at("shows").as_array(); !shows.empty()) {
        std::cout << "  a feed      " << std::string{shows.front().at("feed_url").as_string()}
                  << "   (follow it in a podcast app)\n";
    }
    std::cout << "  the API     " << base << "/autopod/v1/episodes   (header X-API-Key)\n";
    if (const auto* admin = object.if_contains("admin")) {
        std::cout << "  sign in     " << base << "/accounts/login   as "
                  << std::string{admin->as_object().at("email").as_string()} << ", password "
                  << std::string{admin->as_object().at("password").as_string()} << "\n";
    }
    if (!credentials_file.empty()) {
        std::cout << "  keys, ids   " << credentials_file
                  << "\n\nPublish an episode:\n\n  mooring publish episode.mp3 --show "
                  << "\"Saltmarsh Stories\" --title \"Hello\" --credentials " << credentials_file << "\n";
    }
    std::cout << "\nStop it with Ctrl-C.\n" << std::endl;
}

cli::ExitCode run(const Arguments& arguments) {
    auto config = arguments.settings.load();
    if (!config) return report("demo", config.error());
    config->limit_requests = false;
    ServeHooks hooks;
    hooks.port_file = arguments.port_file;
    hooks.before = [&](Storage& storage, const app::PublicUrls& urls) {
        auto filled = fill_demo(storage, *config, arguments.size, urls);
        if (filled) filled = fill_demo_plays(storage, *config, arguments.plays);
        // Drawing pictures took memory that the server will not want again.
        ::malloc_trim(0);
        return filled;
    };
    hooks.once_ready = [&](Instance& instance) -> Result<void> {
        MOORING_TRY(const auto credentials, demo_credentials(instance.storage(), *config, instance.place().urls));
        if (!arguments.credentials.empty()) {
            MOORING_CHECK(replace_file(arguments.credentials, boost::json::serialize(credentials) + "\n", 0600));
        }
        say_where_to_look(credentials, arguments.credentials);
        return ok();
    };
    return serve("demo", *config, hooks);
}

}  // namespace

void add_demo_command(Program& program) {
    CLI::App* command = program.app.add_subcommand(
        "demo", "Run a ready instance with invented content. Its folder is an ordinary one: `serve` goes on with it.");
    auto arguments = std::make_shared<Arguments>();
    arguments->settings.add_to(*command);
    command->add_option("--port-file", arguments->port_file, "Write the bound ports there once the server answers.");
    command->add_option("--credentials", arguments->credentials, "Write keys and ids there as JSON once it answers.");
    command->add_option("--shows", arguments->size.shows, "Shows to invent.")->check(CLI::Range(1, 10000));
    command->add_option("--episodes", arguments->size.episodes, "Episodes of each show.")->check(CLI::Range(0, 100000));
    command->add_option("--plays", arguments->plays, "Plays to invent, in all.")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}));
    command->callback([&program, arguments] { program.run.body = [arguments] { return run(*arguments); }; });
}

}  // namespace mooring::server
