#include <iostream>

#include "mooring/server/admin/admin.hpp"
#include "mooring/server/backup/backup.hpp"

namespace mooring::server {
namespace {

namespace json = boost::json;

struct Arguments {
    SettingsFlags settings;
    std::string folder, snapshot;
    int keep = 0;
    bool verifies = false, lists = false, json = false;
};

Result<json::value> list(const std::string& folder) {
    MOORING_TRY(const auto repository, backup::Repository::open(folder));
    MOORING_TRY(const std::vector<std::string> names, repository.list());
    json::array rows;
    for (const std::string& name : names) {
        MOORING_TRY(const backup::Snapshot snapshot, repository.load(name));
        rows.push_back(json::object{{"snapshot", name},
                                    {"files", snapshot.files.size()},
                                    {"blobs", snapshot.blobs.size()},
                                    {"program", snapshot.program}});
    }
    return json::value(std::move(rows));
}

Result<json::value> make(const Arguments& arguments, const Config& config) {
    if (arguments.lists) return list(arguments.folder);
    if (arguments.verifies) {
        MOORING_TRY(const std::int64_t contents, backup::verify_backup(arguments.folder, arguments.snapshot));
        return json::value(json::object{{"sound", true}, {"contents", contents}});
    }
    MOORING_TRY(const auto made, backup::make_backup(config, arguments.folder));
    std::int64_t removed = 0;
    if (arguments.keep > 0) {
        MOORING_TRY(const auto repository, backup::Repository::open_for_writing(arguments.folder));
        MOORING_TRY(removed, repository.keep_newest(static_cast<std::size_t>(arguments.keep)));
    }
    return json::value(json::object{{"snapshot", made.snapshot},
                                    {"blobs", made.blobs},
                                    {"new_blobs", made.new_files},
                                    {"new_bytes", made.new_bytes},
                                    {"removed", removed}});
}

Result<json::value> restore(const Arguments& arguments, const Config& config) {
    if (config.data_dir.empty()) return invalid("data", "no data folder given; use --data DIR");
    MOORING_TRY(const std::string name, backup::restore_backup(arguments.folder, arguments.snapshot, config.data_dir));
    return json::value(json::object{{"snapshot", name}, {"data", config.data_dir}});
}

using Work = Result<json::value> (*)(const Arguments&, const Config&);

std::shared_ptr<Arguments> add(Program& program, CLI::App*& command, const std::string& name, const std::string& help,
                               Work work) {
    command = program.app.add_subcommand(name, help);
    auto arguments = std::make_shared<Arguments>();
    command->add_option("folder", arguments->folder, "The folder of backups.")->required();
    command->add_flag("--json", arguments->json, "Print JSON.");
    arguments->settings.add_to(*command);
    command->callback([&program, arguments, name, work] {
        program.run.body = [arguments, name, work] {
            const auto config = arguments->settings.load();
            if (!config) return report(name, config.error());
            log::configure(log::Level::warning, config->log_format);
            const auto done = work(*arguments, *config);
            if (!done) return report(name, done.error());
            std::cout << (arguments->json ? json::serialize(*done) + "\n" : admin::readable(*done));
            return cli::ExitCode::done;
        };
    });
    return arguments;
}

}  // namespace

void add_backup_commands(Program& program) {
    CLI::App* command = nullptr;
    auto saved = add(program, command, "backup",
                     "Save the instance into a folder of backups, while it runs; of media only what is new.", make);
    auto* lists = command->add_flag("--list", saved->lists, "List what is saved, oldest first.");
    auto* verifies =
        command->add_flag("--verify", saved->verifies, "Read a saved state to its end and check it.")->excludes(lists);
    command->add_option("--snapshot", saved->snapshot, "Which one to check. Default: the newest.")->needs(verifies);
    command->add_option("--keep", saved->keep, "Then keep so many of the newest, and drop the others.")
        ->check(CLI::PositiveNumber);

    auto restored = add(program, command, "restore", "Bring a saved instance back, into a new data folder.", restore);
    command->add_option("--snapshot", restored->snapshot, "Which one. Default: the newest.");
}

}  // namespace mooring::server
