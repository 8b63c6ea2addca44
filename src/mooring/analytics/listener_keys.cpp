#include "mooring/analytics/listener_keys.hpp"

#include "mooring/base/time_text.hpp"

namespace mooring::analytics {

std::chrono::year_month key_period(Instant at) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
    return day.year() / day.month();
}

Instant begin_of(std::chrono::year_month period) {
    return std::chrono::sys_days{period / 1};
}

Instant end_of(std::chrono::year_month period) {
    return begin_of(period + std::chrono::months{1});
}

Instant destruction_of(std::chrono::year_month period) {
    return end_of(period) + key_kept_after_period;
}

std::string period_text(std::chrono::year_month period) {
    return iso8601_date(begin_of(period)).substr(0, std::string_view{"2026-03"}.size());
}

std::optional<std::chrono::year_month> parse_period(std::string_view text) {
    const auto day = parse_iso8601(std::string{text} + "-01");
    if (!day || period_text(key_period(*day)) != text) {
        return std::nullopt;
    }
    return key_period(*day);
}

}  // namespace mooring::analytics
