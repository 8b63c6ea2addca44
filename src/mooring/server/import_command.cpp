#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>

#include "cli/progress_bar.hpp"
#include "mooring/app/background/job_runner.hpp"
#include "mooring/app/moving/import_archive.hpp"
#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"
#include "mooring/server/fetcher.hpp"
#include "mooring/server/importing.hpp"

namespace mooring::server {
namespace {

namespace json = boost::json;
using app::importing::ImportRecord;
using app::importing::ImportState;

constexpr std::chrono::milliseconds between_looks{100};

struct Arguments {
    SettingsFlags settings;
    std::string source, show, status, waits_for;
    std::int64_t workspace = 0;
    bool goes_live = false, ignores_lock = false, lists = false, no_wait = false, json = false;
    int parallel = 0;
};

/// The workspace a show moves into: the one named, else the only one there is.
Result<domain::WorkspaceId> choose_workspace(Storage& storage, std::int64_t wanted) {
    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<domain::WorkspaceId> {
        if (wanted > 0) {
            MOORING_TRY(const auto found, app::publishing::get_workspace(catalog, domain::WorkspaceId{wanted}));
            return found.id;
        }
        MOORING_TRY(const auto all, catalog.workspaces().list());
        if (all.size() == 1) return all.front().id;
        if (all.empty()) {
            return Error{Errc::not_found, "there is no workspace; `mooring admin workspace create` makes one"};
        }
        std::string names;
        for (const auto& one : all) names += " " + std::to_string(one.id.value) + " (" + one.name + ")";
        return invalid("workspace", "give --workspace, one of" + names);
    });
}

Result<ImportRecord> wanted_import(Storage& storage, const Arguments& arguments) {
    ImportRecord wanted;
    wanted.source_url = arguments.source;
    if (!arguments.show.empty()) {
        MOORING_TRY(const domain::Show show, admin::find_show(storage, arguments.show));
        wanted.show = show.id;
        wanted.workspace = show.workspace;
    } else {
        MOORING_TRY(wanted.workspace, choose_workspace(storage, arguments.workspace));
    }
    wanted.options.goes_live = arguments.goes_live;
    wanted.options.ignores_lock = arguments.ignores_lock;
    wanted.options.is_proven = true;  // whoever has the data folder is the server's administrator
    if (arguments.parallel > 0) {
        wanted.options.parallel = wanted.options.parallel_per_host = arguments.parallel;
    }
    return wanted;
}

std::string progress_line(const ImportRecord& record) {
    if (record.state == ImportState::waiting) return "reading the feed";
    std::string line = std::to_string(record.done) + " of " + std::to_string(record.total) + " episodes";
    if (record.present > 0) line += ", " + std::to_string(record.present) + " here already";
    if (record.failed > 0) line += ", " + std::to_string(record.failed) + " failed";
    return line + ", " + cli::byte_text(record.bytes);
}

/// Whether nothing more will happen before long.
bool is_settled(const ImportRecord& record) {
    return record.state == ImportState::finished || record.state == ImportState::failed ||
           (record.state == ImportState::waiting && !record.message.empty());
}

/// Look on until the import is done, or has to wait for a later attempt.
Result<ImportRecord> watch(const app::importing::ImportFolder& folder, const std::string& id) {
    const bool is_terminal = ::isatty(STDERR_FILENO) == 1;
    for (;;) {
        MOORING_TRY(ImportRecord record, folder.load(id));
        if (is_terminal) std::cerr << "\r\033[K" << progress_line(record) << std::flush;
        if (is_settled(record)) {
            if (is_terminal) std::cerr << "\r\033[K" << std::flush;
            return record;
        }
        std::this_thread::sleep_for(between_looks);
    }
}

/// Order the import and see it through: by the server that runs on this folder, or here when there is none. Whoever
/// leases the job does it; if this process is ended, a server goes on with it.
Result<ImportRecord> import_show(const Arguments& arguments, const Config& config) {
    MOORING_TRY(Storage storage, Storage::open(config, IfMissing::refuse));
    const app::PublicUrls urls = admin::configured_urls(storage, config);
    MOORING_TRY(const auto fetcher, make_fetcher(config, urls.base));
    Importing importing{config, storage, *fetcher, urls};
    MOORING_TRY(ImportRecord wanted, wanted_import(storage, arguments));
    MOORING_TRY(const ImportRecord ordered,
                app::importing::order_import(importing.ports(), importing.folder(), std::move(wanted), "admin"));
    if (arguments.no_wait) return ordered;
    app::background::HeavyWork work = importing.heavy_work();
    app::background::JobRunnerOptions options;
    options.owner = random_base62(*storage.random, 16);
    options.threads = 1;
    app::background::JobRunner runner{*storage.catalog, *storage.clock, work.steps, options};
    runner.start();
    auto seen = watch(importing.folder(), ordered.id);
    work.stop();
    runner.stop();
    return seen;
}

std::string readable(const ImportRecord& record) {
    std::string text = "import " + record.id + ": " + std::string{to_string(record.state)} + "\n";
    const auto line = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) text += "  " + std::string{name} + ": " + value + "\n";
    };
    line("feed", record.source_url);
    line("show", record.show ? std::to_string(record.show->value) : "");
    if (record.total > 0) line("episodes", progress_line(record));
    if (record.skipped > 0) line("skipped", std::to_string(record.skipped));
    line("why", record.message);
    for (const auto& trouble : record.troubles) line("'" + trouble.title + "'", trouble.reason);
    for (const std::string& warning : record.warnings) line("warning", warning);
    return text;
}

