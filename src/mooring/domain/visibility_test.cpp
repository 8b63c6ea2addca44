#include "mooring/domain/visibility.hpp"

#include <gtest/gtest.h>

namespace mooring::domain {
namespace {

using std::chrono::microseconds;

const Instant now = from_unix_seconds(1'900'000'000);

Show public_show() {
    Show show;
    show.visibility = ShowVisibility::published;
    return show;
}

Episode published_episode() {
    Episode episode;
    episode.status = EpisodeStatus::published;
    episode.publish_at = now - microseconds{1};
    episode.media = StoredMedia{};
    return episode;
}

// delivery.md, section 4.
struct EpisodeCase {
    const char* what;
    void (*change)(Episode&);
    bool is_out;
};

TEST(IsOut, FollowsTheFourConditions) {
    const EpisodeCase cases[] = {
        {"published", [](Episode&) {}, true},
        {"external media counts as ready", [](Episode& e) { e.media = ExternalMedia{}; }, true},
        {"no media", [](Episode& e) { e.media = std::monostate{}; }, false},
        {"draft", [](Episode& e) { e.status = EpisodeStatus::draft; }, false},
        {"archived", [](Episode& e) { e.archived_at = now; }, false},
        {"deleted", [](Episode& e) { e.deleted_at = now; }, false},
        {"scheduled, time has come",
         [](Episode& e) {
             e.status = EpisodeStatus::scheduled;
             e.publish_at = now;
         },
         true},
        {"scheduled, one microsecond early",
         [](Episode& e) {
             e.status = EpisodeStatus::scheduled;
             e.publish_at = now + microseconds{1};
         },
         false},
        {"scheduled without a time",
         [](Episode& e) {
             e.status = EpisodeStatus::scheduled;
             e.publish_at.reset();
         },
         false},
        {"published, and the clock stepped back", [](Episode& e) { e.publish_at = now + microseconds{1}; }, true},
    };
    for (const auto& row : cases) {
        Episode episode = published_episode();
        row.change(episode);
        EXPECT_EQ(is_out(episode, now), row.is_out) << row.what;
        EXPECT_EQ(visible(public_show(), episode, now), row.is_out) << row.what;
    }
}

TEST(Visible, NeedsAPublicShow) {
    Show show = public_show();
    EXPECT_TRUE(visible(show, published_episode(), now));
    show.is_suspended = true;
    EXPECT_FALSE(visible(show, published_episode(), now));
    show = public_show();
    show.deleted_at = now;
    EXPECT_FALSE(visible(show, published_episode(), now));
    show = public_show();
    show.visibility = ShowVisibility::unpublished;
    EXPECT_FALSE(visible(show, published_episode(), now));
}

}  // namespace
}  // namespace mooring::domain
