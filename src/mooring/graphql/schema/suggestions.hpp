#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mooring::graphql {

/// Those of `options` that `input` may be a misspelling of, the likeliest first: by edit distance, then in natural
/// order. What counts as near is what counts so in graphql-js.
std::vector<std::string_view> suggestions(std::string_view input, const std::vector<std::string_view>& options);

/// ` Did you mean "a", "b", or "c"?` with at most five of them, or nothing. `subject` stands before the first, as in
/// `the enum value`.
std::string did_you_mean(const std::vector<std::string_view>& suggestions, std::string_view subject = {});

/// Order by letters, but by number where both have digits.
bool is_naturally_less(std::string_view left, std::string_view right);

/// The names of items that have one.
template <class Items>
std::vector<std::string_view> names_of(const Items& items) {
    std::vector<std::string_view> names;
    names.reserve(items.size());
    for (const auto& item : items) names.push_back(item.name);
    return names;
}

}  // namespace mooring::graphql
