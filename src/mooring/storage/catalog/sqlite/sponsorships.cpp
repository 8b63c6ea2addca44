#include "mooring/storage/catalog/sqlite/sponsorships.hpp"

namespace mooring::storage::sqlite {

using domain::ShowId;
using domain::Sponsorship;

Result<std::vector<Sponsorship>> SqliteSponsorshipReader::of_shows(const std::vector<ShowId>& shows) {
    std::string ids = "[";
    for (const ShowId id : shows) ids += (ids.size() == 1 ? "" : ",") + std::to_string(id.value);
    ids += "]";
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT p.id, p.show_id, p.title, p.created_at FROM json_each(?) wanted JOIN sponsorships "
                            "p ON p.show_id = wanted.value ORDER BY p.created_at, p.id"));
    statement.add(ids);
    return all_rows<Sponsorship>(statement, [](Row row) -> Result<Sponsorship> {
        Sponsorship sponsorship;
        sponsorship.id = row.text();
        sponsorship.show = row.id<ShowId>();
        sponsorship.title = row.text();
        sponsorship.created_at = row.instant();
        return sponsorship;
    });
}

Result<void> SqliteSponsorshipWriter::insert(const Sponsorship& sponsorship) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO sponsorships(id, show_id, title, created_at) VALUES (?, ?, ?, ?)"));
    return statement.add(sponsorship.id).add(sponsorship.show).add(sponsorship.title).add(sponsorship.created_at).run();
}

Result<void> SqliteSponsorshipWriter::remove(std::string_view id) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM sponsorships WHERE id = ?"));
    MOORING_CHECK(statement.add(id).run());
    return access_.db.changes() == 0 ? Result<void>{Error{Errc::not_found, "there is no such sponsorship"}} : ok();
}

}  // namespace mooring::storage::sqlite
