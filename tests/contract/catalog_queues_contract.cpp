#include <set>
#include <string>

#include "catalog_contract.hpp"

// Jobs, the outbox, idempotency records.

namespace mooring::contract {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::EventKind;
using storage::IdempotencyRecord;
using storage::Job;
using storage::NewJob;

/// The job queue of a catalog, one write per call.
class Queue {
public:
    explicit Queue(storage::Catalog& catalog) : catalog_(catalog) {}

    void enqueue(const NewJob& job) {
        const auto done = catalog_.write([&](CatalogTransaction& tx) { return tx.job_writer().enqueue(job); });
        EXPECT_TRUE(done) << done.error().message;
    }
    std::vector<Job> lease(std::string_view owner, Instant now, int limit = 10,
                           const std::vector<std::string>& kinds = {"probe", "hook"}) {
        auto jobs = catalog_.write(
            [&](CatalogTransaction& tx) { return tx.job_writer().lease(owner, now, seconds{60}, kinds, limit); });
        EXPECT_TRUE(jobs) << jobs.error().message;
        return jobs.value_or(std::vector<Job>{});
    }
    /// Nothing when `act` succeeds.
    std::optional<Errc> failure(const std::function<Result<void>(storage::JobWriter&)>& act) {
        const auto done = catalog_.write([&](CatalogTransaction& tx) { return act(tx.job_writer()); });
        return done ? std::nullopt : std::optional{done.error().code};
    }

private:
    storage::Catalog& catalog_;
};

std::vector<std::string> payloads(const std::vector<Job>& jobs) {
    std::vector<std::string> texts;
    for (const Job& job : jobs) texts.push_back(job.payload);
    return texts;
}

TEST_P(CatalogContract, LeasesWhatIsDueInOrder) {
    Queue queue{catalog()};
    queue.enqueue({"probe", "later", "", sample_now + seconds{5}});
    queue.enqueue({"probe", "second", "", sample_now});
    queue.enqueue({"hook", "first", "", sample_now - seconds{5}});
    queue.enqueue({"other", "not ours", "", sample_now - seconds{9}});
    EXPECT_EQ(payloads(queue.lease("a", sample_now, 1)), std::vector<std::string>{"first"});
    const auto rest = queue.lease("b", sample_now);
    ASSERT_EQ(payloads(rest), std::vector<std::string>{"second"});
    EXPECT_EQ(rest[0].kind, "probe");
    EXPECT_EQ(rest[0].attempts, 1);
    EXPECT_EQ(rest[0].run_at, sample_now);
    EXPECT_EQ(rest[0].lease_until, sample_now + seconds{60});
    EXPECT_TRUE(queue.lease("c", sample_now).empty());
    EXPECT_TRUE(queue.lease("c", sample_now, 10, {}).empty()) << "no kinds, no jobs";
    EXPECT_EQ(payloads(queue.lease("c", sample_now, 10, {"other"})), std::vector<std::string>{"not ours"});
}

TEST_P(CatalogContract, GivesAJobWhoseLeaseRanOutToAnother) {
    Queue queue{catalog()};
    queue.enqueue({"probe", "{}", "", sample_now});
    const Job job = queue.lease("a", sample_now).at(0);
    EXPECT_TRUE(queue.lease("b", sample_now + seconds{60} - microseconds{1}).empty());
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.heartbeat(job.id, "a", sample_now + seconds{100}); }),
              std::nullopt);
    EXPECT_TRUE(queue.lease("b", sample_now + seconds{60}).empty()) << "the heartbeat extended the lease";
    const auto taken = queue.lease("b", sample_now + seconds{100});
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0].id, job.id);
    EXPECT_EQ(taken[0].attempts, 2);

    // The first owner comes back late.
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.heartbeat(job.id, "a", sample_now + hours{1}); }),
              Errc::conflict);
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.complete(job.id, "a"); }), Errc::conflict);
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.retry(job.id, "a", sample_now, "x"); }), Errc::conflict);
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.give_up(job.id, "a", "x"); }), Errc::conflict);
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.complete(job.id, "b"); }), std::nullopt);
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.complete(job.id, "b"); }), Errc::conflict);
    EXPECT_TRUE(queue.lease("c", sample_now + hours{9}).empty());
}

