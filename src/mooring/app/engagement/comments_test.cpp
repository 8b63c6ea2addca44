#include "mooring/app/engagement/comments.hpp"

#include <gtest/gtest.h>

#include "mooring/app/engagement/polls.hpp"

namespace mooring::app::engagement {
namespace {

TEST(Comments, HoldWordsOfTheirOwnAndLinks) {
    CommentSettings settings;
    settings.blocked_words = {"Kelp", "salt water"};
    EXPECT_TRUE(has_blocked_word(settings, "such KELP!"));
    EXPECT_TRUE(has_blocked_word(settings, "more salt water, please"));
    EXPECT_FALSE(has_blocked_word(settings, "kelpie"));
    EXPECT_FALSE(has_blocked_word(settings, "über-kelpén"));
    EXPECT_TRUE(has_link("see https://prizes.example"));
    EXPECT_TRUE(has_link("WWW.prizes.example"));
    EXPECT_FALSE(has_link("wwwow, what a tide"));
}

TEST(CheckedText, CountsCodePointsAfterTrimming) {
    EXPECT_EQ(checked_text("  ä  ", 1, "x").value(), "ä");
    EXPECT_FALSE(checked_text(" \n ", 5, "x"));
    EXPECT_FALSE(checked_text("äöü", 2, "x"));
    EXPECT_FALSE(checked_text("\xff", 5, "x"));
    EXPECT_FALSE(checked_text(std::string_view{"a\0b", 3}, 5, "x"));
}

TEST(Comments, AreReadByThread) {
    Comment reply{.parent = "p", .created_at = Instant{std::chrono::seconds{10}}};
    EXPECT_FALSE(is_read(reply, std::nullopt));
    EXPECT_TRUE(is_read(reply, Instant{std::chrono::seconds{10}}));
    EXPECT_FALSE(is_read(reply, Instant{std::chrono::seconds{9}}));
    reply.parent.reset();
    EXPECT_FALSE(is_read(reply, Instant{std::chrono::seconds{10}}));
}

TEST(Polls, OpenAndClose) {
    const Poll poll{.opens_at = from_unix_seconds(10), .closes_at = from_unix_seconds(20)};
    EXPECT_EQ(status_at(poll, from_unix_seconds(9)), PollStatus::scheduled);
    EXPECT_EQ(status_at(poll, from_unix_seconds(10)), PollStatus::open);
    EXPECT_EQ(status_at(poll, from_unix_seconds(20)), PollStatus::closed);
}

}  // namespace
}  // namespace mooring::app::engagement
