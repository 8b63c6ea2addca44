#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/base/strong_id.hpp"

namespace mooring::storage::sqlite {

class Connection;

/// The columns of one row, read from left to right, in the order of the SELECT. Valid until the next step.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

    std::int64_t integer() { return sqlite3_column_int64(statement_, next_++); }
    int number() { return sqlite3_column_int(statement_, next_++); }
    bool flag() { return integer() != 0; }
    Instant instant() { return from_unix_micros(integer()); }
    /// Bytes of a TEXT or BLOB; empty for NULL.
    std::string text();
    template <class Id>
    Id id() {
        return Id{integer()};
    }

    std::optional<std::int64_t> maybe_integer();
    std::optional<int> maybe_number();
    std::optional<double> maybe_real();
    std::optional<bool> maybe_flag();
    std::optional<std::string> maybe_text();
    std::optional<Instant> maybe_instant();

    /// An enumerator stored as its number. A number over `last` makes the row unsound.
    template <class Enum>
    Enum enumerator(Enum last) {
        const auto value = integer();
        if (value < 0 || value > static_cast<std::int64_t>(last)) sound_ = false;
        return sound_ ? static_cast<Enum>(value) : Enum{};
    }
    /// False once a column held what no version of the program writes.
    bool is_sound() const { return sound_; }

private:
    bool skip_null();

    sqlite3_stmt* statement_;
    int next_ = 0;
    bool sound_ = true;
};

/// A prepared statement in use. Bind its parameters from left to right with `add`, then step.
/// Goes back to its connection's cache, reset, when it ends.
class Statement {
public:
    Statement(Connection& connection, const char* sql, sqlite3_stmt* statement)
        : connection_(&connection), sql_(sql), statement_(statement) {}
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& add(std::int64_t value);
    Statement& add(int value) { return add(static_cast<std::int64_t>(value)); }
    Statement& add(bool value) { return add(static_cast<std::int64_t>(value)); }
    Statement& add(double value);
    Statement& add(Instant value) { return add(unix_micros(value)); }
    Statement& add(std::string_view value);
    Statement& add(const std::string& value) { return add(std::string_view{value}); }
    Statement& add(const char*) = delete;
    template <class Tag>
    Statement& add(NumericId<Tag> id) {
        return add(id.value);
    }
    template <class T>
    Statement& add(const std::optional<T>& value) {
        return value ? add(*value) : add_null();
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    Statement& add(Enum value) {
        return add(static_cast<std::int64_t>(value));
    }
    Statement& add_blob(std::string_view bytes);
    Statement& add_null();

    /// True when there is a (next) row.
    Result<bool> step();
    /// Step to the end, ignoring rows.
    Result<void> run();
    Row row() const { return Row{statement_}; }

private:
    void note(int code);

    Connection* connection_;
    const char* sql_;
    sqlite3_stmt* statement_;
    int next_ = 1;
    int bind_error_ = SQLITE_OK;
};

/// One connection with its cache of prepared statements. Used by one thread at a time.
class Connection {
public:
    struct Settings {
        std::string path;
        std::chrono::milliseconds busy_timeout{5000};
        bool durable = true;      ///< sync on every commit
        bool query_only = false;  ///< refuse writes
        int cache_kib = 4096;     ///< pages kept in memory
        std::string vfs;          ///< a registered SQLite VFS; empty for the system's
    };

    /// Open (and create) the database file in WAL mode.
    /// Errors: unavailable (locked, no such folder, not readable), corrupt (not a database), no_space.
    static Result<std::unique_ptr<Connection>> open(const Settings& settings);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A statement ready to be bound. `sql` must outlive the connection: it is the cache's key by address.
    Result<Statement> prepare(const char* sql);
    /// Run statements without parameters or rows; not cached.
    Result<void> execute(const std::string& sql);
    /// The single integer a query without parameters gives.
    Result<std::int64_t> integer(const char* sql);

    bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
    std::int64_t last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
    int changes() const { return sqlite3_changes(handle_); }
    std::int64_t total_changes() const { return sqlite3_total_changes64(handle_); }
    sqlite3* handle() const { return handle_; }

private:
    friend class Statement;
    explicit Connection(sqlite3* handle) : handle_(handle) {}
    void give_back(const char* sql, sqlite3_stmt* statement);
    /// Errors: unavailable (locked at the moment), unsupported (not on this file system).
    Result<void> use_write_ahead_log();

    sqlite3* handle_;
    std::unordered_multimap<const char*, sqlite3_stmt*> idle_;
};

}  // namespace mooring::storage::sqlite
