#include "mooring/http/ranges.hpp"

#include <algorithm>
#include <limits>

#include "mooring/base/utf8.hpp"

namespace mooring::http {
namespace {

constexpr std::size_t longest_header = 1024;
constexpr std::size_t most_ranges = 16;

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view without_leading_zeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? digits.substr(digits.size() - 1) : digits.substr(first);
}

/// Is `left` the larger number? Both are digits without leading zeros, of any length.
bool is_greater(std::string_view left, std::string_view right) {
    return left.size() != right.size() ? left.size() > right.size() : left > right;
}

/// The number, or the largest there is when it does not fit.
std::int64_t saturated(std::string_view digits) {
    return parse_decimal(digits).value_or(std::numeric_limits<std::int64_t>::max());
}

struct Spec {
    bool is_valid = false;
    std::optional<ByteRange> range;  ///< nothing when it cannot be satisfied
};

/// One `first-last`, `first-` or `-suffix` (RFC 9110, 14.1.1) of a representation of `size` bytes.
Spec read_spec(std::string_view text, std::int64_t size) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) {
        return {};
    }
    const std::string_view first = text.substr(0, dash);
    const std::string_view last = text.substr(dash + 1);
    if (first.empty()) {
        if (!is_number(last)) {
            return {};
        }
        const std::int64_t length = std::min(saturated(without_leading_zeros(last)), size);
        if (length == 0) {
            return {.is_valid = true, .range = std::nullopt};
        }
        return {.is_valid = true, .range = ByteRange{size - length, size - 1}};
    }
    if (!is_number(first) || !(last.empty() || is_number(last))) {
        return {};
    }
    const std::string_view first_digits = without_leading_zeros(first);
    if (!last.empty() && is_greater(first_digits, without_leading_zeros(last))) {
        return {};
    }
    const std::int64_t begin = saturated(first_digits);
    if (begin >= size) {
        return {.is_valid = true, .range = std::nullopt};
    }
    const std::int64_t end = last.empty() ? size - 1 : std::min(saturated(without_leading_zeros(last)), size - 1);
    return {.is_valid = true, .range = ByteRange{begin, end}};
}

/// Overlapping and touching ranges become one; when any did, all are in ascending order.
std::vector<ByteRange> merged(std::vector<ByteRange> asked) {
    std::vector<ByteRange> sorted = asked;
    std::sort(sorted.begin(), sorted.end(),
              [](const ByteRange& left, const ByteRange& right) { return left.first < right.first; });
    std::vector<ByteRange> joined;
    for (const ByteRange& range : sorted) {
        if (!joined.empty() && range.first <= joined.back().last + 1) {
            joined.back().last = std::max(joined.back().last, range.last);
        } else {
            joined.push_back(range);
        }
    }
    return joined.size() == asked.size() ? asked : joined;
}

}  // namespace

RangeOutcome evaluate_range(std::string_view header, std::int64_t size) {
    if (header.size() > longest_header) {
        return {};
    }
    header = trim_ascii(header);
    const std::size_t equals = header.find('=');
    if (equals == std::string_view::npos || !equals_ignoring_case(header.substr(0, equals), "bytes")) {
        return {};
    }
    std::string_view list = header.substr(equals + 1);
    std::vector<ByteRange> ranges;
    bool has_spec = false;
    bool at_end = false;
    while (!at_end) {
        const std::size_t comma = list.find(',');
        const std::string_view text = trim_ascii(list.substr(0, comma));
        at_end = comma == std::string_view::npos;
        list.remove_prefix(at_end ? list.size() : comma + 1);
        if (text.empty()) {
            continue;  // RFC 9110, 5.6.1: empty list elements are skipped
        }
        const Spec spec = read_spec(text, size);
        if (!spec.is_valid) {
            return {};
        }
        has_spec = true;
        if (spec.range) {
            ranges.push_back(*spec.range);
        }
    }
    if (!has_spec) {
        return {};
    }
    if (ranges.empty()) {
        return {.kind = RangeOutcome::Kind::unsatisfiable, .ranges = {}};
    }
    ranges = merged(std::move(ranges));
    if (ranges.size() > most_ranges) {
        return {};
    }
    return {.kind = RangeOutcome::Kind::partial, .ranges = std::move(ranges)};
}

}  // namespace mooring::http
