#pragma once

#include "mooring/app/engagement/ports.hpp"

namespace mooring::app::engagement {

/// A poll as its creator wants it.
struct PollDraft {
    std::string question;              ///< 1 to 140 characters
    std::vector<std::string> options;  ///< 2 to 7 different ones of 1 to 50 characters
    PollType type = PollType::single_choice;
    Instant opens_at, closes_at;
};

struct PollWithVotes {
    Poll poll;
    PollVotes votes;
};

/// Make an episode's poll, or replace it: votes stay when options and type do. Errors: invalid_argument (a rule is
/// broken; the episode is a draft).
Result<PollWithVotes> put_poll(CatalogTransaction& tx, Instant now, const Episode& episode, const PollDraft& draft);
/// With its votes. Errors: not_found.
Result<void> remove_poll(CatalogTransaction& tx, EpisodeId episode);
Result<std::optional<PollWithVotes>> find_poll(CatalogSnapshot& catalog, EpisodeId episode);

/// A listener chooses, in place of what they chose before; options by their place, from 0.
/// Errors: not_found, invalid_argument (no such option, or more than one of a single choice), conflict (it is not
/// open).
Result<void> vote(CatalogTransaction& tx, Instant now, EpisodeId episode, std::string_view voter,
                  const std::vector<std::size_t>& options);

enum class PollStatus { scheduled, open, closed };
PollStatus status_at(const Poll& poll, Instant now);

}  // namespace mooring::app::engagement
