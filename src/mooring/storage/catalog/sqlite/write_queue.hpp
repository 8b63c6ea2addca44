#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "mooring/storage/catalog/catalog.hpp"
#include "mooring/storage/catalog/sqlite/connection.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

namespace mooring::storage::sqlite {

/// The one writer: a thread that takes all changes that wait, runs each in a savepoint of one transaction, commits
/// once, tells the versions, and then wakes the callers. Safe from several threads, except from inside a change.
///
/// The queue is as long as there are callers, since each waits for its answer.
class WriteQueue {
public:
    using Change = std::function<Result<void>(CatalogTransaction&)>;

    /// `origin` marks this process's entries in the change log.
    WriteQueue(std::unique_ptr<Connection> connection, ChangeVersions& versions, std::int64_t origin,
               VisibleText visible_text);
    /// Finishes what was queued.
    ~WriteQueue();

    /// Run `change` as `Catalog::run_write` says.
    Result<void> run(const Change& change);

private:
    struct Pending {
        const Change* change = nullptr;
        Result<void> outcome;
        bool is_done = false;
    };

    void work();
    /// Run and commit `batch`, leaving each member's outcome in it.
    void commit_batch(const std::vector<Pending*>& batch);
    /// One attempt at the members of `batch`. When one of them broke the whole transaction, its outcome is set and
    /// it is taken out of `batch`, which is then to be tried again; false in that case.
    bool attempt(std::vector<Pending*>& batch);
    /// Run one change in its savepoint. False when it took the transaction with it.
    bool run_in_savepoint(Pending& pending, ChangeSet& touched);
    /// End the transaction without keeping anything.
    void roll_back();
    Result<void> log_and_commit(const ChangeSet& touched, bool wrote);

    std::unique_ptr<Connection> connection_;
    ChangeVersions& versions_;
    std::int64_t origin_;
    VisibleText visible_text_;
    std::uint64_t commits_ = 0;

    std::mutex mutex_;
    std::condition_variable work_waits_;
    std::condition_variable answer_ready_;
    std::vector<Pending*> queue_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace mooring::storage::sqlite
