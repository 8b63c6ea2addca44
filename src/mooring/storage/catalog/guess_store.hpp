#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage {

/// What was guessed at, each with counters of its own (accounts-oauth.md, 8.3).
enum class GuessKind { account_from_range = 0, account = 1, address = 2, client_secret = 3, credential = 4 };

/// Wrong guesses, so that limits on them survive a restart. `key` tells whose they are, in bytes of the caller's
/// choice; none of it is a secret or an address in clear.
class GuessReader {
public:
    virtual ~GuessReader() = default;
    /// When the latest were, newest first, at most `limit`.
    virtual Result<std::vector<Instant>> latest(GuessKind kind, std::string_view key, int limit) = 0;
};

class GuessWriter {
public:
    virtual ~GuessWriter() = default;
    /// Its id is returned, for `remove`.
    virtual Result<std::int64_t> insert(GuessKind kind, std::string_view key, Instant at) = 0;
    /// It was no wrong guess after all. Unknown ids are ignored.
    virtual Result<void> remove(std::int64_t id) = 0;
    virtual Result<void> remove_before(Instant time) = 0;
};

}  // namespace mooring::storage
