#include "mooring/storage/catalog/sqlite/read_pool.hpp"

#include <exception>

#include "mooring/base/log.hpp"
#include "mooring/storage/catalog/sqlite/snapshot.hpp"

namespace mooring::storage::sqlite {
namespace {

/// Last resort: nothing of ours throws, but a library below a question may.
Result<void> call(const std::function<Result<void>(CatalogSnapshot&)>& question, CatalogSnapshot& snapshot) {
    try {
        return question(snapshot);
    } catch (const std::exception& bug) {
        log::error("a catalog question threw an exception", {{"what", bug.what()}});
        return Error{Errc::internal, "a catalog question threw an exception"};
    }
}

Result<void> run_statement(Connection& connection, const char* sql) {
    MOORING_TRY(Statement statement, connection.prepare(sql));
    return statement.run();
}

}  // namespace

struct ReadPool::Reader {
    explicit Reader(std::unique_ptr<Connection> opened) : connection(std::move(opened)), snapshot(*connection) {}
    std::unique_ptr<Connection> connection;
    SqliteSnapshot snapshot;
};

ReadPool::ReadPool(std::vector<std::unique_ptr<Connection>> connections, std::chrono::milliseconds patience)
    : patience_(patience) {
    for (auto& connection : connections) {
        readers_.push_back(std::make_unique<Reader>(std::move(connection)));
        idle_.push_back(readers_.back().get());
    }
}

ReadPool::~ReadPool() = default;

Result<void> ReadPool::run(const std::function<Result<void>(CatalogSnapshot&)>& question) {
    MOORING_TRY(Reader* const reader, take());
    Result<void> outcome = run_statement(*reader->connection, "BEGIN");
    if (outcome) {
        outcome = call(question, reader->snapshot);
        const Result<void> ended = run_statement(*reader->connection, "ROLLBACK");  // nothing was written
        if (outcome && !ended) outcome = ended;
    }
    give_back(reader);
    return outcome;
}

Result<ReadPool::Reader*> ReadPool::take() {
    std::unique_lock lock(mutex_);
    if (!one_is_idle_.wait_for(lock, patience_, [&] { return !idle_.empty(); })) {
        return Error{Errc::unavailable, "catalog: every read connection is busy"};
    }
    Reader* const reader = idle_.back();
    idle_.pop_back();
    return reader;
}

void ReadPool::give_back(Reader* reader) {
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(reader);
    }
    one_is_idle_.notify_one();
}

}  // namespace mooring::storage::sqlite
