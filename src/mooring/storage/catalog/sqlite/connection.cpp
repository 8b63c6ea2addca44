#include "mooring/storage/catalog/sqlite/connection.hpp"

#include <thread>
#include <utility>

#include "mooring/base/assert.hpp"
#include "mooring/storage/catalog/sqlite/errors.hpp"

namespace mooring::storage::sqlite {

std::string Row::text() {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, next_));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, next_));
    ++next_;
    return bytes == nullptr ? std::string{} : std::string{bytes, size};
}

bool Row::skip_null() {
    if (sqlite3_column_type(statement_, next_) != SQLITE_NULL) return false;
    ++next_;
    return true;
}

std::optional<double> Row::maybe_real() {
    if (skip_null()) return std::nullopt;
    return sqlite3_column_double(statement_, next_++);
}

std::optional<std::int64_t> Row::maybe_integer() {
    if (skip_null()) return std::nullopt;
    return integer();
}

std::optional<int> Row::maybe_number() {
    if (skip_null()) return std::nullopt;
    return number();
}

std::optional<bool> Row::maybe_flag() {
    if (skip_null()) return std::nullopt;
    return flag();
}

std::optional<std::string> Row::maybe_text() {
    if (skip_null()) return std::nullopt;
    return text();
}

std::optional<Instant> Row::maybe_instant() {
    if (skip_null()) return std::nullopt;
    return instant();
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      sql_(other.sql_),
      statement_(std::exchange(other.statement_, nullptr)),
      next_(other.next_),
      bind_error_(other.bind_error_) {}

Statement::~Statement() {
    if (statement_ != nullptr) connection_->give_back(sql_, statement_);
}

void Statement::note(int code) {
    MOORING_ASSERT(code != SQLITE_RANGE, "a statement is given as many values as it has parameters");
    if (code != SQLITE_OK && bind_error_ == SQLITE_OK) bind_error_ = code;
}

Statement& Statement::add(double value) {
    note(sqlite3_bind_double(statement_, next_++, value));
    return *this;
}

Statement& Statement::add(std::int64_t value) {
    note(sqlite3_bind_int64(statement_, next_++, value));
    return *this;
}

Statement& Statement::add(std::string_view value) {
    const char* const bytes = value.data() == nullptr ? "" : value.data();
    note(sqlite3_bind_text64(statement_, next_++, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::add_blob(std::string_view bytes) {
    const char* const start = bytes.data() == nullptr ? "" : bytes.data();
    note(sqlite3_bind_blob64(statement_, next_++, start, bytes.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::add_null() {
    note(sqlite3_bind_null(statement_, next_++));
    return *this;
}

Result<bool> Statement::step() {
    if (bind_error_ != SQLITE_OK) return error_from(connection_->handle_, bind_error_);
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return error_from(connection_->handle_, code);
}

Result<void> Statement::run() {
    for (;;) {
        MOORING_TRY(const bool more, step());
        if (!more) return ok();
    }
}

Result<std::unique_ptr<Connection>> Connection::open(const Settings& settings) {
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code =
        sqlite3_open_v2(settings.path.c_str(), &handle, flags, settings.vfs.empty() ? nullptr : settings.vfs.c_str());
    std::unique_ptr<Connection> connection{new Connection(handle)};
    if (code != SQLITE_OK) return error_from(handle, code);
    sqlite3_busy_timeout(handle, static_cast<int>(settings.busy_timeout.count()));

    // Switching a fresh file to WAL does not wait for the lock by itself.
    const auto deadline = std::chrono::steady_clock::now() + settings.busy_timeout;
    for (;;) {
        const auto switched = connection->use_write_ahead_log();
        if (switched) break;
        if (switched.error().code != Errc::unavailable || std::chrono::steady_clock::now() >= deadline) {
            return switched.error();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    MOORING_CHECK(connection->execute(settings.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"));
    MOORING_CHECK(connection->execute("PRAGMA foreign_keys = ON"));
    MOORING_CHECK(connection->execute("PRAGMA journal_size_limit = 67108864"));
    MOORING_CHECK(connection->execute("PRAGMA cache_size = -" + std::to_string(settings.cache_kib)));
    if (settings.query_only) MOORING_CHECK(connection->execute("PRAGMA query_only = ON"));
    return connection;
}

Result<void> Connection::use_write_ahead_log() {
    MOORING_TRY(Statement statement, prepare("PRAGMA journal_mode = WAL"));
    MOORING_TRY(const bool answered, statement.step());
    if (!answered || statement.row().text() != "wal") {
        return Error{Errc::unsupported, "catalog: the file system of its folder cannot hold a write-ahead log"};
    }
    return statement.run();
}

Connection::~Connection() {
    for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
    const int code = sqlite3_close(handle_);
    MOORING_ASSERT(code == SQLITE_OK, "no statement outlives its connection");
}

Result<Statement> Connection::prepare(const char* sql) {
    if (auto known = idle_.find(sql); known != idle_.end()) {
        sqlite3_stmt* const statement = known->second;
        idle_.erase(known);
        return Statement{*this, sql, statement};
    }
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return error_from(handle_, code);
    return Statement{*this, sql, statement};
}

void Connection::give_back(const char* sql, sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    idle_.emplace(sql, statement);
}

Result<void> Connection::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error_from(handle_, code);
    return ok();
}

Result<std::int64_t> Connection::integer(const char* sql) {
    MOORING_TRY(Statement statement, prepare(sql));
    MOORING_TRY(const bool found, statement.step());
    if (!found) return Error{Errc::not_found, "a query for one number gave no row"};
    return statement.row().integer();
}

}  // namespace mooring::storage::sqlite
