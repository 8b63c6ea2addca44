#include "mooring/api/analytics/time_range.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::api::analytics {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr std::int64_t last_second = 4'102'444'799;  // of the year 2099
constexpr std::size_t most_digits = 10;
constexpr std::int64_t most_hours_seconds = 92 * 86400;
constexpr std::array intervals{Interval::hour, Interval::day, Interval::week, Interval::month};

Checked<std::optional<std::int64_t>> read_time(const std::optional<std::string>& text, std::string_view name) {
    if (!text) return std::optional<std::int64_t>{};
    const bool is_number =
        text->size() <= most_digits && std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '9'; });
    const auto number = is_number ? parse_decimal(*text) : std::nullopt;
    if (!number || *number > last_second) {
        return invalid_field("query", name, "must be whole Unix seconds, 0 to 4102444799");
    }
    return number;
}

Checked<Interval> read_interval(const std::optional<std::string>& text) {
    if (!text) return Interval::day;
    const auto number = parse_decimal(*text);
    const auto known =
        std::ranges::find_if(intervals, [&](Interval one) { return static_cast<std::int64_t>(one) == number; });
    if (known == intervals.end()) {
        return invalid_field("query", "timeInterval", "must be one of 3600, 86400, 604800, 2628000");
    }
    return *known;
}

struct ReadParameters {
    std::optional<std::int64_t> begin, end;
    Interval interval = Interval::day;
};

Checked<ReadParameters> read_parameters(const TimeParameters& asked) {
    ReadParameters read;
    MOORING_TRY(read.begin, read_time(asked.begin, "timeRangeStart"));
    MOORING_TRY(read.end, read_time(asked.end, "timeRangeEnd"));
    MOORING_TRY(read.interval, read_interval(asked.interval));
    return read;
}

/// The nearest hour or midnight; half-way is upward.
Instant rounded(std::int64_t at, Interval interval) {
    const Instant instant = from_unix_seconds(at);
    if (interval == Interval::hour) return std::chrono::floor<hours>(instant + seconds{1800});
    return std::chrono::floor<days>(instant + hours{12});
}

}  // namespace

DayRange TimeRange::days(sys_days today) const {
    const sys_days first = std::chrono::floor<std::chrono::days>(begin);
    const sys_days past = std::chrono::floor<std::chrono::days>(end) + std::chrono::days{1};
    return {first, std::max(first, std::min(past, today))};
}

std::vector<Instant> TimeRange::buckets(sys_days today) const {
    std::vector<Instant> found;
    const std::chrono::microseconds step = interval == Interval::hour ? hours{1} : hours{24};
    for (Instant at = begin; at <= end && at < Instant{today}; at += step) {
        const Instant bucket = bucket_begin(interval, at);
        if (found.empty() || found.back() != bucket) found.push_back(bucket);
    }
    return found;
}

Instant bucket_begin(Interval interval, Instant at) {
    const sys_days day = std::chrono::floor<days>(at);
    switch (interval) {
        case Interval::hour: return std::chrono::floor<hours>(at);
        case Interval::day: return day;
        case Interval::week: return day - (std::chrono::weekday{day} - std::chrono::Monday);
        case Interval::month: {
            const std::chrono::year_month_day date{day};
            return sys_days{date.year() / date.month() / 1};
        }
    }
    return day;
}

Bucket bucket_of(Interval interval) {
    switch (interval) {
        case Interval::hour: return Bucket::hour;
        case Interval::day: return Bucket::day;
        case Interval::week: return Bucket::week;
        case Interval::month: return Bucket::month;
    }
    return Bucket::day;
}

Checked<std::optional<TimeRange>> read_time_range(const TimeParameters& asked, std::optional<sys_days> first,
                                                  sys_days today) {
    MOORING_TRY(const ReadParameters read, read_parameters(asked));
    const auto& [begin, end, interval] = read;
    if (!begin && !first) return std::optional<TimeRange>{};
    TimeRange range;
    range.asked_begin = begin ? *begin : unix_seconds(*first);
    range.asked_end = end.value_or(unix_seconds(today));
    range.interval = interval;
    if (range.asked_begin > range.asked_end) {
        return begin ? invalid_field("query", "timeRangeStart", "must not be after the end of the range")
                     : invalid_field("query", "timeRangeEnd", "must not be before the start of the range");
    }
    range.begin = rounded(range.asked_begin, interval);
    range.end = rounded(range.asked_end, interval);
    if (interval == Interval::hour && range.end - range.begin > seconds{most_hours_seconds}) {
        return invalid_field("query", "timeInterval", "must be a day or more for a range of more than 92 days");
    }
    return std::optional{range};
}

Checked<std::optional<TimeRange>> time_range_of(const Call& call, Numbers& numbers, bool has_interval) {
    const TimeParameters asked{call.parameter("timeRangeStart"), call.parameter("timeRangeEnd"),
                               has_interval ? call.parameter("timeInterval") : std::nullopt};
    // Bad parameters are told before plays are asked, which may be away.
    MOORING_CHECK(read_parameters(asked));
    MOORING_TRY(const DayRange facts, numbers.all_days());
    std::optional<sys_days> first;
    if (call.episode) {
        first = app::numbers::publication_day(call.episode->episode, call.now);
    } else {
        MOORING_TRY(first, call.read([&](CatalogSnapshot& catalog) {
            return app::numbers::first_publication(catalog, call.show->id, call.now);
        }));
    }
    if (facts.days() > 0 && (!first || facts.begin < *first)) first = facts.begin;
    if (first) first = std::max(*first, sys_days{});  // times are Unix seconds from 0 on
    return read_time_range(asked, first, numbers.today());
}

std::int64_t interval_of(const Call& call) {
    const auto text = call.parameter("timeInterval");
    return parse_decimal(text.value_or("")).value_or(static_cast<std::int64_t>(Interval::day));
}

}  // namespace mooring::api::analytics
