#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/engagement.hpp"

namespace mooring::storage {

/// A place in a list of comments.
struct CommentPosition {
    Instant created_at;
    std::string id;
};

/// Which comments a list holds. Those of episodes that are archived or deleted are in none.
struct CommentQuery {
    domain::ShowId show;
    std::optional<domain::EpisodeId> episode;  ///< unset: all of the show
    std::optional<std::string> parent;         ///< replies to it alone
    bool has_held = false, has_published = true;
    bool has_roots = true, has_replies = true;
    bool is_unread_only = false;
    bool is_unanswered_only = false;  ///< without a published reply of the creator
    bool is_pinned_only = false;
    bool is_oldest_first = false;
    std::optional<CommentPosition> after;  ///< only what comes strictly after this place
    std::int64_t limit = 20;
};

/// What stands below a comment.
struct ReplyTally {
    std::int64_t replies = 0;  ///< of the states asked for
    bool is_answered = false;  ///< the creator has a published one
};

class EngagementReader {
public:
    virtual ~EngagementReader() = default;

    /// The defaults for a show that set nothing.
    virtual Result<domain::CommentSettings> comment_settings(domain::ShowId show) = 0;
    virtual Result<std::optional<domain::Comment>> find_comment(std::string_view id) = 0;
    /// By creation, newest first unless asked otherwise; then by id.
    virtual Result<std::vector<domain::Comment>> list_comments(const CommentQuery& query) = 0;
    /// How many `list_comments` would give without `after` and `limit`.
    virtual Result<std::int64_t> count_comments(const CommentQuery& query) = 0;
    virtual Result<ReplyTally> tally_replies(std::string_view comment, bool counts_held, bool counts_published) = 0;
    /// Published comments and replies by the UTC day on which they were made, oldest first, from `begin` up to, not
    /// including, `end`.
    virtual Result<std::vector<std::pair<std::chrono::sys_days, std::int64_t>>> published_by_day(
        domain::ShowId show, std::optional<domain::EpisodeId> episode, std::chrono::sys_days begin,
        std::chrono::sys_days end) = 0;

    virtual Result<bool> is_blocked(domain::ShowId show, std::string_view username) = 0;
    /// The one blocked last first.
    virtual Result<std::vector<domain::BlockedListener>> list_blocked(domain::ShowId show, std::int64_t offset,
                                                                      std::int64_t limit) = 0;

    virtual Result<std::optional<domain::Poll>> find_poll(domain::EpisodeId episode) = 0;
    virtual Result<domain::PollVotes> count_votes(const domain::Poll& poll) = 0;
};

class EngagementWriter {
public:
    virtual ~EngagementWriter() = default;

    virtual Result<void> put_comment_settings(domain::ShowId show, const domain::CommentSettings& settings) = 0;
    /// Errors: conflict (the id is taken), not_found (the parent).
    virtual Result<void> insert_comment(const domain::Comment& comment) = 0;
    /// Replace what can change: states, reading, pin. Errors: not_found.
    virtual Result<void> update_comment(const domain::Comment& comment) = 0;
    /// With its replies. Absent ones are fine.
    virtual Result<void> remove_comment(std::string_view id) = 0;
    /// Take the pin from whatever comment of the episode has it.
    virtual Result<void> unpin_all(domain::EpisodeId episode) = 0;

    /// Blocking again keeps the first time.
    virtual Result<void> block(domain::ShowId show, const domain::BlockedListener& listener) = 0;
    virtual Result<void> unblock(domain::ShowId show, std::string_view username) = 0;

    /// Store, or replace: the votes stay.
    virtual Result<void> put_poll(const domain::Poll& poll) = 0;
    /// With its votes. Absent ones are fine.
    virtual Result<void> remove_poll(domain::EpisodeId episode) = 0;
    virtual Result<void> remove_votes(domain::EpisodeId episode) = 0;
    /// In place of what `voter` chose before; options by their place.
    virtual Result<void> put_votes(domain::EpisodeId episode, std::string_view voter,
                                   const std::vector<std::size_t>& options) = 0;
};

}  // namespace mooring::storage
