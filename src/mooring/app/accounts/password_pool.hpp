#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "mooring/app/accounts/passwords.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"
#include "mooring/base/worker_pool.hpp"

namespace mooring::app::accounts {

/// What a check of a password found.
struct PasswordVerdict {
    bool is_right = false;
    std::string new_hash;  ///< set when right and the stored hash is of another cost: store it instead
};

/// Makes and checks password hashes on threads of its own, a few at a time, so that however many people sign in at once
/// neither memory nor the request workers run out (accounts-oauth.md, 8.2). Safe to use from several threads.
///
/// Memory: at most `at_a_time` times the cost's `memory_bytes` (128 MiB by default), or what stored hashes of a higher
/// cost ask for, plus a few KiB for each that waits.
///
/// How the HTTP layer is to use it. A handler answers from `BodySink::finish`, on one of a few request workers (4 by
/// default). A call that waits there holds its worker until its turn comes, so four sign-ins at once would stop every
/// other request. Therefore a route that takes a password
///
/// 1. calls `verify` or `hash`, which return at once, and gives up its worker without an answer;
/// 2. from `done`, which runs on a thread of this pool, only hands on: `workers.post(...)`, which takes continuations
/// of
///    admitted work over its limit (there are never more of them than `at_a_time + waiting`), and there builds the
///    answer (sessions, counters of failures) and wakes the connection;
/// 3. answers 503 with `Retry-After` when they return unavailable, at once.
///
/// The first step needs an answer that comes later, which `http::Handler` does not have yet. Until it does, such routes
/// need a `WorkerPool` of their own of `at_a_time + waiting` threads, which only sleep in `verify_and_wait`. The
/// functions that wait are for those threads, for jobs and for the command line; never for the shared request workers,
/// and never for `done`, which would wait for itself.
class PasswordPool {
public:
    struct Options {
        std::size_t at_a_time = 2;  ///< at least one
        std::size_t waiting = 32;   ///< beyond those at work
        PasswordCost cost;          ///< of new hashes
    };
    using Verified = std::function<void(Result<PasswordVerdict>)>;
    using Hashed = std::function<void(Result<std::string>)>;

    PasswordPool(Options options, Random& random);

    /// Check `password` against `stored_hash`, then call `done` once. Give an empty text for an e-mail that nobody has,
    /// or an account without a password: the same work is done on a hash that no password has, and the verdict is
    /// wrong. What the verdict's new hash costs is done in the same turn; without memory for it there is none. Errors:
    /// unavailable (too many wait; `done` is not called). To `done`: unavailable (no memory).
    Result<void> verify(std::string stored_hash, Password password, Verified done);

    /// Hash `password`, which passed `check_new_password`, then call `done` once.
    /// Errors: unavailable (too many wait; `done` is not called). To `done`: as `hash_password`.
    Result<void> hash(Password password, Hashed done);

    /// The same, waiting for the answer.
    Result<PasswordVerdict> verify_and_wait(std::string stored_hash, Password password);
    Result<std::string> hash_and_wait(Password password);

    /// Hashes computed so far: for metrics, and for tests, which count work instead of timing it.
    std::uint64_t hashes_done() const { return hashes_done_; }
    /// Calls that were turned away.
    std::uint64_t turned_away() const { return turned_away_; }

private:
    Result<void> post(std::function<void()> task);
    Result<PasswordVerdict> verify_now(const std::string& stored_hash, const Password& password);
    Result<std::string> hash_now(const Password& password);

    Options options_;
    std::string dummy_hash_;
    std::atomic<std::uint64_t> hashes_done_ = 0;
    std::atomic<std::uint64_t> turned_away_ = 0;
    WorkerPool threads_;  // last: finishes what is queued before the rest goes
};

}  // namespace mooring::app::accounts