TEST_P(CatalogContract, RunsAFailedJobAgainAtItsTime) {
    Queue queue{catalog()};
    queue.enqueue({"probe", "{}", "key", sample_now});
    const Job job = queue.lease("a", sample_now).at(0);
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.retry(job.id, "a", sample_now + seconds{60}, "no answer"); }),
              std::nullopt);
    EXPECT_TRUE(queue.lease("a", sample_now + seconds{59}).empty());
    const auto again = queue.lease("a", sample_now + seconds{60});
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].attempts, 2);
    EXPECT_EQ(again[0].last_error, "no answer");
    EXPECT_EQ(again[0].key, "key");
}

TEST_P(CatalogContract, KeepsAndCountsWhatWasGivenUp) {
    Queue queue{catalog()};
    for (const char* kind : {"probe", "probe", "probe", "hook"}) queue.enqueue({kind, "{}", "", sample_now});
    const auto jobs = queue.lease("a", sample_now, 2, {"probe"});
    EXPECT_EQ(queue.failure([&](auto& writer) { return writer.give_up(jobs[0].id, "a", "hopeless"); }), std::nullopt);
    const auto counts = ask([](CatalogSnapshot& at) { return at.jobs().counts(); });
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].kind, "hook");
    EXPECT_EQ(counts[0].waiting, 1);
    EXPECT_EQ(counts[1].kind, "probe");
    EXPECT_EQ(counts[1].waiting, 1);
    EXPECT_EQ(counts[1].running, 1);
    EXPECT_EQ(counts[1].failed, 1);
    EXPECT_EQ(queue.lease("b", sample_now + hours{9}, 10, {"probe"}).size(), 2U)
        << "what was given up does not come back";
}

TEST_P(CatalogContract, TellsWhenTheNextJobWantsToRun) {
    Queue queue{catalog()};
    const auto next = [&] { return ask([](CatalogSnapshot& at) { return at.jobs().next_run(); }); };
    EXPECT_EQ(next(), std::nullopt);
    queue.enqueue({"probe", "{}", "", sample_now + seconds{9}});
    queue.enqueue({"hook", "{}", "", sample_now + seconds{3}});
    EXPECT_EQ(next(), sample_now + seconds{3});
    queue.lease("a", sample_now + seconds{3});
    EXPECT_EQ(next(), sample_now + seconds{9});
}

TEST_P(CatalogContract, HoldsOneWaitingJobPerKey) {
    Queue queue{catalog()};
    queue.enqueue({"probe", "first", "key", sample_now + seconds{5}});
    queue.enqueue({"probe", "second", "key", sample_now + seconds{3}});
    queue.enqueue({"probe", "third", "key", sample_now + seconds{9}});
    queue.enqueue({"hook", "other kind", "key", sample_now + seconds{20}});
    queue.enqueue({"probe", "no key", "", sample_now + seconds{20}});
    queue.enqueue({"probe", "no key", "", sample_now + seconds{20}});
    EXPECT_TRUE(queue.lease("a", sample_now + seconds{2}).empty());
    const auto jobs = queue.lease("a", sample_now + seconds{3});
    EXPECT_EQ(payloads(jobs), std::vector<std::string>{"third"}) << "the earliest time, the latest payload";
    EXPECT_EQ(queue.lease("a", sample_now + seconds{20}).size(), 3U);
}

TEST_P(CatalogContract, RunsAgainWhatWasAskedForWhileItRan) {
    Queue queue{catalog()};
    queue.enqueue({"probe", "first", "key", sample_now});
    const Job job = queue.lease("a", sample_now).at(0);
    queue.enqueue({"probe", "second", "key", sample_now + seconds{5}});
    queue.enqueue({"probe", "third", "key", sample_now + seconds{7}});
    EXPECT_TRUE(queue.lease("b", sample_now + seconds{9}).empty()) << "one of a key at a time";
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.complete(job.id, "a"); }), std::nullopt);
    EXPECT_TRUE(queue.lease("b", sample_now + seconds{4}).empty());
    const auto again = queue.lease("b", sample_now + seconds{5});
    ASSERT_EQ(payloads(again), std::vector<std::string>{"third"});
    EXPECT_EQ(again[0].attempts, 1);

    queue.enqueue({"probe", "fourth", "key", sample_now + seconds{8}});
    EXPECT_EQ(queue.failure([&](auto& jobs) { return jobs.give_up(again[0].id, "b", "x"); }), std::nullopt);
    EXPECT_EQ(payloads(queue.lease("c", sample_now + seconds{8})), std::vector<std::string>{"fourth"});
}

