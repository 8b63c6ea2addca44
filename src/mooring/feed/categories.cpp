#include "mooring/feed/categories.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

using Names = std::string_view[];

constexpr Names arts{"Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"};
constexpr Names business{"Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"};
constexpr Names comedy{"Comedy Interviews", "Improv", "Stand-Up"};
constexpr Names education{"Courses", "How To", "Language Learning", "Self-Improvement"};
constexpr Names fiction{"Comedy Fiction", "Drama", "Science Fiction"};
constexpr Names health_and_fitness{"Alternative Health", "Fitness",   "Medicine",
                                   "Mental Health",      "Nutrition", "Sexuality"};
constexpr Names kids_and_family{"Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"};
constexpr Names leisure{"Animation & Manga", "Automotive",    "Aviation",   "Crafts", "Games",
                        "Hobbies",           "Home & Garden", "Video Games"};
constexpr Names music{"Music Commentary", "Music History", "Music Interviews"};
constexpr Names news{"Business News", "Daily News",  "Entertainment News", "News Commentary",
                     "Politics",      "Sports News", "Tech News"};
constexpr Names religion_and_spirituality{"Buddhism", "Christianity", "Hinduism",    "Islam",
                                          "Judaism",  "Religion",     "Spirituality"};
constexpr Names science{"Astronomy",        "Chemistry", "Earth Sciences", "Life Sciences",  "Mathematics",
                        "Natural Sciences", "Nature",    "Physics",        "Social Sciences"};
constexpr Names society_and_culture{"Documentary", "Personal Journals", "Philosophy", "Places & Travel",
                                    "Relationships"};
constexpr Names sports{"Baseball", "Basketball", "Cricket",    "Fantasy Sports", "Football",
                       "Golf",     "Hockey",     "Rugby",      "Running",        "Soccer",
                       "Swimming", "Tennis",     "Volleyball", "Wilderness",     "Wrestling"};
constexpr Names tv_and_film{"After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"};

constexpr std::array<CategoryGroup, 19> groups{{
    {"Arts", arts},
    {"Business", business},
    {"Comedy", comedy},
    {"Education", education},
    {"Fiction", fiction},
    {"Government", {}},
    {"Health & Fitness", health_and_fitness},
    {"History", {}},
    {"Kids & Family", kids_and_family},
    {"Leisure", leisure},
    {"Music", music},
    {"News", news},
    {"Religion & Spirituality", religion_and_spirituality},
    {"Science", science},
    {"Society & Culture", society_and_culture},
    {"Sports", sports},
    {"Technology", {}},
    {"True Crime", {}},
    {"TV & Film", tv_and_film},
}};

/// A retired name and what took its place. An empty `old_subcategory` stands for the group as such; an
/// empty `old_group` means any group.
struct Retired {
    std::string_view old_group, old_subcategory, group, subcategory;
};

constexpr std::array<Retired, 38> retired{{
    {"Games & Hobbies", "", "Leisure", ""},
    {"Health", "", "Health & Fitness", ""},
    {"News & Politics", "", "News", ""},
    {"Science & Medicine", "", "Science", ""},
    {"Sports & Recreation", "", "Sports", ""},
    {"Government & Organizations", "", "Government", ""},
    {"", "Literature", "Arts", "Books"},
    {"", "Management & Marketing", "Business", "Management"},
    {"Business", "Business News", "News", "Business News"},
    {"", "Language Courses", "Education", "Language Learning"},
    {"", "Training", "Education", "Courses"},
    {"", "Educational Technology", "Education", ""},
    {"", "Higher Education", "Education", ""},
    {"", "K-12", "Education", ""},
    {"", "Self-Help", "Education", "Self-Improvement"},
    {"", "Fitness & Nutrition", "Health & Fitness", "Fitness"},
    {"Science", "Medicine", "Health & Fitness", "Medicine"},
    {"Science & Medicine", "Medicine", "Health & Fitness", "Medicine"},
    {"Society & Culture", "History", "History", ""},
    {"Technology", "Tech News", "News", "Tech News"},
    {"", "Gadgets", "Technology", ""},
    {"", "Podcasting", "Technology", ""},
    {"", "Software How-To", "Technology", ""},
    {"", "Outdoor", "Sports", "Wilderness"},
    {"", "Amateur", "Sports", ""},
    {"", "College & High School", "Sports", ""},
    {"", "Professional", "Sports", ""},
    {"", "Local", "Government", ""},
    {"", "National", "Government", ""},
    {"", "Regional", "Government", ""},
    {"Government", "Non-Profit", "Business", "Non-Profit"},
    {"Government & Organizations", "Non-Profit", "Business", "Non-Profit"},
    {"", "Shopping", "Business", ""},
    {"Religion & Spirituality", "Other", "Religion & Spirituality", "Religion"},
    {"Religion", "Other", "Religion & Spirituality", "Religion"},
    {"", "Other Games", "Leisure", "Games"},
    {"Religion", "", "Religion & Spirituality", ""},
    {"Literature", "", "Arts", "Books"},
}};

const CategoryGroup* find_group(std::string_view name) {
    const auto found = std::ranges::find_if(
        groups, [&](const CategoryGroup& group) { return equals_ignoring_case(group.name, name); });
    return found == groups.end() ? nullptr : &*found;
}

std::optional<domain::Category> find(std::string_view group_name, std::string_view subcategory) {
    const CategoryGroup* group = find_group(group_name);
    if (group == nullptr) {
        return std::nullopt;
    }
    if (subcategory.empty()) {
        return domain::Category{std::string(group->name), {}};
    }
    const auto found = std::ranges::find_if(
        group->subcategories, [&](std::string_view name) { return equals_ignoring_case(name, subcategory); });
    if (found == group->subcategories.end()) {
        return std::nullopt;
    }
    return domain::Category{std::string(group->name), std::string(*found)};
}

const Retired* find_retired(std::string_view group, std::string_view subcategory) {
    const auto found = std::ranges::find_if(retired, [&](const Retired& entry) {
        return equals_ignoring_case(entry.old_subcategory, subcategory) &&
               ((entry.old_group.empty() && !subcategory.empty()) || equals_ignoring_case(entry.old_group, group));
    });
    return found == retired.end() ? nullptr : &*found;
}

}  // namespace

std::span<const CategoryGroup> apple_categories() {
    return groups;
}

bool is_known(const domain::Category& category) {
    return find(category.group, category.subcategory) == category;
}

std::optional<domain::Category> parse_category(std::string_view text) {
    const std::size_t bar = text.find('|');
    if (bar == std::string_view::npos) {
        return find(trim(text), {});
    }
    const std::string_view subcategory = trim(text.substr(bar + 1));
    return subcategory.empty() ? std::nullopt : find(trim(text.substr(0, bar)), subcategory);
}

std::string category_text(const domain::Category& category) {
    return category.subcategory.empty() ? category.group : category.group + "|" + category.subcategory;
}

std::optional<domain::Category> current_category(const domain::Category& met) {
    const std::string_view group = trim(met.group);
    const std::string_view subcategory = trim(met.subcategory);
    if (auto known = find(group, subcategory)) {
        return known;
    }
    if (!subcategory.empty()) {
        if (const Retired* entry = find_retired(group, subcategory)) {
            return find(entry->group, entry->subcategory);
        }
    }
    const Retired* renamed = find_retired(group, {});
    const std::string_view today = renamed == nullptr ? group : renamed->group;
    if (auto known = find(today, subcategory)) {
        return known;  // an old group's subcategory that the new one kept
    }
    return renamed == nullptr ? find(today, {}) : find(renamed->group, renamed->subcategory);
}

}  // namespace mooring::feed
