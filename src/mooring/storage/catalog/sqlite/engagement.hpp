#pragma once

#include "mooring/storage/catalog/engagement_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteEngagementReader final : public EngagementReader {
public:
    explicit SqliteEngagementReader(Connection& db) : db_(db) {}
    Result<domain::CommentSettings> comment_settings(domain::ShowId show) override;
    Result<std::optional<domain::Comment>> find_comment(std::string_view id) override;
    Result<std::vector<domain::Comment>> list_comments(const CommentQuery& query) override;
    Result<std::int64_t> count_comments(const CommentQuery& query) override;
    Result<ReplyTally> tally_replies(std::string_view comment, bool counts_held, bool counts_published) override;
    Result<std::vector<std::pair<std::chrono::sys_days, std::int64_t>>> published_by_day(
        domain::ShowId show, std::optional<domain::EpisodeId> episode, std::chrono::sys_days begin,
        std::chrono::sys_days end) override;
    Result<bool> is_blocked(domain::ShowId show, std::string_view username) override;
    Result<std::vector<domain::BlockedListener>> list_blocked(domain::ShowId show, std::int64_t offset,
                                                              std::int64_t limit) override;
    Result<std::optional<domain::Poll>> find_poll(domain::EpisodeId episode) override;
    Result<domain::PollVotes> count_votes(const domain::Poll& poll) override;

private:
    Connection& db_;
};

class SqliteEngagementWriter final : public EngagementWriter {
public:
    explicit SqliteEngagementWriter(WriteAccess access) : access_(access) {}
    Result<void> put_comment_settings(domain::ShowId show, const domain::CommentSettings& settings) override;
    Result<void> insert_comment(const domain::Comment& comment) override;
    Result<void> update_comment(const domain::Comment& comment) override;
    Result<void> remove_comment(std::string_view id) override;
    Result<void> unpin_all(domain::EpisodeId episode) override;
    Result<void> block(domain::ShowId show, const domain::BlockedListener& listener) override;
    Result<void> unblock(domain::ShowId show, std::string_view username) override;
    Result<void> put_poll(const domain::Poll& poll) override;
    Result<void> remove_poll(domain::EpisodeId episode) override;
    Result<void> remove_votes(domain::EpisodeId episode) override;
    Result<void> put_votes(domain::EpisodeId episode, std::string_view voter,
                           const std::vector<std::size_t>& options) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
