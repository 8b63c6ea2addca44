#include <chrono>

#include "catalog_contract.hpp"

// Comments, blocked listeners and polls (creators-graphql.md, sections 9 and 10).

namespace mooring::contract {
namespace {

using domain::Comment;
using domain::CommentState;
using domain::Episode;
using domain::Poll;
using domain::Show;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::CommentQuery;
using namespace std::chrono_literals;

class CatalogEngagementContract : public CatalogContract {
protected:
    void SetUp() override {
        CatalogContract::SetUp();
        show = add_show();
        episode = add(samples.episode(show));
    }
    Comment comment(std::chrono::seconds after, CommentState state = CommentState::published) {
        Comment made;
        made.id = samples.unique(22);
        made.show = show.id;
        made.episode = episode.id;
        made.username = "someone";
        made.full_name = "Some One";
        made.text = "Fine tides";
        made.created_at = sample_now + after;
        made.state = made.first_state = state;
        return made;
    }
    Comment keep(Comment made) {
        change([&](CatalogTransaction& tx) { return tx.engagement_writer().insert_comment(made); });
        return made;
    }
    std::vector<std::string> listed(CommentQuery query) {
        query.show = show.id;
        const auto found = ask([&](CatalogSnapshot& at) { return at.engagement().list_comments(query); });
        query.after.reset();
        const auto count = ask([&](CatalogSnapshot& at) { return at.engagement().count_comments(query); });
        EXPECT_GE(count, std::ssize(found));
        std::vector<std::string> ids;
        for (const Comment& one : found) ids.push_back(one.id);
        return ids;
    }

    Show show;
    Episode episode;
};

MOORING_ON_EVERY_ENGINE(CatalogEngagementContract);

TEST_P(CatalogEngagementContract, KeepsCommentsAsTheyAre) {
    Comment made = comment(0s, CommentState::held);
    made.language = "de";
    made.has_blocked_word = made.breaks_rule = true;
    keep(made);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.engagement().find_comment(made.id); }), made);
    made.state = CommentState::published;
    made.approved_at = sample_now + 5s;
    made.is_read = made.is_pinned = true;
    made.thread_seen_at = sample_now + 6s;
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().update_comment(made); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.engagement().find_comment(made.id); }), made);
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().unpin_all(episode.id); });
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.engagement().find_comment(made.id); })->is_pinned);
}

TEST_P(CatalogEngagementContract, ListsByTimeAndState) {
    const Comment one = keep(comment(0s));
    const Comment held = keep(comment(1s, CommentState::held));
    const Comment two = keep(comment(2s));
    using Ids = std::vector<std::string>;
    EXPECT_EQ(listed({}), (Ids{two.id, one.id}));
    EXPECT_EQ(listed({.has_held = true}), (Ids{two.id, held.id, one.id}));
    EXPECT_EQ(listed({.has_held = true, .has_published = false}), (Ids{held.id}));
    EXPECT_EQ(listed({.is_oldest_first = true}), (Ids{one.id, two.id}));
    EXPECT_EQ(listed({.after = storage::CommentPosition{two.created_at, two.id}}), (Ids{one.id}));
    EXPECT_EQ(listed({.limit = 1}), (Ids{two.id}));
    EXPECT_EQ(listed({.is_pinned_only = true}), Ids{});
    episode.archived_at = sample_now;
    update(episode);
    EXPECT_EQ(listed({}), Ids{}) << "an archived episode shows none";
}

TEST_P(CatalogEngagementContract, RepliesGoWithTheirComment) {
    const Comment root = keep(comment(0s));
    Comment reply = comment(1s);
    reply.parent = root.id;
    reply.is_by_creator = true;
    keep(reply);
    const auto tally = [&](bool held, bool published) {
        return ask([&](CatalogSnapshot& at) { return at.engagement().tally_replies(root.id, held, published); });
    };
    EXPECT_EQ(tally(false, true).replies, 1);
    EXPECT_EQ(tally(true, false).replies, 0);
    EXPECT_TRUE(tally(true, false).is_answered);
    EXPECT_EQ(listed({.has_replies = false, .is_unanswered_only = true}), std::vector<std::string>{});
    EXPECT_EQ(listed({.parent = root.id}), std::vector<std::string>{reply.id});
    EXPECT_EQ(listed({.has_roots = false}), std::vector<std::string>{reply.id});
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().remove_comment(root.id); });
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.engagement().find_comment(reply.id); }));
}

