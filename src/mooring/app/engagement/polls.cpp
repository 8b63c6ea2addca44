#include "mooring/app/engagement/polls.hpp"

#include <algorithm>

#include "mooring/domain/episode_state.hpp"

namespace mooring::app::engagement {
namespace {

constexpr std::size_t longest_question = 140, longest_option = 50, fewest_options = 2, most_options = 7;

Result<Poll> checked_poll(const Episode& episode, const PollDraft& draft) {
    Poll poll{.episode = episode.id, .type = draft.type, .opens_at = draft.opens_at, .closes_at = draft.closes_at};
    MOORING_TRY(poll.question, checked_text(draft.question, longest_question, "question"));
    if (draft.options.size() < fewest_options || draft.options.size() > most_options) {
        return invalid("options", "a poll has 2 to 7 options");
    }
    for (const std::string& text : draft.options) {
        MOORING_TRY(std::string option, checked_text(text, longest_option, "options"));
        if (option.find('\n') != std::string::npos) return invalid("options", "options are of one line");
        if (std::ranges::find(poll.options, option) != poll.options.end()) {
            return invalid("options", "options must differ from each other");
        }
        poll.options.push_back(std::move(option));
    }
    if (poll.closes_at <= poll.opens_at) return invalid("closingDate", "a poll closes after it opens");
    return poll;
}

}  // namespace

Result<PollWithVotes> put_poll(CatalogTransaction& tx, Instant now, const Episode& episode, const PollDraft& draft) {
    if (domain::status_at(episode, now) == domain::EpisodeStatus::draft) {
        return invalid("episodeUri", "an episode needs to be published or scheduled to have a poll");
    }
    MOORING_TRY(const Poll poll, checked_poll(episode, draft));
    MOORING_TRY(const auto before, tx.engagement().find_poll(episode.id));
    if (before && (before->options != poll.options || before->type != poll.type)) {
        MOORING_CHECK(tx.engagement_writer().remove_votes(episode.id));
    }
    MOORING_CHECK(tx.engagement_writer().put_poll(poll));
    MOORING_TRY(const PollVotes votes, tx.engagement().count_votes(poll));
    return PollWithVotes{poll, votes};
}

Result<void> remove_poll(CatalogTransaction& tx, EpisodeId episode) {
    MOORING_TRY(const auto poll, tx.engagement().find_poll(episode));
    if (!poll) return Error{Errc::not_found, "the episode has no poll"};
    return tx.engagement_writer().remove_poll(episode);
}

Result<std::optional<PollWithVotes>> find_poll(CatalogSnapshot& catalog, EpisodeId episode) {
    MOORING_TRY(const auto poll, catalog.engagement().find_poll(episode));
    if (!poll) return std::optional<PollWithVotes>{};
    MOORING_TRY(const PollVotes votes, catalog.engagement().count_votes(*poll));
    return std::optional{PollWithVotes{*poll, votes}};
}

Result<void> vote(CatalogTransaction& tx, Instant now, EpisodeId episode, std::string_view voter,
                  const std::vector<std::size_t>& options) {
    MOORING_TRY(const auto poll, tx.engagement().find_poll(episode));
    if (!poll) return Error{Errc::not_found, "the episode has no poll"};
    if (status_at(*poll, now) != PollStatus::open) return Error{Errc::conflict, "the poll is not open"};
    MOORING_TRY(const std::string name, checked_text(voter, 200, "voter"));
    const bool fits = !options.empty() && (options.size() == 1 || poll->type == PollType::multiple_choice) &&
                      std::ranges::all_of(options, [&](std::size_t one) { return one < poll->options.size(); });
    if (!fits) return invalid("options", "choose one of the options, or some where the poll allows it");
    return tx.engagement_writer().put_votes(episode, name, options);
}

PollStatus status_at(const Poll& poll, Instant now) {
    if (now < poll.opens_at) return PollStatus::scheduled;
    return now < poll.closes_at ? PollStatus::open : PollStatus::closed;
}

}  // namespace mooring::app::engagement
