#include "mooring/storage/catalog/sqlite/write_queue.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "mooring/base/assert.hpp"
#include "mooring/base/log.hpp"
#include "mooring/storage/catalog/sqlite/change_log.hpp"
#include "mooring/storage/catalog/sqlite/snapshot.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::uint64_t commits_between_prunings = 1024;

template <class Id>
void append_distinct(std::vector<Id>& to, const std::vector<Id>& from) {
    to.insert(to.end(), from.begin(), from.end());
    std::ranges::sort(to);
    const auto repeated = std::ranges::unique(to);
    to.erase(repeated.begin(), repeated.end());
}

/// Last resort: nothing of ours throws, but a library below a change may.
Result<void> call(const WriteQueue::Change& change, CatalogTransaction& transaction) {
    try {
        return change(transaction);
    } catch (const std::exception& bug) {
        log::error("a catalog change threw an exception", {{"what", bug.what()}});
        return Error{Errc::internal, "a catalog change threw an exception"};
    }
}

}  // namespace

WriteQueue::WriteQueue(std::unique_ptr<Connection> connection, ChangeVersions& versions, std::int64_t origin,
                       VisibleText visible_text)
    : connection_(std::move(connection)),
      versions_(versions),
      origin_(origin),
      visible_text_(std::move(visible_text)),
      thread_([this] { work(); }) {}

WriteQueue::~WriteQueue() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    work_waits_.notify_one();
    thread_.join();
}

Result<void> WriteQueue::run(const Change& change) {
    MOORING_ASSERT(std::this_thread::get_id() != thread_.get_id(), "a change does not start another write");
    Pending pending;
    pending.change = &change;
    std::unique_lock lock(mutex_);
    queue_.push_back(&pending);
    work_waits_.notify_one();
    answer_ready_.wait(lock, [&] { return pending.is_done; });
    return std::move(pending.outcome);
}

void WriteQueue::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        work_waits_.wait(lock, [&] { return is_stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        const std::vector<Pending*> batch = std::exchange(queue_, {});
        lock.unlock();
        commit_batch(batch);
        lock.lock();
        for (Pending* pending : batch) pending->is_done = true;
        answer_ready_.notify_all();
    }
}

void WriteQueue::commit_batch(const std::vector<Pending*>& batch) {
    std::vector<Pending*> remaining = batch;
    while (!remaining.empty() && !attempt(remaining)) {
        // A change took the transaction with it; the others run again without it.
    }
}

bool WriteQueue::attempt(std::vector<Pending*>& batch) {
    const auto fail_all = [&](const Error& error) {
        for (Pending* pending : batch) pending->outcome = error;
    };
    if (auto begun = connection_->execute("BEGIN IMMEDIATE"); !begun) {
        fail_all(begun.error());
        return true;
    }
    const auto changes_before = connection_->total_changes();
    ChangeSet touched;
    for (auto pending = batch.begin(); pending != batch.end(); ++pending) {
        if (!run_in_savepoint(**pending, touched)) {
            roll_back();
            batch.erase(pending);
            return false;
        }
    }
    const bool wrote = connection_->total_changes() != changes_before;
    if (auto committed = log_and_commit(touched, wrote); !committed) {
        roll_back();
        for (Pending* pending : batch) {
            if (pending->outcome) pending->outcome = committed.error();  // the others failed on their own
        }
        return true;
    }
    if (wrote) versions_.apply(touched);
    return true;
}

bool WriteQueue::run_in_savepoint(Pending& pending, ChangeSet& touched) {
    const auto statement = [&](const char* sql) -> Result<void> {
        MOORING_TRY(Statement prepared, connection_->prepare(sql));
        return prepared.run();
    };
    if (auto saved = statement("SAVEPOINT one_change"); !saved) {
        pending.outcome = saved.error();
        return connection_->in_transaction();
    }
    ChangeSet of_this;
    SqliteTransaction transaction{WriteAccess{*connection_, of_this, visible_text_}};
    pending.outcome = call(*pending.change, transaction);
    // A full disk or a disk error makes SQLite give up the whole transaction, not just the statement.
    if (!connection_->in_transaction()) {
        if (pending.outcome) pending.outcome = Error{Errc::unavailable, "catalog: the transaction was lost"};
        return false;
    }
    if (!pending.outcome) {
        const auto undone = statement("ROLLBACK TO one_change");
        return undone.has_value() && statement("RELEASE one_change").has_value();
    }
    if (auto kept = statement("RELEASE one_change"); !kept) {
        pending.outcome = kept.error();
        return false;
    }
    append_distinct(touched.workspaces, of_this.workspaces);
    append_distinct(touched.shows, of_this.shows);
    touched.accounts = touched.accounts || of_this.accounts;
    touched.everything = touched.everything || of_this.everything;
    touched.pictures = touched.pictures || of_this.pictures;
    return true;
}

Result<void> WriteQueue::log_and_commit(const ChangeSet& touched, bool wrote) {
    if (wrote) {
        MOORING_CHECK(log_changes(*connection_, origin_, touched));
        if (++commits_ % commits_between_prunings == 0) MOORING_CHECK(prune_change_log(*connection_));
    }
    return connection_->execute("COMMIT");
}

void WriteQueue::roll_back() {
    if (!connection_->in_transaction()) return;
    const auto undone = connection_->execute("ROLLBACK");
    if (!undone) log::error("catalog roll-back failed", {{"why", undone.error().message}});
}

}  // namespace mooring::storage::sqlite
