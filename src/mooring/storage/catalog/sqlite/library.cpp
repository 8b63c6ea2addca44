#include "mooring/storage/catalog/sqlite/library.hpp"

#include <algorithm>

namespace mooring::storage::sqlite {
namespace {

using domain::AccountId;
using domain::EpisodeId;
using domain::ShowId;

template <class Id>
Result<Saved<Id>> read_saved(Row row) {
    Saved<Id> saved;
    saved.id = row.id<Id>();
    saved.added_at = row.instant();
    return saved;
}

}  // namespace

Result<std::vector<Saved<ShowId>>> SqliteLibraryReader::list_shows(AccountId account, std::int64_t offset,
                                                                   std::int64_t limit) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT v.show_id, v.added_at FROM saved_shows v INDEXED BY saved_shows_by_time "
                            "CROSS JOIN shows s ON s.id = v.show_id WHERE v.account_id = ? AND s.is_public = 1 "
                            "ORDER BY v.added_at DESC, v.show_id DESC LIMIT ? OFFSET ?"));
    statement.add(account).add(std::max<std::int64_t>(limit, 0)).add(offset);
    return all_rows<Saved<ShowId>>(statement, read_saved<ShowId>);
}

Result<std::int64_t> SqliteLibraryReader::count_shows(AccountId account) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT count(*) FROM saved_shows v CROSS JOIN shows s "
                                                 "ON s.id = v.show_id WHERE v.account_id = ? AND s.is_public = 1"));
    statement.add(account);
    return single_integer(statement);
}

Result<bool> SqliteLibraryReader::has_show(AccountId account, ShowId show) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT 1 FROM saved_shows WHERE account_id = ? AND show_id = ?"));
    return statement.add(account).add(show).step();
}

Result<std::vector<Saved<EpisodeId>>> SqliteLibraryReader::list_episodes(AccountId account, Instant now,
                                                                         std::int64_t offset, std::int64_t limit) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT v.episode_id, v.added_at FROM saved_episodes v INDEXED BY saved_episodes_by_time "
                            "CROSS JOIN listings l ON l.episode_id = v.episode_id WHERE v.account_id = ? AND "
                            "l.show_public = 1 AND l.listed_from <= ? "
                            "ORDER BY v.added_at DESC, v.episode_id DESC LIMIT ? OFFSET ?"));
    statement.add(account).add(now).add(std::max<std::int64_t>(limit, 0)).add(offset);
    return all_rows<Saved<EpisodeId>>(statement, read_saved<EpisodeId>);
}

Result<std::int64_t> SqliteLibraryReader::count_episodes(AccountId account, Instant now) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT count(*) FROM saved_episodes v CROSS JOIN listings l ON l.episode_id = "
                            "v.episode_id WHERE v.account_id = ? AND l.show_public = 1 AND l.listed_from <= ?"));
    statement.add(account).add(now);
    return single_integer(statement);
}

Result<bool> SqliteLibraryReader::has_episode(AccountId account, EpisodeId episode) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT 1 FROM saved_episodes WHERE account_id = ? AND episode_id = ?"));
    return statement.add(account).add(episode).step();
}

Result<std::optional<ResumePoint>> SqliteLibraryReader::find_resume_point(AccountId account, EpisodeId episode) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT is_fully_played, position_ms, updated_at FROM resume_points "
                                                 "WHERE account_id = ? AND episode_id = ?"));
    statement.add(account).add(episode);
    return first_row<ResumePoint>(statement, [](Row row) -> Result<ResumePoint> {
        ResumePoint point;
        point.is_fully_played = row.flag();
        point.position = std::chrono::milliseconds{row.integer()};
        point.updated_at = row.instant();
        return point;
    });
}

Result<void> SqliteLibraryWriter::save_show(AccountId account, ShowId show, Instant now) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO saved_shows(account_id, show_id, added_at) VALUES (?, ?, ?) "
                                   "ON CONFLICT DO NOTHING"));
    return statement.add(account).add(show).add(now).run();
}

Result<void> SqliteLibraryWriter::remove_show(AccountId account, ShowId show) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("DELETE FROM saved_shows WHERE account_id = ? AND show_id = ?"));
    return statement.add(account).add(show).run();
}

Result<void> SqliteLibraryWriter::save_episode(AccountId account, EpisodeId episode, Instant now) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO saved_episodes(account_id, episode_id, added_at) VALUES (?, ?, ?) "
                                   "ON CONFLICT DO NOTHING"));
    return statement.add(account).add(episode).add(now).run();
}

Result<void> SqliteLibraryWriter::remove_episode(AccountId account, EpisodeId episode) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("DELETE FROM saved_episodes WHERE account_id = ? AND episode_id = ?"));
    return statement.add(account).add(episode).run();
}

Result<void> SqliteLibraryWriter::put_resume_point(AccountId account, EpisodeId episode, const ResumePoint& point) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT OR REPLACE INTO resume_points(account_id, episode_id, is_fully_played, "
                                   "position_ms, updated_at) VALUES (?, ?, ?, ?, ?)"));
    statement.add(account).add(episode).add(point.is_fully_played).add(std::int64_t{point.position.count()});
    return statement.add(point.updated_at).run();
}

}  // namespace mooring::storage::sqlite
