#include "mooring/server/log_imports.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/http/forwarded.hpp"
#include "mooring/server/admin/rotate_secret.hpp"
#include "mooring/server/files.hpp"
#include "mooring/server/log_file.hpp"

namespace mooring::server {
namespace {

namespace json = boost::json;
using analytics::LogFormat;
using app::measuring::LogImport;
using app::measuring::LogTargets;

constexpr std::int64_t episodes_in_a_list = 1'000'000;

struct NamedFormat {
    std::string_view name;
    LogFormat format;
};

constexpr std::array formats{
    NamedFormat{"nginx", LogFormat::combined},    NamedFormat{"apache", LogFormat::combined},
    NamedFormat{"combined", LogFormat::combined}, NamedFormat{"cloudfront", LogFormat::cloudfront},
    NamedFormat{"op3-tsv", LogFormat::op3_tsv},   NamedFormat{"op3-json", LogFormat::op3_json}};

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->as_string()} : std::string{};
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
    std::vector<std::string> texts;
    const json::value* member = object.if_contains(name);
    if (member == nullptr || !member->is_array()) return texts;
    for (const json::value& text : member->as_array()) {
        if (text.is_string()) texts.emplace_back(text.as_string());
    }
    return texts;
}

std::optional<domain::ShowId> show_of(const json::object& object) {
    const json::value* member = object.if_contains("show");
    if (member == nullptr || !member->is_int64()) return std::nullopt;
    return domain::ShowId{member->as_int64()};
}

/// Small letters, digits and dashes: it stands in `import:NAME`.
bool is_import_name(std::string_view name) {
    constexpr std::size_t longest = 64;
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    return !name.empty() && name.size() <= longest && std::ranges::all_of(name, fits);
}

/// Lines `ADDRESS EPISODE`, blank ones and those with `#` apart.
Result<void> read_map_file(const std::string& path, LogTargets& targets) {
    MOORING_TRY(const std::string text, read_whole_file(path));
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = trim_ascii(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (line.empty() || line.starts_with('#')) continue;
        const std::size_t space = line.find_last_of(" \t");
        if (space == std::string_view::npos) {
            return invalid("map",
                           "a line of '" + path + "' is not ADDRESS EPISODE: " + std::string{line.substr(0, 200)});
        }
        MOORING_CHECK(targets.add_address(trim_ascii(line.substr(0, space)), line.substr(space + 1)));
    }
    return ok();
}

Result<LogTargets> targets_of(const json::object& order, storage::Catalog& catalog) {
    MOORING_TRY(LogTargets targets, LogTargets::make(text_of(order, "map")));
    MOORING_CHECK(catalog.read([&](storage::CatalogSnapshot& view) -> Result<void> {
        MOORING_TRY(const auto shows, view.shows().list(std::nullopt));
        for (const auto& show : shows) {
            MOORING_TRY(const auto episodes, view.episodes().list_all(show.id, 0, episodes_in_a_list));
            for (const auto& episode : episodes) targets.add(show, episode);
        }
        return ok();
    }));
    if (const std::string path = text_of(order, "map_file"); !path.empty()) MOORING_CHECK(read_map_file(path, targets));
    return targets;
}

IpAddress client_of(const std::vector<IpNetwork>& trusted, const IpAddress& peer, const std::string& forwarded) {
    if (forwarded.empty() || !http::is_trusted(peer, trusted)) return peer;
    http::Headers headers;
    headers.add("X-Forwarded-For", forwarded);
    return http::read_forwarded(headers, peer, trusted).client.unwrapped();
}

Result<std::chrono::sys_days> day_of(const json::object& ask, const char* name) {
    const auto day = parse_iso8601(text_of(ask, name));
    if (!day) return invalid(name, std::string{name} + " must be a day such as 2026-03-01");
    return std::chrono::floor<std::chrono::days>(*day);
}

json::object counts(const std::map<std::string, std::int64_t>& named) {
    json::object object;
    for (const auto& [name, count] : named) object[name] = count;
    return object;
}

}  // namespace

std::unique_ptr<storage::keys::ImportKeys> open_import_keys(const Config& config, Storage& storage,
                                                            storage::keys::FileListenerKeys& own) {
    return std::make_unique<storage::keys::ImportKeys>(
        own, storage::keys::ListenerKeyOptions{.directory = config.data_dir + "/keys/imports",
                                               .master_key = storage.secret->derive(admin::listener_keys_purpose),
                                               .clock = storage.clock.get(),
                                               .random = storage.random.get()});
}

