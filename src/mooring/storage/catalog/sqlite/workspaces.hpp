#pragma once

#include "mooring/storage/catalog/sqlite/access.hpp"
#include "mooring/storage/catalog/workspace_store.hpp"

namespace mooring::storage::sqlite {

class SqliteWorkspaceReader final : public WorkspaceReader {
public:
    explicit SqliteWorkspaceReader(Connection& db) : db_(db) {}
    Result<std::optional<Workspace>> find(WorkspaceId id) override;
    Result<std::optional<Workspace>> find_by_key(std::string_view key) override;
    Result<std::vector<Workspace>> list() override;
    Result<std::vector<TimetableEntry>> timetable(WorkspaceId id) override;

private:
    Connection& db_;
};

class SqliteWorkspaceWriter final : public WorkspaceWriter {
public:
    explicit SqliteWorkspaceWriter(WriteAccess access) : access_(access) {}
    Result<WorkspaceId> insert(const Workspace& workspace) override;
    Result<void> update(const Workspace& workspace) override;
    Result<void> replace_timetable(WorkspaceId id, const std::vector<TimetableEntry>& entries) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
