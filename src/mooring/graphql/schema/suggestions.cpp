#include "mooring/graphql/schema/suggestions.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "mooring/base/utf8.hpp"

namespace mooring::graphql {

namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// Damerau–Levenshtein distance of lower-case texts, or nothing when it is over `threshold`.
std::optional<std::size_t> distance_within(std::string_view one, std::string_view other, std::size_t threshold) {
    if (one.size() < other.size()) std::swap(one, other);
    if (one.size() - other.size() > threshold) return std::nullopt;
    std::array<std::vector<std::size_t>, 3> rows;
    rows.fill(std::vector<std::size_t>(other.size() + 1));
    for (std::size_t column = 0; column <= other.size(); ++column) rows[0][column] = column;
    for (std::size_t row = 1; row <= one.size(); ++row) {
        auto& current = rows[row % 3];
        const auto& above = rows[(row - 1) % 3];
        std::size_t smallest = current[0] = row;
        for (std::size_t column = 1; column <= other.size(); ++column) {
            const std::size_t cost = one[row - 1] == other[column - 1] ? 0 : 1;
            std::size_t cell = std::min({above[column] + 1, current[column - 1] + 1, above[column - 1] + cost});
            const bool is_swap =
                row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1];
            if (is_swap) cell = std::min(cell, rows[(row - 2) % 3][column - 2] + 1);
            current[column] = cell;
            smallest = std::min(smallest, cell);
        }
        if (smallest > threshold) return std::nullopt;
    }
    const std::size_t distance = rows[one.size() % 3][other.size()];
    return distance <= threshold ? std::optional{distance} : std::nullopt;
}

}  // namespace

bool is_naturally_less(std::string_view left, std::string_view right) {
    std::size_t at = 0;
    std::size_t other_at = 0;
    while (at < left.size() && other_at < right.size()) {
        if (!is_digit(left[at]) || !is_digit(right[other_at])) {
            if (left[at] != right[other_at]) return left[at] < right[other_at];
            ++at;
            ++other_at;
            continue;
        }
        const auto skip_zeros = [](std::string_view text, std::size_t& from) {
            while (from < text.size() && text[from] == '0') ++from;
        };
        skip_zeros(left, at);
        skip_zeros(right, other_at);
        const auto digits_from = [](std::string_view text, std::size_t from) {
            std::size_t end = from;
            while (end < text.size() && is_digit(text[end])) ++end;
            return text.substr(from, end - from);
        };
        const std::string_view number = digits_from(left, at);
        const std::string_view other = digits_from(right, other_at);
        if (number.size() != other.size()) return number.size() < other.size();
        if (number != other) return number < other;
        at += number.size();
        other_at += other.size();
    }
    return left.size() - at < right.size() - other_at;
}

std::vector<std::string_view> suggestions(std::string_view input, const std::vector<std::string_view>& options) {
    struct Suggestion {
        std::string_view option;
        std::size_t distance;
    };
    const std::size_t threshold = input.size() * 2 / 5 + 1;
    const std::string lower_input = to_lower_ascii(input);
    std::vector<Suggestion> found;
    for (const std::string_view option : options) {
        const std::string lower_option = to_lower_ascii(option);
        if (option == input) {
            found.push_back({option, 0});
        } else if (lower_option == lower_input) {
            found.push_back({option, 1});
        } else if (const auto distance = distance_within(lower_input, lower_option, threshold)) {
            found.push_back({option, *distance});
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Suggestion& left, const Suggestion& right) {
        if (left.distance != right.distance) return left.distance < right.distance;
        return is_naturally_less(left.option, right.option);
    });
    std::vector<std::string_view> names;
    for (const Suggestion& one : found) {
        if (names.empty() || names.back() != one.option) names.push_back(one.option);
    }
    return names;
}

std::string did_you_mean(const std::vector<std::string_view>& suggestions, std::string_view subject) {
    constexpr std::size_t most = 5;
    if (suggestions.empty()) return {};
    std::string message = " Did you mean ";
    if (!subject.empty()) message.append(subject).append(" ");
    const std::size_t count = std::min(suggestions.size(), most);
    for (std::size_t index = 0; index < count; ++index) {
        const bool is_last = index + 1 == count;
        if (index > 0) message += count == 2 ? " or " : is_last ? ", or " : ", ";
        message.append("\"").append(suggestions[index]).append("\"");
    }
    return message + "?";
}

}  // namespace mooring::graphql
