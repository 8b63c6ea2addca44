#pragma once

#include "mooring/storage/catalog/library_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteLibraryReader final : public LibraryReader {
public:
    explicit SqliteLibraryReader(Connection& db) : db_(db) {}
    Result<std::vector<Saved<domain::ShowId>>> list_shows(domain::AccountId account, std::int64_t offset,
                                                          std::int64_t limit) override;
    Result<std::int64_t> count_shows(domain::AccountId account) override;
    Result<bool> has_show(domain::AccountId account, domain::ShowId show) override;
    Result<std::vector<Saved<domain::EpisodeId>>> list_episodes(domain::AccountId account, Instant now,
                                                                std::int64_t offset, std::int64_t limit) override;
    Result<std::int64_t> count_episodes(domain::AccountId account, Instant now) override;
    Result<bool> has_episode(domain::AccountId account, domain::EpisodeId episode) override;
    Result<std::optional<ResumePoint>> find_resume_point(domain::AccountId account, domain::EpisodeId episode) override;

private:
    Connection& db_;
};

class SqliteLibraryWriter final : public LibraryWriter {
public:
    explicit SqliteLibraryWriter(WriteAccess access) : access_(access) {}
    Result<void> save_show(domain::AccountId account, domain::ShowId show, Instant now) override;
    Result<void> remove_show(domain::AccountId account, domain::ShowId show) override;
    Result<void> save_episode(domain::AccountId account, domain::EpisodeId episode, Instant now) override;
    Result<void> remove_episode(domain::AccountId account, domain::EpisodeId episode) override;
    Result<void> put_resume_point(domain::AccountId account, domain::EpisodeId episode,
                                  const ResumePoint& point) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
