#pragma once

#include "mooring/storage/catalog/job_queue.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteJobReader final : public JobReader {
public:
    explicit SqliteJobReader(Connection& db) : db_(db) {}
    Result<std::vector<JobCounts>> counts() override;
    Result<std::optional<Instant>> next_run() override;

private:
    Connection& db_;
};

class SqliteJobWriter final : public JobWriter {
public:
    explicit SqliteJobWriter(WriteAccess access) : access_(access) {}
    Result<void> enqueue(const NewJob& job) override;
    Result<std::vector<Job>> lease(std::string_view owner, Instant now, std::chrono::seconds lease_for,
                                   const std::vector<std::string>& kinds, int limit) override;
    Result<void> heartbeat(std::int64_t id, std::string_view owner, Instant lease_until) override;
    Result<void> complete(std::int64_t id, std::string_view owner) override;
    Result<void> retry(std::int64_t id, std::string_view owner, Instant run_at, std::string_view error) override;
    Result<void> give_up(std::int64_t id, std::string_view owner, std::string_view error) override;

private:
    /// Fold a request into the waiting or running job of its key. False when there is none.
    Result<bool> merge(const NewJob& job);
    /// Run a bound statement that changes the row of a lease. Errors: conflict (it changed none).
    Result<void> run_on_lease(Statement& statement);

    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
