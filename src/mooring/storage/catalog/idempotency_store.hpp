#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::storage {

/// The remembered answer to a create that carried an idempotency key (publishing-v1.md, section 7).
struct IdempotencyRecord {
    domain::WorkspaceId workspace;
    std::string operation;    ///< such as `create_episode`
    std::string key;          ///< as the client sent it
    std::string fingerprint;  ///< 32 bytes: SHA-256 of the request's meaning
    int status = 201;
    std::string headers;  ///< header lines of the answer that are not standard, `Name: value\n` each
    std::string body;     ///< byte for byte
    Instant created_at;
};

class IdempotencyReader {
public:
    virtual ~IdempotencyReader() = default;
    /// The record, unless it was created at or before `expired_at`.
    virtual Result<std::optional<IdempotencyRecord>> find(domain::WorkspaceId workspace, std::string_view operation,
                                                          std::string_view key, Instant expired_at) = 0;
};

class IdempotencyWriter {
public:
    virtual ~IdempotencyWriter() = default;
    /// Store; an older record of the same (workspace, operation, key) that has expired is replaced.
    /// Errors: conflict (a live one exists).
    virtual Result<void> insert(const IdempotencyRecord& record, Instant expired_at) = 0;
    virtual Result<void> remove_expired(Instant expired_at) = 0;
};

}  // namespace mooring::storage
