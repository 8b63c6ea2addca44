#include "mooring/graphql/schema/suggestions.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "mooring/base/utf8.hpp"

namespace mooring::graphql {

namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// Damerau–Levenshtein distances from one lower-case text to others. Keeps its rows between measurements.
class Distances {
public:
    Distances(std::string_view input, std::size_t threshold) : input_(input), threshold_(threshold) {
        for (const char letter : input) ++letters_[bucket(letter)];
        for (std::size_t index = 0; index < std::min(input.size(), word_size); ++index) {
            places_[static_cast<unsigned char>(input[index])] |= std::uint64_t{1} << index;
        }
    }

    /// Whether more letters differ, in whatever order, than the threshold allows: quickly told, and true of most.
    bool is_surely_far(std::string_view option) const {
        const std::size_t shorter = std::min(option.size(), input_.size());
        if (std::max(option.size(), input_.size()) - shorter > threshold_) return true;
        auto left = letters_;
        std::size_t surplus = 0;
        for (const char letter : option) {
            if (left[bucket(letter)]-- <= 0) ++surplus;
        }
        const std::size_t missing = input_.size() - (option.size() - surplus);
        return std::max(surplus, missing) > threshold_;
    }

    /// Nothing when it is over the threshold.
    std::optional<std::size_t> to(std::string_view option) {
        const bool fits_a_word = !input_.empty() && input_.size() <= word_size;
        const std::size_t distance = fits_a_word ? by_bits(option) : by_rows(option);
        return distance <= threshold_ ? std::optional{distance} : std::nullopt;
    }

private:
    static constexpr std::size_t word_size = 64;

    /// The same for both cases of a letter; others may share one, which only makes texts seem nearer.
    static std::size_t bucket(char letter) { return (static_cast<unsigned char>(letter) | 0x20U) & 0x3FU; }

    /// A column of the table at once, its cells as differences in the bits of words. Source: Hyyrö, "A bit-vector
    /// algorithm for computing Levenshtein and Damerau edit distances" (2003).
    std::size_t by_bits(std::string_view option) const {
        const std::uint64_t last = std::uint64_t{1} << (input_.size() - 1);
        std::uint64_t above = ~std::uint64_t{0};
        std::uint64_t below = 0;
        std::uint64_t diagonal = 0;
        std::uint64_t places_before = 0;
        std::size_t distance = input_.size();
        for (const char letter : option) {
            const std::uint64_t places = places_[static_cast<unsigned char>(letter)];
            const std::uint64_t swapped = ((~diagonal & places) << 1U) & places_before;
            diagonal = (((places & above) + above) ^ above) | places | below | swapped;
            std::uint64_t right = below | ~(diagonal | above);
            std::uint64_t left = diagonal & above;
            if ((right & last) != 0) ++distance;
            if ((left & last) != 0) --distance;
            right = (right << 1U) | 1U;
            left <<= 1U;
            above = left | ~(diagonal | right);
            below = right & diagonal;
            places_before = places;
        }
        return distance;
    }

    /// Row by row: for texts of any size. Gives up with a number over the threshold.
    std::size_t by_rows(std::string_view option) {
        const bool is_longer = option.size() > input_.size();
        const std::string_view one = is_longer ? option : input_;
        const std::string_view other = is_longer ? input_ : option;
        for (auto& row : rows_) row.resize(std::max(row.size(), other.size() + 1));
        for (std::size_t column = 0; column <= other.size(); ++column) rows_[0][column] = column;
        for (std::size_t row = 1; row <= one.size(); ++row) {
            if (fill_row(row, one, other) > threshold_) return threshold_ + 1;
        }
        return rows_[one.size() % 3][other.size()];
    }

    /// The smallest cell of the row.
    std::size_t fill_row(std::size_t row, std::string_view one, std::string_view other) {
        auto& current = rows_[row % 3];
        const auto& above = rows_[(row - 1) % 3];
        std::size_t smallest = current[0] = row;
        for (std::size_t column = 1; column <= other.size(); ++column) {
            const std::size_t cost = one[row - 1] == other[column - 1] ? 0 : 1;
            std::size_t cell = std::min({above[column] + 1, current[column - 1] + 1, above[column - 1] + cost});
            const bool is_swap =
                row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1];
            if (is_swap) cell = std::min(cell, rows_[(row - 2) % 3][column - 2] + 1);
            current[column] = cell;
            smallest = std::min(smallest, cell);
        }
        return smallest;
    }

    std::string_view input_;
    std::size_t threshold_;
    std::array<std::int32_t, 64> letters_{};
    std::array<std::uint64_t, 256> places_{};  ///< of each letter in the input, as bits
    std::array<std::vector<std::size_t>, 3> rows_;
};

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
    Distances distances{lower_input, threshold};
    std::string lower_option;
    for (const std::string_view option : options) {
        if (distances.is_surely_far(option)) continue;
        lower_option = to_lower_ascii(option);
        if (option == input) {
            found.push_back({option, 0});
        } else if (lower_option == lower_input) {
            found.push_back({option, 1});
        } else if (const auto distance = distances.to(lower_option)) {
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