TEST_P(CatalogEngagementContract, KnowsWhatIsUnread) {
    Comment root = keep(comment(0s));
    Comment reply = comment(10s);
    reply.parent = root.id;
    keep(reply);
    EXPECT_EQ(listed({.is_unread_only = true}).size(), 2U);
    root.is_read = true;
    root.thread_seen_at = reply.created_at;
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().update_comment(root); });
    EXPECT_EQ(listed({.is_unread_only = true}), std::vector<std::string>{}) << "the thread was seen up to the reply";
}

TEST_P(CatalogEngagementContract, CountsPublishedOnesByDay) {
    keep(comment(0s));
    keep(comment(1s));
    keep(comment(2s, CommentState::held));
    const auto day = std::chrono::floor<std::chrono::days>(sample_now);
    const auto counted = ask([&](CatalogSnapshot& at) {
        return at.engagement().published_by_day(show.id, episode.id, day, day + std::chrono::days{1});
    });
    ASSERT_EQ(counted.size(), 1U);
    EXPECT_EQ(counted[0], (std::pair{day, std::int64_t{2}}));
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) {
                    return at.engagement().published_by_day(show.id, {}, day - std::chrono::days{9}, day);
                }).empty());
}

TEST_P(CatalogEngagementContract, KeepsSettingsAndBlockedListeners) {
    const auto settings = [&] {
        return ask([&](CatalogSnapshot& at) { return at.engagement().comment_settings(show.id); });
    };
    EXPECT_EQ(settings(), domain::CommentSettings{});
    const domain::CommentSettings wanted{false, domain::ModerationPolicy::maximum, {"kelp", "salt water"}};
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().put_comment_settings(show.id, wanted); });
    EXPECT_EQ(settings(), wanted);

    const domain::BlockedListener one{"one", "One", sample_now}, two{"two", "", sample_now + 1s};
    for (const auto& listener : {one, two, domain::BlockedListener{"one", "Other", sample_now + 9s}}) {
        change([&](CatalogTransaction& tx) { return tx.engagement_writer().block(show.id, listener); });
    }
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.engagement().list_blocked(show.id, 0, 9); }),
              (std::vector{two, one}));
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.engagement().is_blocked(show.id, "one"); }));
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().unblock(show.id, "one"); });
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.engagement().is_blocked(show.id, "one"); }));
}

TEST_P(CatalogEngagementContract, KeepsPollsAndTheirVotes) {
    Poll poll{episode.id, "Where to?",     {"Bergen", "Trieste"}, domain::PollType::multiple_choice,
              sample_now, sample_now + 60s};
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().put_poll(poll); });
    const auto vote = [&](std::string_view voter, const std::vector<std::size_t>& options) {
        change([&](CatalogTransaction& tx) { return tx.engagement_writer().put_votes(episode.id, voter, options); });
    };
    const auto votes = [&] { return ask([&](CatalogSnapshot& at) { return at.engagement().count_votes(poll); }); };
    vote("a", {0, 1});
    vote("b", {0});
    vote("b", {1});
    EXPECT_EQ(votes(), (domain::PollVotes{{1, 2}, 2}));
    poll.question = "Where else?";
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().put_poll(poll); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.engagement().find_poll(episode.id); }), poll);
    EXPECT_EQ(votes().voters, 2) << "replacing a poll leaves its votes";
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().remove_votes(episode.id); });
    EXPECT_EQ(votes(), (domain::PollVotes{{0, 0}, 0}));
    change([&](CatalogTransaction& tx) { return tx.engagement_writer().remove_poll(episode.id); });
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.engagement().find_poll(episode.id); }));
}

}  // namespace
}  // namespace mooring::contract
