#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::domain {

/// What of listeners' comments is held until the creator has looked at it (creators-graphql.md, section 9).
enum class ModerationPolicy {
    none,     ///< nothing
    some,     ///< what breaks a sensitivity rule
    maximum,  ///< everything
};

/// How a show deals with its listeners' comments.
struct CommentSettings {
    bool takes_comments = true;  ///< off: new ones are refused, those there are stay
    ModerationPolicy policy = ModerationPolicy::some;
    std::vector<std::string> blocked_words;  ///< in any letter case, as words of their own
    bool operator==(const CommentSettings&) const = default;
};

enum class CommentState { held, published };

/// A listener's comment on an episode, or a reply to one by a listener or the creator.
struct Comment {
    std::string id;                     ///< 22 base-62 characters
    std::optional<std::string> parent;  ///< the comment a reply belongs to
    ShowId show;
    EpisodeId episode;
    bool is_by_creator = false;       ///< posted as the show; names of the author are empty then
    std::string username, full_name;  ///< of a listener; the first is opaque
    std::string text;
    std::string language = "und";  ///< BCP 47
    Instant created_at;
    std::optional<Instant> approved_at;  ///< unset while held
    CommentState state = CommentState::published;
    CommentState first_state = CommentState::published;  ///< on arrival; stays
    bool has_blocked_word = false, breaks_rule = false;  ///< on arrival, whatever the policy was
    bool is_read = false;
    bool is_pinned = false;                 ///< at most one of an episode
    std::optional<Instant> thread_seen_at;  ///< up to when the creator has seen the replies to it
    bool operator==(const Comment&) const = default;
};

/// Whose comments a show takes no more.
struct BlockedListener {
    std::string username, full_name;
    Instant blocked_at;
    bool operator==(const BlockedListener&) const = default;
};

enum class PollType { single_choice, multiple_choice };

/// What an episode asks its listeners (section 10).
struct Poll {
    EpisodeId episode;
    std::string question;
    std::vector<std::string> options;
    PollType type = PollType::single_choice;
    Instant opens_at, closes_at;
    bool operator==(const Poll&) const = default;
};

/// How a poll stands.
struct PollVotes {
    std::vector<std::int64_t> by_option;  ///< as many as the poll has options
    std::int64_t voters = 0;
    bool operator==(const PollVotes&) const = default;
};

}  // namespace mooring::domain
