#include "mooring/server/demo_engagement.hpp"

#include "mooring/app/engagement/comments.hpp"
#include "mooring/app/engagement/polls.hpp"

namespace mooring::server {
namespace {

namespace engagement = app::engagement;

constexpr int voters = 40;

Result<void> add_comments(storage::CatalogTransaction& tx, Random& random, Instant now,
                          const domain::Episode& episode) {
    MOORING_TRY(
        const auto praise,
        engagement::add_comment(tx, random, now - std::chrono::hours{5}, episode,
                                {"21marshwalker0000000x", "Imke L.", "The part about spring tides was great.", {}}));
    MOORING_CHECK(engagement::reply(tx, random, now - std::chrono::hours{4}, praise, "Thank you, part two is coming."));
    MOORING_CHECK(engagement::add_comment(
        tx, random, now - std::chrono::hours{3}, episode,
        {"21quietharbour000000x", "R. V.", "Prizes for everyone at https://prizes.example", {}}));
    return ok();
}

Result<void> add_poll(storage::CatalogTransaction& tx, Instant now, const domain::Episode& episode) {
    engagement::PollDraft draft;
    draft.question = "Which harbour should we visit next?";
    draft.options = {"Bergen", "Trieste"};
    draft.opens_at = now - std::chrono::days{1};
    draft.closes_at = now + std::chrono::days{13};
    MOORING_CHECK(engagement::put_poll(tx, now, episode, draft));
    for (int index = 0; index < voters; ++index) {
        const std::size_t option = index % 8 < 5 ? 0 : 1;
        MOORING_CHECK(engagement::vote(tx, now, episode.id, "21listener" + std::to_string(index), {option}));
    }
    return ok();
}

}  // namespace

Result<void> add_demo_engagement(storage::CatalogTransaction& tx, Random& random, Instant now, domain::ShowId show) {
    MOORING_TRY(const auto newest, tx.episodes().list_visible({.show = show, .now = now, .limit = 1}));
    if (newest.empty()) return ok();
    const domain::Episode& episode = newest.front().episode;
    MOORING_CHECK(add_comments(tx, random, now, episode));
    return add_poll(tx, now, episode);
}

}  // namespace mooring::server
