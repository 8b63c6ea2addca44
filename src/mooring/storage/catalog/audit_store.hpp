#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::storage {

using domain::AccountId;
using domain::AuditEntry;
using domain::WorkspaceId;

/// Whose log is asked for; neither: everything.
struct AuditScope {
    std::optional<WorkspaceId> workspace;
    std::optional<AccountId> account;
};

class AuditReader {
public:
    virtual ~AuditReader() = default;
    /// At most `limit` entries with ids below `before`, newest first.
    virtual Result<std::vector<AuditEntry>> list(const AuditScope& scope, std::int64_t before, int limit) = 0;
};

class AuditWriter {
public:
    virtual ~AuditWriter() = default;
    /// The entry's `id` is ignored.
    virtual Result<void> insert(const AuditEntry& entry) = 0;
};

}  // namespace mooring::storage
