#include "mooring/app/webcatalog/search_terms.hpp"

#include <gtest/gtest.h>

namespace mooring::app::webcatalog {
namespace {

/// `word` and `[phrase]`, joined.
std::string read(std::string_view query) {
    std::string all;
    for (const auto& term : parse_search_terms(query)) {
        all += (all.empty() ? "" : " ") + (term.is_phrase ? "[" + term.text + "]" : term.text);
    }
    return all;
}

TEST(SearchTerms, AreWordsAndPhrases) {
    EXPECT_EQ(read("harbour lights"), "harbour lights");
    EXPECT_EQ(read("  harbour\t lights\n"), "harbour lights");
    EXPECT_EQ(read("\"harbour lights\" two"), "[harbour lights] two");
    EXPECT_EQ(read("one\"two three\"four"), "one [two three] four");
    EXPECT_EQ(read("rock'n'roll 50%"), "rock'n'roll 50%");
    EXPECT_EQ(read("日本 Über"), "日本 Über");
}

TEST(SearchTerms, TakeAnUnpairedMarkForASpace) {
    EXPECT_EQ(read("harbour \"lights on"), "harbour lights on");
    EXPECT_EQ(read("\""), "");
    EXPECT_EQ(read("\"\""), "");
}

TEST(SearchTerms, LeaveOutWhatNoTextCouldHold) {
    EXPECT_EQ(read("% - * \"!?\" harbour"), "harbour");
    EXPECT_EQ(read(" \t "), "");
}

TEST(SearchTerms, LeaveOutTheFiltersOfMusicSearch) {
    EXPECT_EQ(read("harbour artist:abba year:1990-2000"), "harbour");
    EXPECT_EQ(read("ALBUM:\"greatest hits\" harbour"), "harbour");
    EXPECT_EQ(read("artist: harbour"), "harbour");
    EXPECT_EQ(read("part:two tag:new"), "part:two") << "other words with a colon are words";
}

TEST(SearchTerms, AreBounded) {
    std::string query;
    for (int word = 0; word < 100; ++word) query += "w" + std::to_string(word) + " ";
    EXPECT_EQ(parse_search_terms(query).size(), 16U);
}

}  // namespace
}  // namespace mooring::app::webcatalog