void LogImportRun::advance() {
    const auto has_more = import_->advance();
    if (!has_more) failure_ = has_more.error();
    is_over_ = !has_more || !*has_more;
}

Result<json::value> LogImportRun::status() const {
    if (failure_) return *failure_;
    const auto& report = import_->report();
    const auto progress = import_->progress();
    json::array unmapped;
    for (const std::string& address : report.unmapped) unmapped.emplace_back(address);
    return json::value(json::object{{"source", "import:" + import_->name()},
                                    {"done", is_over_},
                                    {"lines", progress.lines},
                                    {"bytes", progress.bytes},
                                    {"total_bytes", progress.total_bytes},
                                    {"known_lines", report.repeated},
                                    {"hits", report.hits},
                                    {"counting", report.counting},
                                    {"verdicts", counts(report.verdicts)},
                                    {"left_out", counts(report.left_out)},
                                    {"unmapped", std::move(unmapped)}});
}

Result<std::unique_ptr<LogImportRun>> start_log_import(const json::object& ask, const ImportContext& context) {
    const json::value& value = ask.at("import");
    if (!value.is_object()) return invalid("import", "an import is an object");
    const json::object& order = value.as_object();
    LogImport::Options options{.name = text_of(order, "name"),
                               .fields = texts_of(order, "fields"),
                               .show = show_of(order),
                               .paths = texts_of(order, "files")};
    if (!is_import_name(options.name)) {
        return invalid("source", "a source is called by small letters, digits, dots and dashes, at most 64");
    }
    const auto format = std::ranges::find(formats, text_of(order, "format"), &NamedFormat::name);
    if (format == formats.end()) {
        return invalid("format", "the format is nginx, apache, cloudfront, op3-tsv or op3-json");
    }
    options.format = format->format;
    if (options.paths.empty()) return invalid("files", "name a log");
    for (const std::string& path : options.paths) MOORING_CHECK(open_log_file(path));
    MOORING_TRY(LogTargets targets, targets_of(order, context.catalog));
    LogImport::Ports ports{
        .counter = context.counter,
        .plays = context.plays,
        .keys = context.world.keys,
        .keep_keys = [&keys = context.world.keys] { return keys.maintain(); },
        .places = context.world.places,
        .safe_networks = context.world.safe_networks,
        .client_of = [trusted = context.config.trusted_proxies](
                         const IpAddress& peer, const std::string& said) { return client_of(trusted, peer, said); },
        .open = open_log_file,
        .clock = context.clock};
    return std::make_unique<LogImportRun>(
        std::make_unique<LogImport>(std::move(ports), std::move(options), std::move(targets)));
}

bool is_counting_order(const json::object& ask) {
    return ask.contains("recount") || ask.contains("choose_source") || ask.contains("day_sources");
}

Result<json::value> carry_out(const json::object& ask, app::measuring::HitCounter& counter) {
    if (ask.contains("day_sources")) {
        MOORING_TRY(const auto stretches, counter.day_sources());
        json::array rows;
        for (const auto& stretch : stretches) {
            rows.push_back(json::object{{"show", stretch.show.value},
                                        {"from", iso8601_date(Instant{stretch.first})},
                                        {"to", iso8601_date(Instant{stretch.last})},
                                        {"source", "import:" + stretch.import_name}});
        }
        return json::value(std::move(rows));
    }
    analytics::DayRange range;
    MOORING_TRY(range.begin, day_of(ask, "from"));
    MOORING_TRY(range.end, day_of(ask, "to"));
    range.end += std::chrono::days{1};
    constexpr std::chrono::days most_days{40 * 366};
    if (range.begin >= range.end || range.end - range.begin > most_days)
        return invalid("to", "the last day lies before the first");
    const auto show = show_of(ask);
    if (ask.contains("recount")) {
        MOORING_CHECK(counter.recount(range, show));
        return json::value{};
    }
    constexpr std::string_view mark = "import:";
    const std::string source = text_of(ask, "source");
    const bool is_own = source == "own";
    if (!show) return invalid("show", "name a show");
    if (!is_own && (!source.starts_with(mark) || !is_import_name(std::string_view{source}.substr(mark.size())))) {
        return invalid("source", "a source of hits is own or import:NAME");
    }
    MOORING_CHECK(counter.choose_source(*show, range, is_own ? "" : source.substr(mark.size())));
    return json::value{};
}

}  // namespace mooring::server
