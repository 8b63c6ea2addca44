#include "mooring/app/importing/import_desk.hpp"

namespace mooring::app::importing {
namespace {

constexpr std::size_t most_listed = 20;

}  // namespace

Result<void> ImportDesk::check(const managing::Asker& asker, managing::Purpose purpose,
                               domain::WorkspaceId workspace) const {
    return ports_.catalog.read([&](storage::CatalogSnapshot& catalog) -> Result<void> {
        return managing::find_workspace(catalog, asker, purpose, managing::Right::own, workspace)
            .transform([](const auto&) {});
    });
}

Result<ImportRecord> ImportDesk::order(const managing::Asker& asker, ImportRecord wanted) const {
    MOORING_CHECK(check(asker, managing::Purpose::change, wanted.workspace));
    const bool is_administrator = asker.principal.account->is_administrator;
    if (wanted.options.ignores_lock && !is_administrator) {
        return Error{Errc::forbidden, "only an administrator of the server ignores locks", "ignore_lock"};
    }
    wanted.options.is_proven = is_administrator;
    return order_import(ports_, folder_, std::move(wanted), "account:" + std::to_string(asker.id().value));
}

Result<std::vector<ImportRecord>> ImportDesk::list(const managing::Asker& asker, domain::WorkspaceId workspace) const {
    MOORING_CHECK(check(asker, managing::Purpose::look, workspace));
    MOORING_TRY(std::vector<ImportRecord> records, folder_.list());
    std::erase_if(records, [&](const ImportRecord& record) { return record.workspace != workspace; });
    if (records.size() > most_listed) records.resize(most_listed);
    return records;
}

}  // namespace mooring::app::importing
