#include "mooring/storage/plays/duckdb/connection.hpp"

#include <utility>

#include "mooring/storage/plays/duckdb/storable_text.hpp"

namespace mooring::storage::duckdb {

namespace {

/// Owns a `duckdb_result`.
class Answer {
public:
    Answer() = default;
    ~Answer() { duckdb_destroy_result(&result_); }
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;
    duckdb_result* operator&() { return &result_; }
    duckdb_result& get() { return result_; }

private:
    duckdb_result result_{};
};

class Prepared {
public:
    ~Prepared() { duckdb_destroy_prepare(&statement_); }
    Prepared() = default;
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;
    duckdb_prepared_statement* operator&() { return &statement_; }
    duckdb_prepared_statement get() { return statement_; }

private:
    duckdb_prepared_statement statement_ = nullptr;
};

duckdb_state bind(duckdb_prepared_statement statement, idx_t index, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return duckdb_bind_int64(statement, index, *number);
    if (const auto* number = std::get_if<std::uint64_t>(&value)) return duckdb_bind_uint64(statement, index, *number);
    const std::string& text = std::get<std::string>(value);
    return duckdb_bind_varchar_length(statement, index, text.data(), text.size());
}

void visit_chunk(duckdb_data_chunk chunk, const std::function<void(const Row&)>& visit) {
    std::vector<duckdb_vector> columns;
    for (idx_t column = 0; column < duckdb_data_chunk_get_column_count(chunk); ++column) {
        columns.push_back(duckdb_data_chunk_get_vector(chunk, column));
    }
    for (idx_t index = 0; index < duckdb_data_chunk_get_size(chunk); ++index) visit(Row{columns, index});
}

template <class T>
T at(duckdb_vector column, std::size_t index) {
    return static_cast<const T*>(duckdb_vector_get_data(column))[index];
}

}  // namespace

bool Row::is_null(std::size_t column) const {
    std::uint64_t* validity = duckdb_vector_get_validity(columns_[column]);
    return validity != nullptr && !duckdb_validity_row_is_valid(validity, index_);
}

std::int64_t Row::number(std::size_t column) const {
    return is_null(column) ? 0 : at<std::int64_t>(columns_[column], index_);
}

std::uint64_t Row::unsigned_number(std::size_t column) const {
    return is_null(column) ? 0 : at<std::uint64_t>(columns_[column], index_);
}

double Row::fraction(std::size_t column) const {
    return is_null(column) ? 0 : at<double>(columns_[column], index_);
}

std::string_view Row::text(std::size_t column) const {
    if (is_null(column)) return {};
    auto& value = static_cast<duckdb_string_t*>(duckdb_vector_get_data(columns_[column]))[index_];
    return {duckdb_string_t_data(&value), duckdb_string_t_length(value)};
}

Result<Connection> Connection::open(std::shared_ptr<Database> database) {
    duckdb_connection connection = nullptr;
    if (duckdb_connect(database->handle(), &connection) == DuckDBError) {
        return Error{Errc::unavailable, "cannot connect to the plays"};
    }
    return Connection{std::move(database), connection};
}

Connection::Connection(Connection&& other) noexcept
    : database_(std::move(other.database_)), connection_(std::exchange(other.connection_, nullptr)) {}

Connection::~Connection() {
    if (connection_ != nullptr) duckdb_disconnect(&connection_);
}

Result<void> Connection::run(const std::string& sql) {
    Answer answer;
    if (duckdb_query(connection_, sql.c_str(), &answer) == DuckDBError) {
        return error_of("plays", duckdb_result_error(&answer));
    }
    return ok();
}

Result<void> Connection::query(const std::string& sql, std::span<const Value> values,
                               const std::function<void(const Row&)>& visit) {
    Prepared statement;
    if (duckdb_prepare(connection_, sql.c_str(), &statement) == DuckDBError) {
        return error_of("plays", duckdb_prepare_error(statement.get()));
    }
    for (std::size_t index = 0; index < values.size(); ++index) {
        if (bind(statement.get(), index + 1, values[index]) == DuckDBError) {
            return Error{Errc::internal, "a value could not be bound"};
        }
    }
    Answer answer;
    if (duckdb_execute_prepared_streaming(statement.get(), &answer) == DuckDBError) {
        return error_of("plays", duckdb_result_error(&answer));
    }
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(answer.get())) {
        visit_chunk(chunk, visit);
        duckdb_destroy_data_chunk(&chunk);
    }
    if (const char* problem = duckdb_result_error(&answer); problem != nullptr && *problem != '\0') {
        return error_of("plays", problem);
    }
    return ok();
}

Result<std::optional<std::int64_t>> Connection::number(const std::string& sql, std::span<const Value> values) {
    std::optional<std::int64_t> found;
    MOORING_CHECK(query(sql, values, [&](const Row& row) {
        if (!found && !row.is_null(0)) found = row.number(0);
    }));
    return found;
}

Result<Transaction> Transaction::begin(Connection& connection) {
    MOORING_CHECK(connection.run("BEGIN TRANSACTION"));
    return Transaction{connection};
}

Transaction::~Transaction() {
    if (connection_ != nullptr) static_cast<void>(connection_->run("ROLLBACK"));
}

Result<void> Transaction::commit() {
    MOORING_CHECK(connection_->run("COMMIT"));
    connection_ = nullptr;
    return ok();
}

Result<Appender> Appender::open(Connection& connection, const std::string& table) {
    duckdb_appender appender = nullptr;
    if (duckdb_appender_create(connection.handle(), nullptr, table.c_str(), &appender) == DuckDBError) {
        const Error error = error_of("cannot append to " + table, duckdb_appender_error(appender));
        duckdb_appender_destroy(&appender);
        return error;
    }
    return Appender{appender};
}

Appender::~Appender() {
    if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
}

Appender& Appender::number(std::int64_t value) {
    note(duckdb_append_int64(appender_, value));
    return *this;
}

Appender& Appender::unsigned_number(std::uint64_t value) {
    note(duckdb_append_uint64(appender_, value));
    return *this;
}

Appender& Appender::text(std::string_view value) {
    const std::string storable = is_storable(value) ? std::string{} : storable_text(value);
    if (!storable.empty()) value = storable;
    note(duckdb_append_varchar_length(appender_, value.data(), value.size()));
    return *this;
}

Appender& Appender::bytes(std::string_view value) {
    note(duckdb_append_blob(appender_, value.data(), value.size()));
    return *this;
}

void Appender::end_row() {
    note(duckdb_appender_end_row(appender_));
}

Result<void> Appender::finish() {
    if (!failed_) note(duckdb_appender_close(appender_));
    if (failed_) return error_of("cannot append", duckdb_appender_error(appender_));
    return ok();
}

}  // namespace mooring::storage::duckdb
