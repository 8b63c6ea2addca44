#include "mooring/feed/categories.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mooring::feed {
namespace {

using domain::Category;

TEST(Categories, HoldNineteenGroupsAndNinetyOneSubcategories) {
    std::size_t subcategories = 0;
    for (const CategoryGroup& group : apple_categories()) {
        subcategories += group.subcategories.size();
        EXPECT_TRUE(std::ranges::is_sorted(group.subcategories)) << group.name;
        EXPECT_TRUE(is_known({std::string(group.name), ""}));
        for (const std::string_view name : group.subcategories) {
            const Category category{std::string(group.name), std::string(name)};
            EXPECT_TRUE(is_known(category));
            EXPECT_EQ(parse_category(category_text(category)), category);
            EXPECT_EQ(current_category(category), category) << "what is current stays";
        }
    }
    EXPECT_EQ(apple_categories().size(), 19u);
    EXPECT_EQ(subcategories, 91u);
}

TEST(IsKnown, WantsTheExactSpelling) {
    EXPECT_TRUE(is_known({"TV & Film", "After Shows"}));
    EXPECT_FALSE(is_known({"tv & film", "After Shows"}));
    EXPECT_FALSE(is_known({"TV &amp; Film", ""}));
    EXPECT_FALSE(is_known({"Arts", "Chemistry"}));
    EXPECT_FALSE(is_known({"", ""}));
    EXPECT_FALSE(is_known({"", "Books"}));
}

TEST(ParseCategory, ToleratesCaseAndSpaceOnly) {
    EXPECT_EQ(parse_category(" society & culture | places & travel "),
              (Category{"Society & Culture", "Places & Travel"}));
    EXPECT_EQ(parse_category("History"), (Category{"History", ""}));
    EXPECT_EQ(parse_category("History|"), std::nullopt);
    EXPECT_EQ(parse_category("Arts|Chemistry"), std::nullopt);
    EXPECT_EQ(parse_category(""), std::nullopt);
}

struct RetiredCase {
    Category met;
    Category today;
};

// delivery.md, A.1, row by row.
TEST(CurrentCategory, KnowsTheSuccessors) {
    const std::vector<RetiredCase> cases{
        {{"Games & Hobbies", ""}, {"Leisure", ""}},
        {{"Games & Hobbies", "Video Games"}, {"Leisure", "Video Games"}},
        {{"Games & Hobbies", "Other Games"}, {"Leisure", "Games"}},
        {{"Health", ""}, {"Health & Fitness", ""}},
        {{"Health", "Alternative Health"}, {"Health & Fitness", "Alternative Health"}},
        {{"Health", "Fitness & Nutrition"}, {"Health & Fitness", "Fitness"}},
        {{"Health", "Self-Help"}, {"Education", "Self-Improvement"}},
        {{"News & Politics", ""}, {"News", ""}},
        {{"Science & Medicine", ""}, {"Science", ""}},
        {{"Science & Medicine", "Natural Sciences"}, {"Science", "Natural Sciences"}},
        {{"Science & Medicine", "Medicine"}, {"Health & Fitness", "Medicine"}},
        {{"Science", "Medicine"}, {"Health & Fitness", "Medicine"}},
        {{"Sports & Recreation", ""}, {"Sports", ""}},
        {{"Sports & Recreation", "Outdoor"}, {"Sports", "Wilderness"}},
        {{"Sports & Recreation", "Amateur"}, {"Sports", ""}},
        {{"Sports & Recreation", "College & High School"}, {"Sports", ""}},
        {{"Sports & Recreation", "Professional"}, {"Sports", ""}},
        {{"Government & Organizations", ""}, {"Government", ""}},
        {{"Government & Organizations", "Local"}, {"Government", ""}},
        {{"Government & Organizations", "National"}, {"Government", ""}},
        {{"Government & Organizations", "Regional"}, {"Government", ""}},
        {{"Government & Organizations", "Non-Profit"}, {"Business", "Non-Profit"}},
        {{"Government", "Non-Profit"}, {"Business", "Non-Profit"}},
        {{"Arts", "Literature"}, {"Arts", "Books"}},
        {{"Business", "Management & Marketing"}, {"Business", "Management"}},
        {{"Business", "Business News"}, {"News", "Business News"}},
        {{"Business", "Shopping"}, {"Business", ""}},
        {{"Education", "Language Courses"}, {"Education", "Language Learning"}},
        {{"Education", "Training"}, {"Education", "Courses"}},
        {{"Education", "Educational Technology"}, {"Education", ""}},
        {{"Education", "Higher Education"}, {"Education", ""}},
        {{"Education", "K-12"}, {"Education", ""}},
        {{"Society & Culture", "History"}, {"History", ""}},
        {{"Technology", "Tech News"}, {"News", "Tech News"}},
        {{"Technology", "Gadgets"}, {"Technology", ""}},
        {{"Technology", "Podcasting"}, {"Technology", ""}},
        {{"Technology", "Software How-To"}, {"Technology", ""}},
        {{"Religion & Spirituality", "Other"}, {"Religion & Spirituality", "Religion"}},
        {{"arts", "books "}, {"Arts", "Books"}},
        {{"Arts", "Something New"}, {"Arts", ""}},
    };
    for (const RetiredCase& entry : cases) {
        EXPECT_EQ(current_category(entry.met), entry.today) << category_text(entry.met);
        EXPECT_TRUE(is_known(entry.today)) << category_text(entry.today);
    }
    EXPECT_EQ(current_category({"Podcasts About Nothing", "Nothing"}), std::nullopt);
    EXPECT_EQ(current_category({"", ""}), std::nullopt);
}

}  // namespace
}  // namespace mooring::feed
