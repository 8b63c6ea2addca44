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
/// A request worker calls `verify` or `hash`, which return at once, and gives up its turn
/// (`http::BodySink::finish_later`); `done`, on a thread of this pool, only hands on with `WorkerPool::post`, which
/// takes work over its limit (never more than `at_a_time + waiting`). The functions that wait are for jobs and for the
/// command line; never for request workers, and never for `done`, which would wait for itself.
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
