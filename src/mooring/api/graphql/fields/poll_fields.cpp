
#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/app/accounts/rights.hpp"
#include "mooring/app/engagement/polls.hpp"

// Polls (creators-graphql.md, section 10).

namespace mooring::api::graphql::fields {
namespace {

using app::engagement::PollStatus;
using app::engagement::PollWithVotes;

std::string_view status_name(PollStatus status) {
    switch (status) {
        case PollStatus::scheduled: return "SCHEDULED";
        case PollStatus::open: return "OPEN";
        case PollStatus::closed: return "CLOSED";
    }
    return "CLOSED";
}

Cell poll_cell(FieldCall& call, const Episode& episode, const PollWithVotes& found) {
    const domain::Poll& poll = found.poll;
    std::int64_t votes = 0;
    for (const std::int64_t count : found.votes.by_option) votes += count;
    std::vector<Cell> options;
    for (std::size_t index = 0; index < poll.options.size(); ++index) {
        const std::int64_t count = found.votes.by_option[index];
        const double share = votes == 0 ? 0 : static_cast<double>(count) / static_cast<double>(votes);
        options.push_back(record(call, {{"optionId", Cell::integer(static_cast<std::int64_t>(index) + 1)},
                                        {"description", call.copy_text(poll.options[index])},
                                        {"voteCount", Cell::integer(count)},
                                        {"votePercent", Cell::number(share)}}));
    }
    const bool is_single = poll.type == domain::PollType::single_choice;
    return record(call, {{"episodeUri", call.copy_text(uri_of(episode))},
                         {"question", call.copy_text(poll.question)},
                         {"options", call.list_of(options)},
                         {"type", Cell::text(is_single ? "SINGLE_CHOICE" : "MULTIPLE_CHOICE")},
                         {"openingDate", Cell::integer(unix_seconds(poll.opens_at))},
                         {"closingDate", Cell::integer(unix_seconds(poll.closes_at))},
                         {"status", Cell::text(status_name(app::engagement::status_at(poll, context_of(call).now)))},
                         {"voterCount", Cell::integer(found.votes.voters)}});
}

void poll(FieldCall& call, Parents<EpisodeNode> episodes) {
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            MOORING_TRY(const auto found, app::engagement::find_poll(catalog, episodes[index].episode.id));
            if (found) call.set(index, poll_cell(call, episodes[index].episode, *found));
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

/// The episode that the mutation is about, for an editor. Errors: not_found, forbidden.
Result<Episode> episode_for(FieldCall& call, CatalogSnapshot& catalog) {
    const Context& context = context_of(call);
    MOORING_TRY(EpisodeWithShowNode found, find_episode_node(catalog, context, call.argument("episodeUri").text()));
    MOORING_CHECK(app::accounts::require(catalog, *context.principal, Right::write, found.show.show));
    return std::move(found.episode);
}

app::engagement::PollDraft read_draft(const FieldCall& call) {
    app::engagement::PollDraft draft;
    draft.question = call.argument("question").text();
    for (const Value& option : call.argument("options").items()) {
        draft.options.emplace_back(option["description"].text());
    }
    const bool is_single = call.argument("type").text() == "SINGLE_CHOICE";
    draft.type = is_single ? domain::PollType::single_choice : domain::PollType::multiple_choice;
    draft.opens_at = from_unix_seconds(call.argument("openingDate").as_integer());
    draft.closes_at = from_unix_seconds(call.argument("closingDate").as_integer());
    return draft;
}

struct MadePoll {
    Episode episode;
    PollWithVotes poll;
};

void create_poll(FieldCall& call) {
    const auto done = context_of(call).write([&](CatalogTransaction& tx) -> Result<MadePoll> {
        MOORING_TRY(Episode episode, episode_for(call, tx));
        MOORING_TRY(PollWithVotes made, app::engagement::put_poll(tx, context_of(call).now, episode, read_draft(call)));
        return MadePoll{std::move(episode), std::move(made)};
    });
    if (!done) return call.fail_all(shown(done.error()));
    call.set(0, poll_cell(call, done->episode, done->poll));
}

void delete_poll(FieldCall& call) {
    const auto done = context_of(call).write([&](CatalogTransaction& tx) -> Result<Episode> {
        MOORING_TRY(Episode episode, episode_for(call, tx));
        MOORING_CHECK(app::engagement::remove_poll(tx, episode.id));
        return episode;
    });
    if (!done) return call.fail_all(shown(done.error()));
    call.set(0, record(call, {{"episodeUri", call.copy_text(uri_of(*done))}, {"isDeleted", Cell::boolean(true)}}));
}

}  // namespace

void add_poll_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<EpisodeNode>("Episode.poll", poll);
    resolvers.add("Mutation.createPollForEpisode", create_poll);
    resolvers.add("Mutation.deletePollForEpisode", delete_poll);
    add_records(resolvers, schema, {"Poll", "PollOptionResult", "DeletePollPayload"});
}

}  // namespace mooring::api::graphql::fields
