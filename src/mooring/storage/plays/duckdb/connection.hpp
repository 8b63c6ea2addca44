#pragma once

#include <duckdb.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mooring/storage/plays/duckdb/database.hpp"

namespace mooring::storage::duckdb {

/// What can stand in place of a `?`.
using Value = std::variant<std::int64_t, std::uint64_t, std::string>;

/// One row of an answer. Columns are BIGINT, DOUBLE, VARCHAR, BLOB or UBIGINT: statements cast to these.
class Row {
public:
    Row(std::span<const duckdb_vector> columns, std::size_t index) : columns_(columns), index_(index) {}

    bool is_null(std::size_t column) const;
    std::int64_t number(std::size_t column) const;
    std::uint64_t unsigned_number(std::size_t column) const;
    double fraction(std::size_t column) const;
    /// Lives as long as the call that got the row.
    std::string_view text(std::size_t column) const;

private:
    std::span<const duckdb_vector> columns_;
    std::size_t index_;
};

/// A connection, for one thread at a time.
class Connection {
public:
    static Result<Connection> open(std::shared_ptr<Database> database);
    Connection(Connection&& other) noexcept;
    Connection& operator=(Connection&&) = delete;
    ~Connection();

    /// Run statements without an answer, one behind the other.
    Result<void> run(const std::string& sql);
    /// Run one statement and visit its rows; memory does not grow with their number.
    Result<void> query(const std::string& sql, std::span<const Value> values,
                       const std::function<void(const Row&)>& visit);
    /// The first column of the first row; unset without one.
    Result<std::optional<std::int64_t>> number(const std::string& sql, std::span<const Value> values = {});

    duckdb_connection handle() const { return connection_; }

private:
    Connection(std::shared_ptr<Database> database, duckdb_connection connection)
        : database_(std::move(database)), connection_(connection) {}

    std::shared_ptr<Database> database_;
    duckdb_connection connection_;
};

/// A transaction that is taken back unless it was committed.
class Transaction {
public:
    static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// All of it is on disk afterwards.
    Result<void> commit();

private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_;
};

/// Puts rows into a table, many at a time.
class Appender {
public:
    static Result<Appender> open(Connection& connection, const std::string& table);
    Appender(Appender&& other) noexcept : appender_(std::exchange(other.appender_, nullptr)) {}
    Appender& operator=(Appender&&) = delete;
    ~Appender();

    Appender& number(std::int64_t value);
    Appender& unsigned_number(std::uint64_t value);
    Appender& text(std::string_view value);
    Appender& bytes(std::string_view value);
    void end_row();
    /// Errors: that of the first row that did not fit.
    Result<void> finish();

private:
    explicit Appender(duckdb_appender appender) : appender_(appender) {}
    void note(duckdb_state state) { failed_ = failed_ || state == DuckDBError; }

    duckdb_appender appender_;
    bool failed_ = false;
};

}  // namespace mooring::storage::duckdb
