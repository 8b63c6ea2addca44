#pragma once

#include "mooring/storage/catalog/insight_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteInsightReader final : public InsightReader {
public:
    explicit SqliteInsightReader(Connection& db) : db_(db) {}
    Result<std::optional<domain::Insight>> find(std::string_view id) override;
    Result<std::vector<domain::Insight>> of_episode(domain::EpisodeId episode, std::int64_t limit) override;
    Result<std::optional<domain::InsightFeedback>> find_feedback(std::string_view insight,
                                                                 domain::AccountId account) override;

private:
    Connection& db_;
};

class SqliteInsightWriter final : public InsightWriter {
public:
    explicit SqliteInsightWriter(WriteAccess access) : access_(access) {}
    Result<void> insert(const domain::Insight& insight, std::int64_t most) override;
    Result<void> write(std::string_view id, std::string_view text, Instant at) override;
    Result<void> put_feedback(const domain::InsightFeedback& feedback) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
