#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/creators/names.hpp"

namespace mooring::app::creators {

// What the creators API needs of the feed's rules for texts.

/// The description as anybody is shown it: filtered.
std::string shown_description(const Episode& episode);
std::string shown_description(const Show& show);
/// Without tags.
std::string plain_description(const Episode& episode);
/// Whether a description, as it came, is within the limits of creators-rest.md, section 9.
bool is_description_short_enough(std::string_view html);

/// `Top|Sub`, or `Top`, of the show's first category; empty for none.
std::string category_text(const Show& show);
bool is_category(std::string_view text);
bool is_language(std::string_view text);

struct CategoryChoice {
    std::string_view name;
    std::span<const std::string_view> subcategories;
};
/// Apple's list.
std::vector<CategoryChoice> category_choices();

}  // namespace mooring::app::creators
