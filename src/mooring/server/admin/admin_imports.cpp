#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <thread>

#include "mooring/base/time_text.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"
#include "mooring/server/admin/rotate_secret.hpp"
#include "mooring/server/log_imports.hpp"
#include "mooring/server/measuring.hpp"
#include "mooring/server/measuring_ask.hpp"
#include "mooring/server/measuring_mailbox.hpp"
#include "mooring/storage/places/file_places.hpp"

// Logs from elsewhere, and counting anew: done here, or by the server that has the plays open.

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::chrono::milliseconds ask_every{300};

/// Counting with no server running: this process has spool, keys and plays to itself.
class Workshop {
public:
    Workshop(Storage& storage, const Config& config) : storage_(storage), config_(config), regions_(*storage.catalog) {}

    /// Whether a server runs: it has the spool as long as it does. Errors: those of opening the spool.
    Result<bool> is_server_running() {
        auto spool = storage::spool::open_segment_spool({.directory = config_.data_dir + "/spool"});
        if (!spool && spool.error().code == Errc::unavailable) return true;
        MOORING_TRY(spool_, std::move(spool));
        return false;
    }

    Result<void> open() {
        MOORING_TRY(plays_, open_plays(config_));
        MOORING_TRY(auto rules, load_agent_rules(config_));
        rules_ = std::make_unique<analytics::AgentRules>(std::move(rules));
        MOORING_TRY(keys_,
                    storage::keys::open_listener_keys({.directory = config_.data_dir + "/keys",
                                                       .master_key = storage_.secret->derive(listener_keys_purpose),
                                                       .clock = storage_.clock.get(),
                                                       .random = storage_.random.get()}));
        import_keys_ = open_import_keys(config_, storage_, *keys_);
        places_.set(storage::places::open_places(config_.data_dir + "/geo"));
        MOORING_TRY(auto networks, load_safe_networks(config_));
        safe_networks_.set(std::move(networks));
        counter_ = std::make_unique<app::measuring::HitCounter>(
            app::measuring::HitCounter::Ports{*spool_, *plays_, regions_, *rules_, metrics_}, counting_rules(config_));
        return counter_->count_all();
    }

    Result<json::value> carry_out_here(const json::object& ask) {
        if (is_counting_order(ask)) return carry_out(ask, *counter_);
        return answer_ask(*plays_, *storage_.catalog, storage_.clock->now(), counting_rules(config_), ask);
    }

    Result<std::unique_ptr<LogImportRun>> start(const json::object& ask) {
        const ImportWorld world{*import_keys_, places_, safe_networks_};
        return start_log_import(ask, {config_, *storage_.catalog, *plays_, *counter_, *storage_.clock, world});
    }

private:
    Storage& storage_;
    const Config& config_;
    app::measuring::CatalogMediaRegions regions_;
    MetricRegistry metrics_;
    std::shared_ptr<storage::PlayStore> plays_;
    std::unique_ptr<storage::spool::SegmentSpool> spool_;
    std::unique_ptr<analytics::AgentRules> rules_;
    std::unique_ptr<storage::keys::FileListenerKeys> keys_;
    std::unique_ptr<storage::keys::ImportKeys> import_keys_;
    analytics::CurrentPlaces places_;
    analytics::CurrentSafeNetworks safe_networks_;
    std::unique_ptr<app::measuring::HitCounter> counter_;
};

/// Where orders go: into a workshop, or to the server.
class Counting {
public:
    static Result<Counting> open(Storage& storage, const Config& config) {
        auto workshop = std::make_unique<Workshop>(storage, config);
        MOORING_TRY(const bool is_running, workshop->is_server_running());
        if (is_running) return Counting{storage, nullptr};
        MOORING_CHECK(workshop->open());
        return Counting{storage, std::move(workshop)};
    }

    Result<json::value> ask(const json::object& order) {
        return workshop_ ? workshop_->carry_out_here(order) : ask_server(*storage_.catalog, *storage_.random, order);
    }

