#pragma once

#include <cstdint>
#include <optional>

#include "mooring/storage/catalog/change_versions.hpp"
#include "mooring/storage/catalog/sqlite/connection.hpp"

namespace mooring::storage::sqlite {

/// Note in the open transaction what it touched, for other processes; `origin` names this one.
Result<void> log_changes(Connection& db, std::int64_t origin, const ChangeSet& touched);

/// Forget all but the latest entries. Who has missed some takes everything for changed.
Result<void> prune_change_log(Connection& db);

/// Tells what others have committed to the same database file. Used by one thread.
class ExternalChanges {
public:
    /// Starts from the present state of `db`, a connection used for nothing else.
    ExternalChanges(Connection& db, std::int64_t origin) : db_(db), origin_(origin) {}

    /// What others committed since the last call, or nothing. The first call gives nothing.
    /// Cheap when nothing was written. Errors: unavailable.
    Result<std::optional<ChangeSet>> poll();

private:
    Result<std::optional<ChangeSet>> read_log();

    Connection& db_;
    std::int64_t origin_;
    std::int64_t data_version_ = -1;
    std::int64_t last_sequence_ = -1;
};

}  // namespace mooring::storage::sqlite
