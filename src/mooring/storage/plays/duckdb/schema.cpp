#include "mooring/storage/plays/duckdb/schema.hpp"

#include <vector>

namespace mooring::storage::duckdb {

namespace {

constexpr std::int64_t schema_version = 2;

/// Days are numbers of UTC days since 1970-01-01. The texts are what panels show: they repeat, and are kept as small
/// numbers on disk by DuckDB itself.
constexpr const char* first_schema = R"sql(
CREATE TABLE meta (name VARCHAR, number BIGINT);
INSERT INTO meta VALUES ('schema', 1), ('next_run', 1);
CREATE TABLE stream_position (stream VARCHAR, segment UBIGINT, "offset" UBIGINT);
CREATE TABLE run (id BIGINT, plays BIGINT, last_day INTEGER);
CREATE TABLE counting_state (day INTEGER, key BLOB, bytes BLOB);
CREATE TABLE impression (show_id BIGINT, day INTEGER, at_us BIGINT, key UBIGINT, episode BIGINT, actor UBIGINT,
    is_open UTINYINT, surface VARCHAR);
CREATE TABLE follow (show_id BIGINT, listener UBIGINT, day INTEGER, at_us BIGINT, follows UTINYINT);
CREATE TABLE hit (id BLOB, day INTEGER, at_us BIGINT, show_id BIGINT, episode BIGINT, disposition UTINYINT, rule VARCHAR,
    source UTINYINT, subject UTINYINT, duration_ms BIGINT, method VARCHAR, status INTEGER, revision VARCHAR,
    variant VARCHAR, ranges VARCHAR, range_raw VARCHAR, sent_bytes BIGINT, net_key BLOB, ip_key BLOB,
    user_agent VARCHAR, referrer VARCHAR, country VARCHAR, region VARCHAR, city VARCHAR, asn UINTEGER, flags UINTEGER, playback_id VARCHAR,
    app VARCHAR, device VARCHAR, rules_version VARCHAR);
)sql";

}  // namespace

std::string play_columns() {
    return "show_id BIGINT, day INTEGER, second INTEGER, kind UTINYINT, key UBIGINT, listener UBIGINT, episode BIGINT, "
           "flags UTINYINT, app VARCHAR, device VARCHAR, system VARCHAR, country VARCHAR, region VARCHAR, "
           "city VARCHAR, referrer VARCHAR, source VARCHAR, age VARCHAR, gender VARCHAR, listened_ms BIGINT, "
           "foreground_ms BIGINT, revision VARCHAR, duration_ms BIGINT, heard BLOB";
}

Result<void> refresh_play_view(Connection& connection) {
    std::string sql = "CREATE OR REPLACE VIEW play AS SELECT * FROM play_recent";
    MOORING_CHECK(connection.query("SELECT id FROM run ORDER BY id", {}, [&](const Row& row) {
        sql += " UNION ALL SELECT * FROM play_run_" + std::to_string(row.number(0));
    }));
    return connection.run(sql);
}

Result<void> bring_up_to_date(Connection& connection) {
    MOORING_TRY(const auto tables,
                connection.number("SELECT count(*) FROM information_schema.tables WHERE table_name = 'meta'"));
    if (tables.value_or(0) == 0) {
        MOORING_TRY(Transaction transaction, Transaction::begin(connection));
        MOORING_CHECK(connection.run(first_schema));
        MOORING_CHECK(connection.run("CREATE TABLE play_recent (" + play_columns() + ")"));
        MOORING_CHECK(refresh_play_view(connection));
        MOORING_CHECK(transaction.commit());
    }
    MOORING_TRY(const auto version, connection.number("SELECT number FROM meta WHERE name = 'schema'"));
    if (version.value_or(0) == 1) {
        MOORING_TRY(Transaction transaction, Transaction::begin(connection));
        MOORING_CHECK(connection.run("ALTER TABLE hit ADD COLUMN import_name VARCHAR DEFAULT ''"));
        MOORING_CHECK(connection.run("UPDATE meta SET number = 2 WHERE name = 'schema'"));
        MOORING_CHECK(transaction.commit());
    }
    if (version.value_or(0) > schema_version) {
        return Error{Errc::unsupported, "the plays were written by a later version (schema " +
                                            std::to_string(*version) + ", known up to " +
                                            std::to_string(schema_version) + ")"};
    }
    return ok();
}

}  // namespace mooring::storage::duckdb
