#include "mooring/app/importing/import_record.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "mooring/base/time_text.hpp"

namespace mooring::app::importing {
namespace {

namespace json = boost::json;

struct NamedState {
    ImportState state;
    std::string_view name;
};
constexpr std::array states{NamedState{ImportState::waiting, "waiting"}, NamedState{ImportState::running, "running"},
                            NamedState{ImportState::finished, "finished"}, NamedState{ImportState::failed, "failed"}};

json::array texts(const std::vector<std::string>& all) {
    json::array array;
    for (const std::string& text : all) array.emplace_back(text);
    return array;
}

/// Members of an object that may be missing or of another type.
class Members {
public:
    explicit Members(const json::object& object) : object_(object) {}

    std::string text(std::string_view name) const {
        const auto* value = find(name);
        return value && value->is_string() ? std::string{value->get_string()} : std::string{};
    }
    std::int64_t number(std::string_view name) const {
        const auto* value = find(name);
        return value && value->is_int64() ? value->get_int64() : 0;
    }
    int count(std::string_view name) const {
        return static_cast<int>(std::clamp<std::int64_t>(number(name), 0, 1'000'000'000));
    }
    bool flag(std::string_view name) const {
        const auto* value = find(name);
        return value && value->is_bool() && value->get_bool();
    }
    const json::array& array(std::string_view name) const {
        static const json::array none;
        const auto* value = find(name);
        return value && value->is_array() ? value->get_array() : none;
    }
    Members object(std::string_view name) const {
        static const json::object none;
        const auto* value = find(name);
        return Members{value && value->is_object() ? value->get_object() : none};
    }
    std::optional<Instant> instant(std::string_view name) const { return parse_iso8601(text(name)); }

private:
    const json::value* find(std::string_view name) const { return object_.if_contains({name.data(), name.size()}); }

    const json::object& object_;
};

}  // namespace

std::string_view to_string(ImportState state) {
    return std::ranges::find(states, state, &NamedState::state)->name;
}

std::optional<ImportState> parse_import_state(std::string_view text) {
    const auto* const found = std::ranges::find(states, text, &NamedState::name);
    return found == states.end() ? std::nullopt : std::optional{found->state};
}

void add_trouble(ImportRecord& record, ImportTrouble trouble) {
    if (record.troubles.size() < most_troubles) record.troubles.push_back(std::move(trouble));
}

void add_warning(ImportRecord& record, std::string text) {
    const bool is_known = std::ranges::find(record.warnings, text) != record.warnings.end();
    if (!is_known && record.warnings.size() < most_import_warnings) record.warnings.push_back(std::move(text));
}

std::string to_json(const ImportRecord& record) {
    json::array troubles;
    for (const ImportTrouble& trouble : record.troubles) {
        troubles.push_back(json::object{{"guid", trouble.guid}, {"title", trouble.title}, {"reason", trouble.reason}});
    }
    json::object object{
        {"id", record.id},
        {"source_url", record.source_url},
        {"found_url", record.found_url},
        {"workspace", record.workspace.value},
        {"show", record.show ? json::value(record.show->value) : json::value()},
        {"options", json::object{{"go_live", record.options.goes_live},
                                 {"ignore_lock", record.options.ignores_lock},
                                 {"proven", record.options.is_proven},
                                 {"parallel", record.options.parallel},
                                 {"parallel_per_host", record.options.parallel_per_host}}},
        {"state", to_string(record.state)},
        {"code", record.code},
        {"message", record.message},
        {"total", record.total},
        {"done", record.done},
        {"present", record.present},
        {"skipped", record.skipped},
        {"failed", record.failed},
        {"bytes", record.bytes},
        {"troubles", std::move(troubles)},
        {"warnings", texts(record.warnings)},
        {"created_at", iso8601_millis(record.created_at)},
        {"updated_at", iso8601_millis(record.updated_at)},
        {"finished_at", record.finished_at ? json::value(iso8601_millis(*record.finished_at)) : json::value()}};
    return json::serialize(object);
}

Result<ImportRecord> import_from_json(std::string_view text) {
    const Error broken{Errc::corrupt, "the record of an import cannot be read"};
    boost::system::error_code failure;
    const json::value value = json::parse({text.data(), text.size()}, failure);
    if (failure || !value.is_object()) return broken;
    const Members members{value.get_object()};
    ImportRecord record;
    const auto state = parse_import_state(members.text("state"));
    const auto created = members.instant("created_at");
    if (!state || !created) return broken;
    record.id = members.text("id");
    record.source_url = members.text("source_url");
    record.found_url = members.text("found_url");
    record.workspace = domain::WorkspaceId{members.number("workspace")};
    if (const std::int64_t show = members.number("show"); show > 0) record.show = domain::ShowId{show};
    const Members options = members.object("options");
    record.options.goes_live = options.flag("go_live");
    record.options.ignores_lock = options.flag("ignore_lock");
    record.options.is_proven = options.flag("proven");
    record.options.parallel = std::clamp(options.count("parallel"), 1, 8);
    record.options.parallel_per_host = std::clamp(options.count("parallel_per_host"), 1, 8);
    record.state = *state;
    record.code = members.text("code");
    record.message = members.text("message");
    record.total = members.count("total");
    record.done = members.count("done");
    record.present = members.count("present");
    record.skipped = members.count("skipped");
    record.failed = members.count("failed");
    record.bytes = members.number("bytes");
    for (const json::value& one : members.array("troubles")) {
        if (!one.is_object()) return broken;
        const Members trouble{one.get_object()};
        add_trouble(record, {trouble.text("guid"), trouble.text("title"), trouble.text("reason")});
    }
    for (const json::value& one : members.array("warnings")) {
        if (one.is_string()) record.warnings.emplace_back(one.get_string());
    }
    record.created_at = *created;
    record.updated_at = members.instant("updated_at").value_or(*created);
    record.finished_at = members.instant("finished_at");
    return record;
}

}  // namespace mooring::app::importing
