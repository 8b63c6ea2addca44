#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/app/importing/import_desk.hpp"

namespace mooring::api::dashboard {

using app::importing::ImportRecord;

Answer list_imports(const Call& call) {
    MOORING_TRY(const auto workspace, call.path_id<domain::WorkspaceId>(0));
    MOORING_TRY(const std::vector<ImportRecord> records, call.imports.list(call.asker, workspace));
    std::string list = "{\"imports\":[";
    for (const ImportRecord& record : records) {
        if (list.back() != '[') list += ',';
        list += app::importing::to_json(record);
    }
    return json_answer(200, list + "]}");
}

Answer create_import(const Call& call, const Body& body) {
    ImportRecord wanted;
    MOORING_TRY(wanted.workspace, call.path_id<domain::WorkspaceId>(0));
    MOORING_TRY(wanted.source_url, body.required_text("url"));
    MOORING_TRY(const auto show, body.integer("show_id"));
    if (show) wanted.show = domain::ShowId{*show};
    MOORING_TRY(const auto goes_live, body.flag("go_live"));
    MOORING_TRY(const auto ignores_lock, body.flag("ignore_lock"));
    MOORING_TRY(const auto parallel, body.integer("parallel"));
    wanted.options.goes_live = goes_live.value_or(false);
    wanted.options.ignores_lock = ignores_lock.value_or(false);
    if (parallel) {
        if (*parallel < 1 || *parallel > 8) return invalid("parallel", "1 to 8 downloads at a time");
        wanted.options.parallel = wanted.options.parallel_per_host = static_cast<int>(*parallel);
    }
    MOORING_TRY(const ImportRecord ordered, call.imports.order(call.asker, std::move(wanted)));
    return json_answer(202, app::importing::to_json(ordered));
}

}  // namespace mooring::api::dashboard
