#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "mooring/storage/plays/answer_version.hpp"
#include "mooring/storage/plays/duckdb/connection.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::storage::duckdb {

struct DuckdbOptions {
    std::string path;
    std::int64_t memory_bytes = 512LL << 20U;  ///< what DuckDB may use; larger work goes to disk beside the file
    int threads = 2;
    /// Runs of about equal size that are kept before they are merged into one.
    std::size_t runs_per_level = 4;
};

/// Plays in one DuckDB file.
///
/// Facts of the last days lie in one table, where they can be replaced. `cluster` moves older ones into runs: tables
/// ordered by show and day, of which a question reads its show's stretch only. Runs of about equal size are merged, so
/// that there are few of them. A view puts all together; what is asked for is compiled for that view.
class DuckdbPlays final : public PlayStore {
public:
    DuckdbPlays(DuckdbOptions options, std::shared_ptr<Database> database, Connection writer)
        : options_(std::move(options)), database_(std::move(database)), writer_(std::move(writer)) {}

    Result<void> append(const PlayBatch& batch) override;
    Result<StreamPosition> position_of(const std::string& stream) override;
    Result<std::vector<analytics::CountingState>> states(analytics::DayRange days) override;

    std::uint64_t version() const override { return version_.value(); }
    Result<analytics::MetricTable> answer(const analytics::MetricQuery& query) override;
    Result<analytics::RetentionCurve> retention(const RetentionQuestion& question) override;
    Result<std::optional<std::chrono::sys_days>> first_day(const analytics::Subject& subject) override;
    Result<std::map<domain::EpisodeId, std::chrono::sys_days>> first_days(const analytics::Subject& subject) override;
    Result<std::optional<CountedHit>> find_hit(const analytics::HitId& id) override;
    Result<void> visit_hits(analytics::DayRange days, std::optional<domain::ShowId> show,
                            const std::function<bool(const CountedHit&)>& visit) override;
    Result<std::vector<VerdictCount>> verdicts(analytics::DayRange days) override;

    Result<void> cluster(std::chrono::sys_days before) override;
    Result<void> forget(std::chrono::sys_days hits, std::chrono::sys_days facts) override;
    Result<void> erase_listener(analytics::ListenerId listener) override;
    Result<void> erase_show(domain::ShowId show) override;
    Result<void> export_facts(const std::string& folder, ExportFormat format) override;
    Result<void> back_up(const std::string& path) override;

    /// Tables that plays lie in besides today's; for tests and figures.
    Result<std::int64_t> runs();

private:
    Result<Connection> reader() { return Connection::open(database_); }
    Result<bool> merge_some();
    Result<void> delete_plays(const std::string& condition);
    /// End a change of what is answered.
    Result<void> commit(Transaction& transaction);

    const DuckdbOptions options_;
    const std::shared_ptr<Database> database_;
    std::mutex writing_;
    AnswerVersion version_;
    Connection writer_;
};

/// Open a file, or make it. Errors: unavailable (another process has it open), corrupt, unsupported, no_space.
Result<std::unique_ptr<DuckdbPlays>> open_duckdb_plays(const DuckdbOptions& options);

}  // namespace mooring::storage::duckdb
