#include "mooring/storage/places/network_table.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::storage::places {

namespace {

/// The next cell of a line, without quotes; the line moves on behind it.
std::string_view take_cell(std::string_view& line) {
    const std::size_t comma = line.find(',');
    std::string_view cell = trim_ascii(line.substr(0, comma));
    line = comma == std::string_view::npos ? std::string_view{} : line.substr(comma + 1);
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    return cell;
}

}  // namespace

Result<void> NetworkTable::add_csv(std::string_view text) {
    std::size_t added = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        const auto first = IpAddress::parse(take_cell(line));
        const auto last = IpAddress::parse(take_cell(line));
        const auto number = parse_decimal(take_cell(line));
        const bool is_range = first && last && number && first->is_v4 == last->is_v4 && *first <= *last &&
                              *number > 0 && *number <= 0xFFFFFFFFLL;
        if (!is_range) continue;
        (first->is_v4 ? v4_ : v6_).ranges.push_back({*first, *last, static_cast<std::uint32_t>(*number)});
        ++added;
    }
    if (added == 0) return Error{Errc::corrupt, "a table of networks without a line of start,end,number"};
    return ok();
}

void NetworkTable::Family::finish() {
    // Of ranges with one beginning the widest first: the narrowest is met first on the way back.
    std::ranges::sort(ranges, [](const Range& left, const Range& right) {
        return left.first != right.first ? left.first < right.first : left.last > right.last;
    });
    furthest.clear();
    for (const Range& range : ranges) {
        furthest.push_back(furthest.empty() ? range.last : std::max(furthest.back(), range.last));
    }
}

void NetworkTable::finish() {
    v4_.finish();
    v6_.finish();
}

std::uint32_t NetworkTable::Family::find(const IpAddress& address) const {
    const auto past = std::ranges::upper_bound(ranges, address, {}, &Range::first);
    for (auto index = static_cast<std::size_t>(past - ranges.begin()); index > 0; --index) {
        if (furthest[index - 1] < address) break;  // none before reaches this far
        if (ranges[index - 1].last >= address) return ranges[index - 1].number;
    }
    return 0;
}

std::uint32_t NetworkTable::find(const IpAddress& address) const {
    const IpAddress plain = address.unwrapped();
    return (plain.is_v4 ? v4_ : v6_).find(plain);
}

}  // namespace mooring::storage::places
