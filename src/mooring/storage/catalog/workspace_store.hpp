#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/workspace.hpp"

namespace mooring::storage {

using domain::ApiKey;
using domain::ApiKeyId;
using domain::ShowId;
using domain::Subscriber;
using domain::SubscriberId;
using domain::TimetableEntry;
using domain::Workspace;
using domain::WorkspaceId;

class WorkspaceReader {
public:
    virtual ~WorkspaceReader() = default;
    virtual Result<std::optional<Workspace>> find(WorkspaceId id) = 0;
    virtual Result<std::optional<Workspace>> find_by_key(std::string_view key) = 0;
    /// All of them, by id.
    virtual Result<std::vector<Workspace>> list() = 0;
    /// The timetable by (week, weekday, start).
    virtual Result<std::vector<TimetableEntry>> timetable(WorkspaceId id) = 0;
};

class WorkspaceWriter {
public:
    virtual ~WorkspaceWriter() = default;
    /// Store a new one; its `id` is ignored and the assigned one is returned.
    virtual Result<WorkspaceId> insert(const Workspace& workspace) = 0;
    /// Replace all fields. Errors: not_found.
    virtual Result<void> update(const Workspace& workspace) = 0;
    virtual Result<void> replace_timetable(WorkspaceId id, const std::vector<TimetableEntry>& entries) = 0;
};

class ApiKeyReader {
public:
    virtual ~ApiKeyReader() = default;
    /// By the 32-byte hash; revoked and expired ones too.
    virtual Result<std::optional<ApiKey>> find_by_hash(std::string_view hash) = 0;
    /// All keys of a workspace, revoked ones too, newest first.
    virtual Result<std::vector<ApiKey>> list(WorkspaceId workspace) = 0;
    /// Keys that are neither revoked nor expired at `now`.
    virtual Result<int> count_live(WorkspaceId workspace, Instant now) = 0;
};

class ApiKeyWriter {
public:
    virtual ~ApiKeyWriter() = default;
    virtual Result<ApiKeyId> insert(const ApiKey& key) = 0;
    /// Replace label, scopes, expiry, revocation. Errors: not_found.
    virtual Result<void> update(const ApiKey& key) = 0;
    /// Note the last use; unknown ids are ignored.
    virtual Result<void> touch(ApiKeyId id, Instant used_at) = 0;
};

class SubscriberReader {
public:
    virtual ~SubscriberReader() = default;
    virtual Result<std::optional<Subscriber>> find_by_token_hash(std::string_view hash) = 0;
    virtual Result<std::optional<Subscriber>> find(SubscriberId id) = 0;
    virtual Result<std::vector<Subscriber>> list(ShowId show) = 0;
};

class SubscriberWriter {
public:
    virtual ~SubscriberWriter() = default;
    virtual Result<SubscriberId> insert(const Subscriber& subscriber) = 0;
    virtual Result<void> revoke(SubscriberId id, Instant at) = 0;
};

}  // namespace mooring::storage