void print(const ImportRecord& record, bool as_json) {
    std::cout << (as_json ? app::importing::to_json(record) + "\n" : readable(record));
}

cli::ExitCode exit_code_of(const ImportRecord& record) {
    const bool is_whole = record.state == ImportState::finished && record.failed == 0;
    return is_whole ? cli::ExitCode::done : cli::ExitCode::failed;
}

Result<cli::ExitCode> show_status(const Arguments& arguments, const Config& config) {
    MOORING_CHECK(require_instance(config));
    const app::importing::ImportFolder folder{config.data_dir + "/imports"};
    if (!arguments.lists) {
        MOORING_TRY(const ImportRecord record, folder.load(arguments.status));
        print(record, arguments.json);
        return record.state == ImportState::failed ? cli::ExitCode::failed : cli::ExitCode::done;
    }
    MOORING_TRY(const std::vector<ImportRecord> records, folder.list());
    if (records.empty() && !arguments.json) std::cout << "none\n";
    for (const ImportRecord& record : records) print(record, arguments.json);
    return cli::ExitCode::done;
}

/// The other way in: an archive of `mooring export`.
Result<cli::ExitCode> import_archive(const Arguments& arguments, const Config& config) {
    if (!arguments.show.empty()) return invalid("show", "an archive brings its own show; leave out --show");
    MOORING_TRY(Storage storage, Storage::open(config, IfMissing::refuse));
    MOORING_TRY(const domain::WorkspaceId workspace, choose_workspace(storage, arguments.workspace));
    MOORING_TRY(const auto done, app::moving::import_archive(*storage.catalog, *storage.blobs, *storage.clock,
                                                             workspace, arguments.source));
    const json::object object{{"show", done.show.id.value},
                              {"title", done.show.title},
                              {"feed_url", admin::configured_urls(storage, config).feed(done.show)},
                              {"episodes", done.episodes},
                              {"files", done.files},
                              {"bytes", done.bytes}};
    std::cout << (arguments.json ? json::serialize(object) + "\n" : admin::readable(object));
    return cli::ExitCode::done;
}

Result<cli::ExitCode> wait_for(const Arguments& arguments, const Config& config) {
    MOORING_CHECK(require_instance(config));
    MOORING_TRY(const ImportRecord record,
                watch(app::importing::ImportFolder{config.data_dir + "/imports"}, arguments.waits_for));
    print(record, arguments.json);
    return exit_code_of(record);
}

Result<cli::ExitCode> run(const Arguments& arguments, const Config& config) {
    if (!arguments.waits_for.empty()) return wait_for(arguments, config);
    if (arguments.lists || !arguments.status.empty()) return show_status(arguments, config);
    if (arguments.source.empty()) return invalid("source", "name a feed, or give --list or --status");
    std::error_code no_file;
    if (std::filesystem::is_regular_file(arguments.source, no_file)) return import_archive(arguments, config);
    MOORING_TRY(const ImportRecord record, import_show(arguments, config));
    print(record, arguments.json);
    return arguments.no_wait ? cli::ExitCode::done : exit_code_of(record);
}

}  // namespace

void add_import_command(Program& program) {
    CLI::App* command = program.app.add_subcommand("import",
                                                   "Move a show in: from its feed, with texts, dates, GUIDs, media, "
                                                   "chapters and transcripts, or from an archive.");
    auto arguments = std::make_shared<Arguments>();
    command->add_option("source", arguments->source, "Address of the feed, or an archive of `mooring export`.");
    auto* show = command->add_option("--show", arguments->show, "Fill this show; its id, slug or title.");
    command->add_option("--workspace", arguments->workspace, "Id of the workspace it moves into.")
        ->check(CLI::PositiveNumber)
        ->excludes(show);
    command->add_flag("--go-live", arguments->goes_live, "Publish the show when all of it is here.");
    command->add_flag("--ignore-lock", arguments->ignores_lock,
                      "Take a feed that is locked; noted in the audit log. Only for shows of your own.");
    command
        ->add_option("--parallel", arguments->parallel,
                     "Downloads at a time, also from one host. Default: 4, of which 2 from one host.")
        ->check(CLI::Range(1, 8));
    command->add_flag("--no-wait", arguments->no_wait, "Leave it to the server that runs on this folder.");
    command->add_flag("--list", arguments->lists, "List imports, newest first.");
    command->add_option("--status", arguments->status, "Tell how the import of this id stands.");
    command->add_option("--wait", arguments->waits_for, "Return when the import of this id is done by the server.");
    command->add_flag("--json", arguments->json, "Print JSON.");
    arguments->settings.add_to(*command);
    command->callback([&program, arguments] {
        program.run.body = [arguments] {
            const auto config = arguments->settings.load();
            if (!config) return report("import", config.error());
            log::configure(log::Level::warning, config->log_format);
            const auto ended = run(*arguments, *config);
            return ended ? *ended : report("import", ended.error());
        };
    });
}

}  // namespace mooring::server
