#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::storage {

/// Something a person saved.
template <class Id>
struct Saved {
    Id id;
    Instant added_at;
};

/// How far a person has come in an episode.
struct ResumePoint {
    bool is_fully_played = false;
    std::chrono::milliseconds position{0};
    Instant updated_at;
};

/// A person's saved shows and episodes, and their places in them (webapi-v1.md, 7.5 to 7.7 and 5.2). Lists hold only
/// what the web catalogue lists at `now`, whatever the country, newest first; the rest comes back when it is.
class LibraryReader {
public:
    virtual ~LibraryReader() = default;
    virtual Result<std::vector<Saved<domain::ShowId>>> list_shows(domain::AccountId account, std::int64_t offset,
                                                                  std::int64_t limit) = 0;
    virtual Result<std::int64_t> count_shows(domain::AccountId account) = 0;
    virtual Result<bool> has_show(domain::AccountId account, domain::ShowId show) = 0;

    virtual Result<std::vector<Saved<domain::EpisodeId>>> list_episodes(domain::AccountId account, Instant now,
                                                                        std::int64_t offset, std::int64_t limit) = 0;
    virtual Result<std::int64_t> count_episodes(domain::AccountId account, Instant now) = 0;
    virtual Result<bool> has_episode(domain::AccountId account, domain::EpisodeId episode) = 0;

    /// Nothing for an episode never started.
    virtual Result<std::optional<ResumePoint>> find_resume_point(domain::AccountId account,
                                                                 domain::EpisodeId episode) = 0;
};

/// Errors of all that store: not_found (no such account, show or episode).
class LibraryWriter {
public:
    virtual ~LibraryWriter() = default;
    /// Saving again keeps the first time; removing what is not there is fine.
    virtual Result<void> save_show(domain::AccountId account, domain::ShowId show, Instant now) = 0;
    virtual Result<void> remove_show(domain::AccountId account, domain::ShowId show) = 0;
    virtual Result<void> save_episode(domain::AccountId account, domain::EpisodeId episode, Instant now) = 0;
    virtual Result<void> remove_episode(domain::AccountId account, domain::EpisodeId episode) = 0;
    virtual Result<void> put_resume_point(domain::AccountId account, domain::EpisodeId episode,
                                          const ResumePoint& point) = 0;
};

}  // namespace mooring::storage
