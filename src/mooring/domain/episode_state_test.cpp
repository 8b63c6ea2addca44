#include "mooring/domain/episode_state.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace mooring::domain {
namespace {

using namespace std::chrono_literals;

const Instant now = from_unix_seconds(1'930'000'000) + 250ms;
const Instant future = now + 24h;
const Instant later = now + 48h;
const Instant past = now - 24h;
const Instant now_in_seconds = from_unix_seconds(1'930'000'000);

Episode draft() {
    return {};
}
Episode scheduled() {
    Episode episode;
    episode.status = EpisodeStatus::scheduled;
    episode.publish_at = future;
    return episode;
}
Episode published() {
    Episode episode;
    episode.status = EpisodeStatus::published;
    episode.publish_at = past;
    return episode;
}

const StateWish nothing{};
StateWish flag(bool is_published) {
    StateWish wish;
    wish.is_published = is_published;
    return wish;
}
StateWish at(Instant time, std::optional<bool> is_published = {}) {
    StateWish wish;
    wish.publish_at = time;
    wish.is_published = is_published;
    return wish;
}
StateWish cleared(std::optional<bool> is_published = {}) {
    StateWish wish;
    wish.clears_time = true;
    wish.is_published = is_published;
    return wish;
}

struct Row {
    std::string name;
    Episode before;
    StateWish wish;
    EpisodeStatus status;
    std::optional<Instant> publish_at;
};

// creators-rest.md, section 8, "What an update does to the state", row by row.
std::vector<Row> table() {
    const auto back = [](std::optional<Instant> time) {
        StateWish wish;
        wish.back_to_draft = true;
        wish.publish_at = time;
        wish.is_published = true;
        return wish;
    };
    return {
        {"draft, back to draft", draft(), back({}), EpisodeStatus::draft, {}},
        {"scheduled, back to draft, a time is ignored", scheduled(), back(later), EpisodeStatus::draft, {}},
        {"published, back to draft", published(), back(past), EpisodeStatus::draft, {}},
        {"draft, false and future", draft(), at(future, false), EpisodeStatus::scheduled, future},
        {"draft, true and future", draft(), at(future, true), EpisodeStatus::scheduled, future},
        {"draft, future alone", draft(), at(future), EpisodeStatus::scheduled, future},
        {"draft, past alone", draft(), at(past), EpisodeStatus::published, past},
        {"draft, false and past", draft(), at(past, false), EpisodeStatus::published, past},
        {"draft, present", draft(), at(now), EpisodeStatus::published, now},
        {"draft, true", draft(), flag(true), EpisodeStatus::published, now_in_seconds},
        {"draft, true and no time in words", draft(), cleared(true), EpisodeStatus::published, now_in_seconds},
        {"draft, false", draft(), flag(false), EpisodeStatus::draft, {}},
        {"draft, nothing", draft(), nothing, EpisodeStatus::draft, {}},
        {"scheduled, later", scheduled(), at(later), EpisodeStatus::scheduled, later},
        {"scheduled, true and later", scheduled(), at(later, true), EpisodeStatus::scheduled, later},
        {"scheduled, false and past", scheduled(), at(past, false), EpisodeStatus::published, past},
        {"scheduled, true", scheduled(), flag(true), EpisodeStatus::published, now_in_seconds},
        {"scheduled, false and cleared", scheduled(), cleared(false), EpisodeStatus::draft, {}},
        {"scheduled, cleared", scheduled(), cleared(), EpisodeStatus::draft, {}},
        {"scheduled, false", scheduled(), flag(false), EpisodeStatus::scheduled, future},
        {"scheduled, nothing", scheduled(), nothing, EpisodeStatus::scheduled, future},
        {"published, future", published(), at(future, false), EpisodeStatus::published, past},
        {"published, another past", published(), at(past - 1h, true), EpisodeStatus::published, past},
        {"published, true", published(), flag(true), EpisodeStatus::published, past},
        {"published, nothing", published(), nothing, EpisodeStatus::published, past},
        {"published, cleared", published(), cleared(), EpisodeStatus::published, past},
        {"published, false", published(), flag(false), EpisodeStatus::draft, {}},
        {"published, false and cleared", published(), cleared(false), EpisodeStatus::draft, {}},
    };
}

TEST(EpisodeState, EachRowOfTheTable) {
    for (const Row& row : table()) {
        Episode episode = row.before;
        apply_wish(episode, row.wish, now);
        EXPECT_EQ(episode.status, row.status) << row.name;
        EXPECT_EQ(episode.publish_at, row.publish_at) << row.name;
    }
}

TEST(EpisodeState, AScheduledEpisodeWhoseTimeHasComeIsPublished) {
    Episode episode = scheduled();
    EXPECT_EQ(status_at(episode, future - 1us), EpisodeStatus::scheduled);
    EXPECT_EQ(status_at(episode, future), EpisodeStatus::published);
    apply_wish(episode, at(later + 1h), later);
    EXPECT_EQ(episode.publish_at, future) << "published is locked, whether the transition was written or not";
    EXPECT_EQ(episode.status, EpisodeStatus::published);
}

TEST(EpisodeState, RedatingTakesPastTimesOnly) {
    Episode episode = published();
    apply_wish(episode, at(past - 1h), now, {.allow_redate = true});
    EXPECT_EQ(episode.publish_at, past - 1h);
    apply_wish(episode, at(future), now, {.allow_redate = true});
    EXPECT_EQ(episode.publish_at, past - 1h);
}

}  // namespace
}  // namespace mooring::domain
