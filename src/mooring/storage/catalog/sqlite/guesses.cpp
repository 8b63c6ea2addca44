#include "mooring/storage/catalog/sqlite/guesses.hpp"

namespace mooring::storage::sqlite {

Result<std::vector<Instant>> SqliteGuessReader::latest(GuessKind kind, std::string_view key, int limit) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT at FROM guesses WHERE kind = ? AND key = ? ORDER BY at DESC LIMIT ?"));
    statement.add(kind).add_blob(key).add(limit);
    return all_rows<Instant>(statement, [](Row row) -> Result<Instant> { return row.instant(); });
}

Result<std::int64_t> SqliteGuessWriter::insert(GuessKind kind, std::string_view key, Instant at) {
    MOORING_TRY(Statement statement, access_.db.prepare("INSERT INTO guesses(kind, key, at) VALUES (?, ?, ?)"));
    MOORING_CHECK(statement.add(kind).add_blob(key).add(at).run());
    return access_.db.last_insert_id();
}

Result<void> SqliteGuessWriter::remove(std::int64_t id) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM guesses WHERE id = ?"));
    return statement.add(id).run();
}

Result<void> SqliteGuessWriter::remove_before(Instant time) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM guesses WHERE at < ?"));
    return statement.add(time).run();
}

}  // namespace mooring::storage::sqlite
