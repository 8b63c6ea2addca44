#include "mooring/app/reporting/windows.hpp"

#include <algorithm>
#include <charconv>

namespace mooring::app::reporting {
namespace {

using analytics::DayRange;
using std::chrono::days;
using std::chrono::sys_days;

DayRange asked_days(const Window& window, sys_days begin, sys_days last) {
    const sys_days end = last + days{1};
    switch (window.kind) {
        case Window::Kind::all_time:
        case Window::Kind::since_published: return {begin, std::max(begin, end)};
        case Window::Kind::last_days: return {end - days{window.days}, end};
        case Window::Kind::year_to_date: {
            const std::chrono::year year = std::chrono::year_month_day{last}.year();
            return {sys_days{year / std::chrono::January / 1}, end};
        }
        case Window::Kind::custom: return window.custom;
        case Window::Kind::first_days: return {begin, begin + days{window.days}};
    }
    return {begin, begin};
}

std::optional<int> number_of(std::string_view digits) {
    int number = 0;
    const auto [stop, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_whole = failed == std::errc{} && stop == digits.data() + digits.size() && digits.front() != '-';
    return is_whole ? std::optional{number} : std::nullopt;
}

}  // namespace

sys_days last_day(const Window& window, Instant now) {
    const sys_days today = std::chrono::floor<days>(now);
    return window.is_near_real_time ? today : today - days{1};
}

WindowDays days_of(const Window& window, sys_days begin, Instant now) {
    const sys_days last = last_day(window, now);
    const DayRange asked = asked_days(window, begin, last);
    const sys_days counted_end = std::clamp(last + days{1}, asked.begin, asked.end);
    if (counted_end == asked.begin) {
        // No day of it counts: it is shown as its first day.
        return {{asked.begin, asked.begin + days{1}}, {asked.begin, asked.begin}};
    }
    return {asked, {asked.begin, counted_end}};
}

WindowDays days_before(const WindowDays& window) {
    const DayRange before{window.asked.begin - days{window.asked.days()}, window.asked.begin};
    return {before, before};
}

std::optional<sys_days> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_of(text.substr(0, 4));
    const auto month = number_of(text.substr(5, 2));
    const auto day = number_of(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

}  // namespace mooring::app::reporting