    /// Import, showing how far it is where somebody looks. Errors: those of importing.
    Result<json::value> import(const json::object& order) {
        if (!workshop_) {
            MOORING_TRY(json::value status, ask(order));
            while (!status.at("done").as_bool()) {
                show(status);
                std::this_thread::sleep_for(ask_every);
                MOORING_TRY(status, ask({{"import_status", true}}));
            }
            show(status);
            return status;
        }
        MOORING_TRY(const auto run, workshop_->start(order));
        while (!run->is_over()) {
            run->advance();
            MOORING_TRY(const auto status, run->status());
            show(status);
        }
        return run->status();
    }

private:
    Counting(Storage& storage, std::unique_ptr<Workshop> workshop)
        : storage_(storage), workshop_(std::move(workshop)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

    void show(const json::value& status) const {
        if (!is_terminal_) return;
        const auto bytes = status.at("bytes").to_number<std::int64_t>();
        const auto total = std::max<std::int64_t>(status.at("total_bytes").to_number<std::int64_t>(), 1);
        const bool is_done = status.at("done").as_bool();
        std::cerr << "\rimporting: " << std::min<std::int64_t>(bytes * 100 / total, 100) << " %, "
                  << status.at("lines").to_number<std::int64_t>() << " lines" << (is_done ? "\n" : "") << std::flush;
    }

    Storage& storage_;
    std::unique_ptr<Workshop> workshop_;
    bool is_terminal_;
};

Result<json::value> show_number(Storage& storage, const std::string& name) {
    if (name.empty()) return json::value{};
    MOORING_TRY(const auto show, find_show(storage, name));
    return json::value(show.id.value);
}

struct ImportFlags {
    std::string source;
    std::string format;
    std::string show;
    std::string map;
    std::string map_file;
    std::vector<std::string> fields;
    std::vector<std::string> files;
};

Result<json::value> import_log(Storage& storage, const Config& config, const ImportFlags& flags) {
    json::array files;
    for (const std::string& file : flags.files) files.emplace_back(std::filesystem::absolute(file).string());
    MOORING_TRY(const json::value show, show_number(storage, flags.show));
    const std::string map_file = flags.map_file.empty() ? "" : std::filesystem::absolute(flags.map_file).string();
    const json::object order{
        {"name", flags.source},     {"format", flags.format}, {"show", show},
        {"map", flags.map},         {"map_file", map_file},   {"fields", json::value_from(flags.fields)},
        {"files", std::move(files)}};
    MOORING_TRY(Counting counting, Counting::open(storage, config));
    return counting.import({{"import", order}});
}

void add_import_log(Program& program, CLI::App& admin) {
    auto flags = std::make_shared<ImportFlags>();
    CLI::App* command = add_command(
        program, admin, "import-log",
        "Count the requests in somebody's log. What was imported before changes nothing; what broke off goes on.",
        [flags](Storage& storage, const Config& config) { return import_log(storage, config, *flags); });
    command->add_option("--source", flags->source, "Name of the import, such as `old-host`; its hits are import:NAME.")
        ->required();
    command->add_option("--format", flags->format, "nginx, apache, cloudfront, op3-tsv or op3-json.")->required();
    command->add_option("--show", flags->show, "Count the rows of this show only.");
    command->add_option("--map", flags->map,
                        "Pattern of addresses, such as /audio/{episode}.mp3; {episode}: key, number, GUID or slug.");
    command->add_option("--map-file", flags->map_file, "A file of lines ADDRESS EPISODE.");
    command->add_option("--fields", flags->fields, "Columns of logs without a head line, apart by commas.")
        ->delimiter(',');
    command->add_option("files", flags->files, "The logs, compressed by gzip or not; oldest first.")->required();
}

struct DayFlags {
    std::string from;
    std::string to;
    std::string show;
    std::string source;
};

/// The numbers that counting anew may change.
constexpr std::array compared{"downloads", "iab_downloads", "download_listeners"};

Result<json::object> numbers_of(Counting& counting, const DayFlags& flags, const json::value& show) {
    json::object numbers;
    for (const char* metric : compared) {
        json::object ask{{"metric", metric}, {"from", flags.from}, {"to", flags.to}};
        if (show.is_int64()) ask["shows"] = json::array{show};
        MOORING_TRY(const auto rows, counting.ask(ask));
        numbers[metric] = rows.as_array().empty() ? json::value(0) : rows.as_array().front().at("value");
    }
    return numbers;
}

/// Give one order a day, and tell the numbers before and after.
Result<json::value> count_anew(Storage& storage, const Config& config, const DayFlags& flags, json::object order) {
    MOORING_TRY(const json::value show, show_number(storage, flags.show));
    const auto from = parse_iso8601(flags.from);
    const auto to = parse_iso8601(flags.to);
    if (!from || !to || *to < *from)
        return invalid("from", "--from and --to are days such as 2026-03-01, in this order");
    MOORING_TRY(Counting counting, Counting::open(storage, config));
    MOORING_TRY(const json::object old, numbers_of(counting, flags, show));
    order["show"] = show;
    order["source"] = flags.source;
    const auto last = std::chrono::floor<days>(*to);
    const bool is_by_day = config.measurement_window == analytics::DownloadWindow::calendar;
    for (sys_days day = std::chrono::floor<days>(*from); day <= last; day += days{1}) {
        order["from"] = iso8601_date(Instant{day});
        order["to"] = iso8601_date(Instant{is_by_day ? day : last});
        MOORING_CHECK(counting.ask(order));
        if (!is_by_day) break;
    }
    MOORING_TRY(const json::object now, numbers_of(counting, flags, show));
    json::array rows;
    for (const char* metric : compared) {
        const auto before = old.at(metric).to_number<std::int64_t>();
        const auto after = now.at(metric).to_number<std::int64_t>();
        rows.push_back(
            json::object{{"metric", metric}, {"old", before}, {"new", after}, {"difference", after - before}});
    }
    return json::value(std::move(rows));
}

CLI::App* add_day_options(CLI::App* command, DayFlags& flags) {
    command->add_option("--from", flags.from, "First day, such as 2026-03-01.")->required();
    command->add_option("--to", flags.to, "Last day.")->required();
    return command;
}

void add_recount(Program& program, CLI::App& admin) {
    auto flags = std::make_shared<DayFlags>();
    CLI::App* command = add_command(
        program, admin, "recount", "Count days anew from the raw hits on record, by today's rules; print both numbers.",
        [flags](Storage& storage, const Config& config) {
            return count_anew(storage, config, *flags, {{"recount", true}});
        });
    add_day_options(command, *flags)->add_option("--show", flags->show, "One show; all without it.");
}

void add_hit_source(Program& program, CLI::App& admin) {
    auto flags = std::make_shared<DayFlags>();
    CLI::App* command =
        add_command(program, admin, "hit-source", "Choose whose hits make a show's downloads of these days.",
                    [flags](Storage& storage, const Config& config) {
                        return count_anew(storage, config, *flags, {{"choose_source", true}});
                    });
    add_day_options(command, *flags)->add_option("--show", flags->show, "The show.")->required();
    command->add_option("source", flags->source, "`own`, or import:NAME.")->required();
    add_command(program, admin, "hit-sources", "List the days whose downloads come from imported logs.",
                [](Storage& storage, const Config& config) -> Result<json::value> {
                    MOORING_TRY(Counting counting, Counting::open(storage, config));
                    return counting.ask({{"day_sources", true}});
                });
}

}  // namespace

void add_import_commands(Program& program, CLI::App& admin) {
    add_import_log(program, admin);
    add_recount(program, admin);
    add_hit_source(program, admin);
}

}  // namespace mooring::server::admin
