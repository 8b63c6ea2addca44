#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <tuple>

#include "mooring/app/publishing/ports.hpp"
#include "mooring/base/clock.hpp"

namespace mooring::app::publishing {

/// A create that carries an idempotency key (publishing-v1.md, section 7).
struct KeyedRequest {
    WorkspaceId workspace;
    std::string operation;    ///< such as `create_episode`
    std::string key;          ///< as the client sent it
    std::string fingerprint;  ///< 32 bytes: SHA-256 of what is asked
};

/// An answer of a wire family, as it is remembered.
struct RememberedAnswer {
    int status = 201;
    std::string headers;  ///< `Name: value\n` each
    std::string body;
};

struct KeyedOutcome {
    RememberedAnswer answer;
    bool is_replay = false;
};

/// Runs a create once per key. The answer is written in the transaction of the create itself, so after a crash there
/// are both or neither, and of two processes on one catalog the unique row lets one through. Safe from several threads.
class IdempotentCreates {
public:
    struct Options {
        std::chrono::milliseconds wait{10'000};  ///< how long a request waits for one with the same key
        std::chrono::hours lifetime{24};         ///< how long an answer is kept
    };

    IdempotentCreates(Catalog& catalog, const Clock& clock, Options options)
        : catalog_(catalog), clock_(clock), options_(options) {}
    IdempotentCreates(Catalog& catalog, const Clock& clock) : IdempotentCreates(catalog, clock, Options{}) {}

    /// Answer from memory, or run `create` in a transaction and remember what it answers. An error of `create` is
    /// returned and remembers nothing, so the key stays free.
    /// Errors: conflict (field `key`: used with a different request), timeout (the same key is still in progress),
    /// unavailable, no_space, and those of `create`.
    Result<KeyedOutcome> run(const KeyedRequest& request,
                             const std::function<Result<RememberedAnswer>(CatalogTransaction&)>& create);

    /// What `run` would answer without running anything; nothing when the key is free.
    /// Errors: conflict (field `key`), unavailable.
    Result<std::optional<KeyedOutcome>> find(const KeyedRequest& request);

private:
    using Name = std::tuple<std::int64_t, std::string, std::string>;

    Result<KeyedOutcome> run_alone(const KeyedRequest& request,
                                   const std::function<Result<RememberedAnswer>(CatalogTransaction&)>& create);
    Result<std::optional<KeyedOutcome>> find_in(CatalogSnapshot& catalog, const KeyedRequest& request) const;
    Instant expired_at() const { return clock_.now() - options_.lifetime; }

    Catalog& catalog_;
    const Clock& clock_;
    Options options_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::set<Name> running_;  ///< keys that a request of this process is at work on
};

/// Forget answers older than their lifetime; for a clean-up now and then.
Result<void> forget_expired_answers(CatalogTransaction& tx, Instant now);

}  // namespace mooring::app::publishing
