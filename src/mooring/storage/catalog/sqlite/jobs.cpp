#include "mooring/storage/catalog/sqlite/jobs.hpp"

#include <algorithm>

namespace mooring::storage::sqlite {

Result<std::vector<JobCounts>> SqliteJobReader::counts() {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT kind, sum(state = 0), sum(state = 1), sum(state = 2) FROM jobs "
                            "INDEXED BY jobs_by_kind GROUP BY kind ORDER BY kind"));
    return all_rows<JobCounts>(statement, [](Row row) -> Result<JobCounts> {
        JobCounts counts;
        counts.kind = row.text();
        counts.waiting = row.integer();
        counts.running = row.integer();
        counts.failed = row.integer();
        return counts;
    });
}

Result<std::optional<Instant>> SqliteJobReader::next_run() {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT min(run_at) FROM jobs INDEXED BY jobs_waiting WHERE state = 0"));
    MOORING_TRY(const bool found, statement.step());
    if (!found) return std::optional<Instant>{};
    return statement.row().maybe_instant();
}

Result<bool> SqliteJobWriter::merge(const NewJob& job) {
    // The payload of the latest request counts: it knows most.
    MOORING_TRY(Statement waiting,
                access_.db.prepare("UPDATE jobs SET run_at = min(run_at, ?), due_at = min(run_at, ?), payload = ? "
                                   "WHERE kind = ? AND key = ? AND key <> '' AND state = 0"));
    MOORING_CHECK(waiting.add(job.run_at).add(job.run_at).add(job.payload).add(job.kind).add(job.key).run());
    if (access_.db.changes() > 0) return true;
    MOORING_TRY(Statement running,
                access_.db.prepare("UPDATE jobs SET again_at = min(ifnull(again_at, ?), ?), again_payload = ? "
                                   "WHERE kind = ? AND key = ? AND key <> '' AND state = 1"));
    MOORING_CHECK(running.add(job.run_at).add(job.run_at).add(job.payload).add(job.kind).add(job.key).run());
    return access_.db.changes() > 0;
}

Result<void> SqliteJobWriter::enqueue(const NewJob& job) {
    if (!job.key.empty()) {
        MOORING_TRY(const bool merged, merge(job));
        if (merged) return ok();
    }
    MOORING_TRY(Statement insert,
                access_.db.prepare("INSERT INTO jobs(kind, payload, key, run_at, due_at) VALUES (?, ?, ?, ?, ?)"));
    return insert.add(job.kind).add(job.payload).add(job.key).add(job.run_at).add(job.run_at).run();
}

Result<std::vector<Job>> SqliteJobWriter::lease(std::string_view owner, Instant now, std::chrono::seconds lease_for,
                                                const std::vector<std::string>& kinds, int limit) {
    // Which kinds are wanted is asked per row, here and not in SQL: the due jobs are few, the kinds a short list.
    MOORING_TRY(Statement due,
                access_.db.prepare("SELECT id, kind, payload, key, run_at, attempts, last_error FROM jobs "
                                   "INDEXED BY jobs_by_due WHERE state < 2 AND due_at <= ? ORDER BY due_at, id"));
    due.add(now);
    std::vector<Job> jobs;
    while (static_cast<int>(jobs.size()) < limit) {
        MOORING_TRY(const bool more, due.step());
        if (!more) break;
        Row row = due.row();
        Job job;
        job.id = row.integer();
        job.kind = row.text();
        if (std::ranges::find(kinds, job.kind) == kinds.end()) continue;
        job.payload = row.text();
        job.key = row.text();
        job.run_at = row.instant();
        job.attempts = row.number() + 1;
        job.last_error = row.text();
        job.lease_until = now + lease_for;
        jobs.push_back(std::move(job));
    }
    for (const Job& job : jobs) {
        MOORING_TRY(Statement take,
                    access_.db.prepare("UPDATE jobs SET state = 1, owner = ?, due_at = ?, attempts = ? WHERE id = ?"));
        MOORING_CHECK(take.add(owner).add(job.lease_until).add(job.attempts).add(job.id).run());
    }
    return jobs;
}

Result<void> SqliteJobWriter::run_on_lease(Statement& statement) {
    MOORING_CHECK(statement.run());
    if (access_.db.changes() == 0) return Error{Errc::conflict, "the lease of the job was lost"};
    return ok();
}

Result<void> SqliteJobWriter::heartbeat(std::int64_t id, std::string_view owner, Instant lease_until) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE jobs SET due_at = ? WHERE id = ? AND state = 1 AND owner = ?"));
    return run_on_lease(statement.add(lease_until).add(id).add(owner));
}

Result<void> SqliteJobWriter::complete(std::int64_t id, std::string_view owner) {
    // Asked for again while it ran: it waits anew, with a clean record.
    MOORING_TRY(Statement again,
                access_.db.prepare("UPDATE jobs SET state = 0, owner = '', attempts = 0, last_error = '', "
                                   "run_at = again_at, due_at = again_at, payload = again_payload, again_at = NULL, "
                                   "again_payload = NULL "
                                   "WHERE id = ? AND state = 1 AND owner = ? AND again_at IS NOT NULL"));
    MOORING_CHECK(again.add(id).add(owner).run());
    if (access_.db.changes() > 0) return ok();
    MOORING_TRY(Statement done, access_.db.prepare("DELETE FROM jobs WHERE id = ? AND state = 1 AND owner = ?"));
    return run_on_lease(done.add(id).add(owner));
}

Result<void> SqliteJobWriter::retry(std::int64_t id, std::string_view owner, Instant run_at, std::string_view error) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE jobs SET state = 0, owner = '', last_error = ?, run_at = ?, due_at = ?, "
                                   "payload = ifnull(again_payload, payload), again_at = NULL, again_payload = NULL "
                                   "WHERE id = ? AND state = 1 AND owner = ?"));
    return run_on_lease(statement.add(error).add(run_at).add(run_at).add(id).add(owner));
}

Result<void> SqliteJobWriter::give_up(std::int64_t id, std::string_view owner, std::string_view error) {
    MOORING_TRY(Statement statement, access_.db.prepare("UPDATE jobs SET state = 2, owner = '', last_error = ? "
                                                        "WHERE id = ? AND state = 1 AND owner = ?"));
    MOORING_CHECK(run_on_lease(statement.add(error).add(id).add(owner)));
    // Asked for again while it ran: a new job, since this one stays as the record of the failure.
    MOORING_TRY(Statement again, access_.db.prepare("INSERT INTO jobs(kind, payload, key, run_at, due_at) "
                                                    "SELECT kind, again_payload, key, again_at, again_at FROM jobs "
                                                    "WHERE id = ? AND again_at IS NOT NULL"));
    MOORING_CHECK(again.add(id).run());
    MOORING_TRY(Statement clear,
                access_.db.prepare("UPDATE jobs SET again_at = NULL, again_payload = NULL WHERE id = ?"));
    return clear.add(id).run();
}

}  // namespace mooring::storage::sqlite
