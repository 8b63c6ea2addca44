#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mooring/domain/show.hpp"

namespace mooring::feed {

/// A group of Apple's closed list with its subcategories, spelled exactly as directories want them.
struct CategoryGroup {
    std::string_view name;
    std::span<const std::string_view> subcategories;
};

/// The whole list: 19 groups, 91 subcategories, in alphabetical order. Source: delivery.md, appendix A.
std::span<const CategoryGroup> apple_categories();

/// True for an entry of the list, or a bare group of it; letters have to match exactly.
bool is_known(const domain::Category& category);

/// Read `Group|Sub`, or `Group` alone, as settings and APIs write it. White space around either part and the case of
/// letters do not matter; the answer has the list's spelling. Nothing when the list does not have it.
std::optional<domain::Category> parse_category(std::string_view text);

/// `Group|Sub`, or `Group`: what `parse_category` reads.
std::string category_text(const domain::Category& category);

/// What a category met on import is called today: itself when the list has it, its successor when it was retired,
/// the group alone when only the group is known, nothing otherwise. Source: delivery.md, A.1.
std::optional<domain::Category> current_category(const domain::Category& met);

}  // namespace mooring::feed