TEST_P(CatalogContract, GivesEventsInTheOrderOfTheirCommits) {
    const auto append = [&](EventKind kind, std::int64_t show, std::optional<domain::EpisodeId> episode) {
        change([&](CatalogTransaction& tx) {
            return tx.outbox_writer().append({kind, domain::ShowId{show}, episode, sample_now});
        });
    };
    append(EventKind::episode_published, 1, domain::EpisodeId{7});
    append(EventKind::feed_changed, 2, std::nullopt);
    append(EventKind::show_moved, 1, std::nullopt);
    const auto pending = [&](int limit) {
        return ask([&](CatalogSnapshot& at) { return at.outbox().pending(limit); });
    };
    const auto events = pending(10);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].kind, EventKind::episode_published);
    EXPECT_EQ(events[0].show, domain::ShowId{1});
    EXPECT_EQ(events[0].episode, domain::EpisodeId{7});
    EXPECT_EQ(events[0].at, sample_now);
    EXPECT_EQ(events[1].kind, EventKind::feed_changed);
    EXPECT_EQ(events[1].episode, std::nullopt);
    EXPECT_LT(events[0].sequence, events[1].sequence);
    EXPECT_LT(events[1].sequence, events[2].sequence);
    EXPECT_EQ(pending(2).size(), 2U);

    change([&](CatalogTransaction& tx) { return tx.outbox_writer().consume(domain::ShowId{1}, events[1].sequence); });
    const auto left = pending(10);
    ASSERT_EQ(left.size(), 2U);
    EXPECT_EQ(left[0].show, domain::ShowId{2}) << "another show's events stay";
    EXPECT_EQ(left[1].sequence, events[2].sequence);
    change([&](CatalogTransaction& tx) { return tx.outbox_writer().consume(domain::ShowId{1}, events[2].sequence); });
    append(EventKind::feed_changed, 1, std::nullopt);
    EXPECT_GT(pending(10).back().sequence, events[2].sequence) << "a number is not given twice";
}

// publishing-v1.md, section 7.
TEST_P(CatalogContract, RemembersAnswersByIdempotencyKey) {
    IdempotencyRecord record;
    record.workspace = domain::WorkspaceId{1};
    record.operation = "create_episode";
    record.key = "abc";
    record.fingerprint = std::string("\0\xff", 2) + std::string(30, 'f');
    record.status = 201;
    record.headers = "Location: /v1/episodes/4822\n";
    record.body = std::string("{\"title\":\"\xff\0\"}", 14);
    record.created_at = sample_now;
    const Instant nothing_expired = sample_now - hours{24};
    const auto insert = [&](const IdempotencyRecord& what, Instant expired_at) {
        return catalog().write(
            [&](CatalogTransaction& tx) { return tx.idempotency_writer().insert(what, expired_at); });
    };
    const auto find = [&](std::int64_t workspace, std::string_view operation, std::string_view key,
                          Instant expired_at) {
        return ask([&](CatalogSnapshot& at) {
            return at.idempotency().find(domain::WorkspaceId{workspace}, operation, key, expired_at);
        });
    };
    ASSERT_TRUE(insert(record, nothing_expired));
    const auto found = find(1, "create_episode", "abc", nothing_expired);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->fingerprint, record.fingerprint);
    EXPECT_EQ(found->status, 201);
    EXPECT_EQ(found->headers, record.headers);
    EXPECT_EQ(found->body, record.body);
    EXPECT_EQ(found->created_at, sample_now);
    EXPECT_EQ(found->key, "abc");
    EXPECT_FALSE(find(2, "create_episode", "abc", nothing_expired));
    EXPECT_FALSE(find(1, "create_show", "abc", nothing_expired));
    EXPECT_FALSE(find(1, "create_episode", "ABC", nothing_expired));
    EXPECT_TRUE(find(1, "create_episode", "abc", sample_now - microseconds{1}));
    EXPECT_FALSE(find(1, "create_episode", "abc", sample_now)) << "expired at its very end";

    IdempotencyRecord second = record;
    second.body = "second";
    second.created_at = sample_now + hours{25};
    const auto refused = insert(second, nothing_expired);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_EQ(find(1, "create_episode", "abc", nothing_expired)->body, record.body);
    ASSERT_TRUE(insert(second, sample_now)) << "an expired record gives way";
    EXPECT_EQ(find(1, "create_episode", "abc", sample_now)->body, "second");

    change([&](CatalogTransaction& tx) { return tx.idempotency_writer().remove_expired(second.created_at); });
    EXPECT_FALSE(find(1, "create_episode", "abc", nothing_expired));
}

}  // namespace
}  // namespace mooring::contract
