#include <iostream>

#include "mooring/app/moving/export_show.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"

namespace mooring::server {
namespace {

namespace json = boost::json;

struct Arguments {
    SettingsFlags settings;
    std::string show, out;
    bool json = false;
};

Result<json::object> export_show(const Arguments& arguments, const Config& config) {
    MOORING_TRY(Storage storage, Storage::open(config, IfMissing::refuse));
    MOORING_TRY(const domain::Show show, admin::find_show(storage, arguments.show));
    const std::string path = arguments.out.empty() ? show.slug + ".mooring.tar" : arguments.out;
    MOORING_TRY(const auto written, app::moving::export_show(*storage.catalog, *storage.blobs, show.id, path));
    return json::object{{"archive", path},        {"show", show.id.value},
                        {"title", show.title},    {"episodes", written.episodes},
                        {"files", written.files}, {"bytes", written.bytes}};
}

}  // namespace

void add_export_command(Program& program) {
    CLI::App* command = program.app.add_subcommand(
        "export", "Write a show with everything that belongs to it into one archive, which `mooring import` reads.");
    auto arguments = std::make_shared<Arguments>();
    command->add_option("--show", arguments->show, "Id, slug or title of the show.")->required();
    command->add_option("--out", arguments->out, "The archive. Default: SLUG.mooring.tar.");
    command->add_flag("--json", arguments->json, "Print JSON.");
    arguments->settings.add_to(*command);
    command->callback([&program, arguments] {
        program.run.body = [arguments] {
            const auto config = arguments->settings.load();
            if (!config) return report("export", config.error());
            log::configure(log::Level::warning, config->log_format);
            const auto written = export_show(*arguments, *config);
            if (!written) return report("export", written.error());
            std::cout << (arguments->json ? json::serialize(*written) + "\n" : admin::readable(*written));
            return cli::ExitCode::done;
        };
    });
}

}  // namespace mooring::server
