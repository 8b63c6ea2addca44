#include "mooring/storage/catalog/sqlite/outbox.hpp"

#include <algorithm>

#include "mooring/storage/catalog/sqlite/stored_enums.hpp"

namespace mooring::storage::sqlite {

Result<std::vector<OutboxEvent>> SqliteOutboxReader::pending(int limit) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT sequence, kind, show_id, episode_id, at FROM outbox ORDER BY sequence LIMIT ?"));
    statement.add(std::max(limit, 0));
    return all_rows<OutboxEvent>(statement, [](Row row) -> Result<OutboxEvent> {
        OutboxEvent event;
        event.sequence = row.integer();
        event.kind = row.enumerator(last_event_kind);
        event.show = row.id<domain::ShowId>();
        if (const auto episode = row.maybe_integer()) event.episode = domain::EpisodeId{*episode};
        event.at = row.instant();
        if (!row.is_sound()) return Error{Errc::corrupt, "catalog: an event is of a kind that is not known"};
        return event;
    });
}

Result<void> SqliteOutboxWriter::append(const NewEvent& event) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO outbox(kind, show_id, episode_id, at) VALUES (?, ?, ?, ?)"));
    return statement.add(event.kind).add(event.show).add(event.episode).add(event.at).run();
}

Result<void> SqliteOutboxWriter::consume(domain::ShowId show, std::int64_t sequence) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM outbox WHERE show_id = ? AND sequence <= ?"));
    return statement.add(show).add(sequence).run();
}

}  // namespace mooring::storage::sqlite
