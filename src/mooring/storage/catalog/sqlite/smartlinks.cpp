#include "mooring/storage/catalog/sqlite/smartlinks.hpp"

namespace mooring::storage::sqlite {
namespace {

using domain::EpisodeId;
using domain::ShowId;
using domain::Smartlink;

Smartlink read_link(Row& row) {
    Smartlink link;
    link.code = row.text();
    link.show = row.id<ShowId>();
    link.episode = row.id<EpisodeId>();
    link.created_at = row.instant();
    return link;
}

std::int64_t number_of(std::chrono::sys_days day) {
    return day.time_since_epoch().count();
}

}  // namespace

Result<std::optional<Smartlink>> SqliteSmartlinkReader::find(std::string_view code) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT code, show_id, episode_id, created_at FROM smartlinks WHERE code = ?"));
    statement.add(code);
    return first_row<Smartlink>(statement, [](Row row) -> Result<Smartlink> { return read_link(row); });
}

Result<std::vector<Smartlink>> SqliteSmartlinkReader::of_episodes(const std::vector<EpisodeId>& episodes) {
    std::string ids = "[";
    for (const EpisodeId id : episodes) ids += (ids.size() == 1 ? "" : ",") + std::to_string(id.value);
    ids += "]";
    MOORING_TRY(Statement statement, db_.prepare("SELECT l.code, l.show_id, l.episode_id, l.created_at FROM "
                                                 "json_each(?) wanted JOIN smartlinks l ON l.episode_id = "
                                                 "wanted.value"));
    statement.add(ids);
    return all_rows<Smartlink>(statement, [](Row row) -> Result<Smartlink> { return read_link(row); });
}

Result<std::vector<std::pair<Smartlink, std::int64_t>>> SqliteSmartlinkReader::clicks_of(ShowId show,
                                                                                         std::chrono::sys_days begin,
                                                                                         std::chrono::sys_days end) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT l.code, l.show_id, l.episode_id, l.created_at, "
                            "(SELECT coalesce(sum(c.clicks), 0) FROM smartlink_clicks c WHERE c.code = l.code AND "
                            "c.day >= ?2 AND c.day < ?3) FROM smartlinks l WHERE l.show_id = ?1 ORDER BY "
                            "l.created_at, l.code"));
    statement.add(show).add(number_of(begin)).add(number_of(end));
    using Counted = std::pair<Smartlink, std::int64_t>;
    return all_rows<Counted>(statement, [](Row row) -> Result<Counted> {
        Smartlink link = read_link(row);
        return Counted{std::move(link), row.integer()};
    });
}

Result<void> SqliteSmartlinkWriter::insert(const Smartlink& link) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO smartlinks(code, show_id, episode_id, created_at) VALUES (?, ?, ?, "
                                   "?)"));
    return statement.add(link.code).add(link.show).add(link.episode).add(link.created_at).run();
}

Result<void> SqliteSmartlinkWriter::add_clicks(const std::vector<SmartlinkClicks>& clicks) {
    for (const SmartlinkClicks& one : clicks) {
        MOORING_TRY(Statement statement,
                    access_.db.prepare("INSERT INTO smartlink_clicks(code, day, clicks) SELECT l.code, ?2, ?3 FROM "
                                       "smartlinks l WHERE l.code = ?1 ON CONFLICT (code, day) DO UPDATE SET clicks = "
                                       "clicks + excluded.clicks"));
        MOORING_CHECK(statement.add(one.code).add(number_of(one.day)).add(one.clicks).run());
    }
    return ok();
}

}  // namespace mooring::storage::sqlite
