#include <cmath>
#include <filesystem>
#include <map>
#include <vector>

#include "mooring/storage/plays/duckdb/duckdb_plays.hpp"
#include "mooring/storage/plays/duckdb/schema.hpp"
#include "mooring/storage/plays/duckdb/sql.hpp"

namespace mooring::storage::duckdb {

namespace {

/// Within a show by time: what repeats lies together and takes little room.
constexpr const char* run_order = " ORDER BY show_id, day, kind, episode, second";

/// Runs of up to this many plays are of the lowest level; each level above holds four times as many.
constexpr double smallest_run = 500'000;

std::int64_t level_of(std::int64_t plays) {
    return static_cast<std::int64_t>(
        std::max(0.0, std::ceil(std::log(static_cast<double>(plays) / smallest_run) / std::log(4.0))));
}

std::string run_table(std::int64_t id) {
    return "play_run_" + std::to_string(id);
}

Result<std::int64_t> next_run(Connection& connection) {
    MOORING_TRY(const auto id, connection.number("SELECT number FROM meta WHERE name = 'next_run'"));
    MOORING_CHECK(connection.run("UPDATE meta SET number = number + 1 WHERE name = 'next_run'"));
    return id.value_or(1);
}

Result<void> enter_run(Connection& connection, std::int64_t id) {
    return connection.run("INSERT INTO run SELECT " + std::to_string(id) + ", count(*), max(day) FROM " +
                          run_table(id));
}

std::string quoted(const std::string& path) {
    std::string text = "'";
    for (const char c : path) text += c == '\'' ? std::string{"''"} : std::string{c};
    return text + "'";
}

}  // namespace

Result<std::int64_t> DuckdbPlays::runs() {
    MOORING_TRY(Connection connection, reader());
    MOORING_TRY(const auto count, connection.number("SELECT count(*) FROM run"));
    return count.value_or(0);
}

Result<void> DuckdbPlays::cluster(std::chrono::sys_days before) {
    const std::lock_guard lock(writing_);
    const std::string old = " FROM play_recent WHERE day < " + std::to_string(day_number(before));
    MOORING_TRY(const auto waiting, writer_.number("SELECT count(*)" + old));
    if (waiting.value_or(0) > 0) {
        MOORING_TRY(Transaction transaction, Transaction::begin(writer_));
        MOORING_TRY(const std::int64_t id, next_run(writer_));
        // The key told sessions apart while they could change; from here on it would only take room.
        MOORING_CHECK(writer_.run("CREATE TABLE " + run_table(id) + " AS SELECT * REPLACE (0::UBIGINT AS key)" + old +
                                  run_order));
        MOORING_CHECK(writer_.run("DELETE" + old));
        MOORING_CHECK(enter_run(writer_, id));
        MOORING_CHECK(refresh_play_view(writer_));
        MOORING_CHECK(transaction.commit());
    }
    for (;;) {
        MOORING_TRY(const bool has_merged, merge_some());
        if (!has_merged) break;
    }
    return writer_.run("CHECKPOINT");
}

/// Merge the runs of a level that has as many as may be. False when none has.
Result<bool> DuckdbPlays::merge_some() {
    std::map<std::int64_t, std::vector<std::int64_t>> levels;
    MOORING_CHECK(writer_.query("SELECT id, plays FROM run ORDER BY id", {},
                                [&](const Row& row) { levels[level_of(row.number(1))].push_back(row.number(0)); }));
    for (const auto& [level, runs] : levels) {
        if (runs.size() < options_.runs_per_level) continue;
        MOORING_TRY(Transaction transaction, Transaction::begin(writer_));
        MOORING_TRY(const std::int64_t id, next_run(writer_));
        std::string all;
        std::string ids;
        for (const std::int64_t run : runs) {
            all += (all.empty() ? "SELECT * FROM " : " UNION ALL SELECT * FROM ") + run_table(run);
            ids += (ids.empty() ? "" : ", ") + std::to_string(run);
        }
        MOORING_CHECK(writer_.run("CREATE TABLE " + run_table(id) + " AS SELECT * FROM (" + all + ")" + run_order));
        MOORING_CHECK(writer_.run("DELETE FROM run WHERE id IN (" + ids + ")"));
        MOORING_CHECK(enter_run(writer_, id));
        MOORING_CHECK(refresh_play_view(writer_));
        for (const std::int64_t run : runs) MOORING_CHECK(writer_.run("DROP TABLE " + run_table(run)));
        MOORING_CHECK(transaction.commit());
        return true;
    }
    return false;
}

Result<void> DuckdbPlays::delete_plays(const std::string& condition) {
    MOORING_CHECK(writer_.run("DELETE FROM play_recent WHERE " + condition));
    std::vector<std::int64_t> runs;
    MOORING_CHECK(writer_.query("SELECT id FROM run", {}, [&](const Row& row) { runs.push_back(row.number(0)); }));
    for (const std::int64_t run : runs) {
        MOORING_CHECK(writer_.run("DELETE FROM " + run_table(run) + " WHERE " + condition));
    }
    return ok();
}

Result<void> DuckdbPlays::commit(Transaction& transaction) {
    MOORING_CHECK(transaction.commit());
    version_.rise();
    return ok();
}

Result<void> DuckdbPlays::forget(std::chrono::sys_days hits, std::chrono::sys_days facts) {
    const std::lock_guard lock(writing_);
    MOORING_TRY(Transaction transaction, Transaction::begin(writer_));
    const std::string hit_day = std::to_string(day_number(hits));
    const std::string fact_day = std::to_string(day_number(facts));
    MOORING_CHECK(writer_.run("DELETE FROM hit WHERE day < " + hit_day));
    MOORING_CHECK(writer_.run("DELETE FROM counting_state WHERE day < " + hit_day));
    MOORING_CHECK(writer_.run("DELETE FROM impression WHERE day < " + fact_day));
    MOORING_CHECK(delete_plays("day < " + fact_day));
    return commit(transaction);
}

Result<void> DuckdbPlays::erase_listener(analytics::ListenerId listener) {
    const std::lock_guard lock(writing_);
    MOORING_TRY(Transaction transaction, Transaction::begin(writer_));
    const std::string id = std::to_string(listener) + "::UBIGINT";
    MOORING_CHECK(delete_plays("listener = " + id));
    MOORING_CHECK(writer_.run("DELETE FROM impression WHERE actor = " + id));
    MOORING_CHECK(writer_.run("DELETE FROM follow WHERE listener = " + id));
    return commit(transaction);
}

Result<void> DuckdbPlays::erase_show(domain::ShowId show) {
    const std::lock_guard lock(writing_);
    MOORING_TRY(Transaction transaction, Transaction::begin(writer_));
    const std::string condition = "show_id = " + std::to_string(show.value);
    MOORING_CHECK(delete_plays(condition));
    for (const char* table : {"impression", "follow", "hit"}) {
        MOORING_CHECK(writer_.run(std::string{"DELETE FROM "} + table + " WHERE " + condition));
    }
    return commit(transaction);
}

Result<void> DuckdbPlays::export_facts(const std::string& folder, ExportFormat format) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return Error{Errc::unavailable, "cannot make the folder '" + folder + "': " + failed.message()};
    MOORING_TRY(Connection connection, reader());
    const bool is_csv = format == ExportFormat::csv;
    const std::string settings = is_csv ? " (FORMAT csv, HEADER)" : " (FORMAT parquet, COMPRESSION zstd)";
    // What CSV readers do not take is written as hexadecimal digits.
    const std::string plays = is_csv ? "SELECT * REPLACE (hex(heard) AS heard) FROM play" : "SELECT * FROM play";
    for (const auto& [name, query] : {std::pair{std::string{"plays"}, plays},
                                      std::pair{std::string{"impressions"}, std::string{"SELECT * FROM impression"}},
                                      std::pair{std::string{"follows"}, std::string{"SELECT * FROM follow"}}}) {
        const std::string path = folder + "/" + name + (is_csv ? ".csv" : ".parquet");
        MOORING_CHECK(connection.run("COPY (" + query + ") TO " + quoted(path) + settings));
    }
    return ok();
}

Result<void> DuckdbPlays::back_up(const std::string& path) {
    std::error_code failed;
    if (std::filesystem::exists(path, failed)) return Error{Errc::conflict, "'" + path + "' exists"};
    MOORING_TRY(Connection connection, reader());
    MOORING_TRY(const auto names, [&]() -> Result<std::string> {
        std::string name;
        MOORING_CHECK(connection.query("SELECT current_database()", {}, [&](const Row& row) { name = row.text(0); }));
        return name;
    }());
    MOORING_CHECK(connection.run("ATTACH " + quoted(path) + " AS backup_copy"));
    auto copied = connection.run("COPY FROM DATABASE \"" + names + "\" TO backup_copy");
    auto detached = connection.run("DETACH backup_copy");
    if (!copied || !detached) std::filesystem::remove(path, failed);
    MOORING_CHECK(std::move(copied));
    return detached;
}

}  // namespace mooring::storage::duckdb
