#include "mooring/storage/catalog/sqlite/subscribers.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::string_view columns = "id, show_id, token_hash, label, created_at, revoked_at";

Result<Subscriber> read_subscriber(Row row) {
    Subscriber subscriber;
    subscriber.id = row.id<SubscriberId>();
    subscriber.show = row.id<ShowId>();
    subscriber.token_hash = row.text();
    subscriber.label = row.text();
    subscriber.created_at = row.instant();
    subscriber.revoked_at = row.maybe_instant();
    return subscriber;
}

}  // namespace

Result<std::optional<Subscriber>> SqliteSubscriberReader::find_by_token_hash(std::string_view hash) {
    static const std::string sql = joined({"SELECT ", columns, " FROM subscribers WHERE token_hash = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add_blob(hash);
    return first_row<Subscriber>(statement, read_subscriber);
}

Result<std::optional<Subscriber>> SqliteSubscriberReader::find(SubscriberId id) {
    static const std::string sql = joined({"SELECT ", columns, " FROM subscribers WHERE id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Subscriber>(statement, read_subscriber);
}

Result<std::vector<Subscriber>> SqliteSubscriberReader::list(ShowId show) {
    static const std::string sql = joined({"SELECT ", columns, " FROM subscribers WHERE show_id = ? ORDER BY id"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(show);
    return all_rows<Subscriber>(statement, read_subscriber);
}

Result<SubscriberId> SqliteSubscriberWriter::insert(const Subscriber& subscriber) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO subscribers(show_id, token_hash, label, created_at, revoked_at) "
                                   "VALUES (?, ?, ?, ?, ?)"));
    statement.add(subscriber.show).add_blob(subscriber.token_hash).add(subscriber.label);
    MOORING_CHECK(statement.add(subscriber.created_at).add(subscriber.revoked_at).run());
    const SubscriberId id{access_.db.last_insert_id()};
    access_.touched.shows.push_back(subscriber.show);
    return id;
}

Result<void> SqliteSubscriberWriter::revoke(SubscriberId id, Instant at) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE subscribers SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? "
                                   "RETURNING show_id"));
    MOORING_TRY(const bool found, statement.add(at).add(id).step());
    if (!found) return Error{Errc::not_found, "no such subscriber"};
    access_.touched.shows.push_back(statement.row().id<ShowId>());
    return statement.run();
}

}  // namespace mooring::storage::sqlite
