#pragma once

#include "mooring/storage/catalog/sqlite/access.hpp"
#include "mooring/storage/catalog/workspace_store.hpp"

namespace mooring::storage::sqlite {

class SqliteSubscriberReader final : public SubscriberReader {
public:
    explicit SqliteSubscriberReader(Connection& db) : db_(db) {}
    Result<std::optional<Subscriber>> find_by_token_hash(std::string_view hash) override;
    Result<std::optional<Subscriber>> find(SubscriberId id) override;
    Result<std::vector<Subscriber>> list(ShowId show) override;

private:
    Connection& db_;
};

class SqliteSubscriberWriter final : public SubscriberWriter {
public:
    explicit SqliteSubscriberWriter(WriteAccess access) : access_(access) {}
    Result<SubscriberId> insert(const Subscriber& subscriber) override;
    Result<void> revoke(SubscriberId id, Instant at) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
