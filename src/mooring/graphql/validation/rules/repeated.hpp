#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/graphql/validation/context.hpp"

namespace mooring::graphql {

/// Call `tell(name, places)` for each name that several of `items` have, in the order of their first appearance.
/// `name_of` answers an item's `ast::Name`.
template <class Items, class NameOf, class Tell>
void for_each_repeated(const Items& items, NameOf name_of, Tell tell) {
    constexpr std::size_t few = 8;
    if (items.size() < 2) return;
    if (items.size() <= few) {
        bool has_repeated = false;
        for (std::size_t one = 0; one < items.size(); ++one) {
            for (std::size_t other = 0; other < one; ++other) {
                has_repeated = has_repeated || name_of(items[one]).text == name_of(items[other]).text;
            }
        }
        if (!has_repeated) return;
    }
    std::unordered_map<std::string_view, std::size_t> groups_by_name;
    std::vector<std::pair<std::string_view, Places>> groups;
    for (const auto& item : items) {
        const ast::Name name = name_of(item);
        const auto [place, is_new] = groups_by_name.try_emplace(name.text, groups.size());
        if (is_new) groups.push_back({name.text, {}});
        groups[place->second].second.push_back(name.offset);
    }
    for (auto& [name, places] : groups) {
        if (places.size() > 1) tell(name, std::move(places));
    }
}

}  // namespace mooring::graphql
