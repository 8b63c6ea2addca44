#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"
#include "mooring/app/managing/audit_log.hpp"

namespace mooring::api::dashboard {
namespace {

constexpr std::int64_t entries_a_page = 100;

}  // namespace

Answer list_audit(const Call& call) {
    MOORING_TRY(const auto workspace, call.query_number("workspace", 1, domain::max_wire_id));
    MOORING_TRY(const auto before, call.query_number("before", 1, domain::max_wire_id));
    MOORING_TRY(const auto limit, call.query_number("limit", 1, entries_a_page));
    MOORING_TRY(const auto entries, call.read([&](CatalogSnapshot& catalog) {
        return app::managing::list_audit(
            catalog, call.asker, workspace ? std::optional{domain::WorkspaceId{*workspace}} : std::nullopt,
            before.value_or(domain::max_wire_id), static_cast<int>(limit.value_or(entries_a_page)));
    }));
    return list_answer("entries", entries, write_audit_entry);
}

}  // namespace mooring::api::dashboard
