#include <algorithm>
#include <array>
#include <optional>

#include "mooring/analytics/logs/log_lines.hpp"
#include "mooring/analytics/logs/log_text.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::analytics {

namespace {

/// What the headers of a response take of `sc-bytes` (measurement.md, 9.3).
constexpr std::int64_t header_bytes = 512;

struct NamedColumn {
    std::string_view name;
    LogColumn column;
};

/// Standard names first, then those of real-time logs where they differ.
constexpr std::array names{
    NamedColumn{"date", LogColumn::date},
    NamedColumn{"time", LogColumn::time},
    NamedColumn{"timestamp", LogColumn::timestamp},
    NamedColumn{"timestamp(ms)", LogColumn::timestamp},
    NamedColumn{"time-taken", LogColumn::time_taken},
    NamedColumn{"c-ip", LogColumn::address},
    NamedColumn{"x-forwarded-for", LogColumn::forwarded},
    NamedColumn{"cs-method", LogColumn::method},
    NamedColumn{"cs-uri-stem", LogColumn::target},
    NamedColumn{"cs-uri-query", LogColumn::query},
    NamedColumn{"sc-status", LogColumn::status},
    NamedColumn{"sc-bytes", LogColumn::sent_with_headers},
    NamedColumn{"sc-content-len", LogColumn::content_length},
    NamedColumn{"sc-range-start", LogColumn::range_begin},
    NamedColumn{"sc-range-end", LogColumn::range_end},
    NamedColumn{"cs(Referer)", LogColumn::referrer},
    NamedColumn{"cs-referer", LogColumn::referrer},
    NamedColumn{"cs(User-Agent)", LogColumn::user_agent},
    NamedColumn{"cs-user-agent", LogColumn::user_agent},
    NamedColumn{"x-edge-request-id", LogColumn::request_id},
    NamedColumn{"c-country", LogColumn::country},
};

/// The values of a line by their columns.
struct Values {
    std::array<std::string_view, 32> of_column{};
    std::string_view at(LogColumn column) const { return of_column[static_cast<std::size_t>(column)]; }
};

Values values_of(std::string_view line, std::span<const LogColumn> columns, std::size_t& count) {
    Values values;
    count = 0;
    for (bool is_last = false; !is_last && count < columns.size(); ++count) {
        const std::size_t tab = line.find('\t');
        is_last = tab == std::string_view::npos;
        values.of_column[static_cast<std::size_t>(columns[count])] = line.substr(0, tab);
        if (!is_last) line.remove_prefix(tab + 1);
    }
    return values;
}

/// `2026-03-03` and `10:00:00`, or seconds since 1970 with a fraction.
std::optional<Instant> time_of(const Values& values) {
    if (const std::string_view stamp = values.at(LogColumn::timestamp); !stamp.empty()) {
        const auto millis = log_seconds_ms(stamp);
        if (!millis) return std::nullopt;
        return Instant{std::chrono::milliseconds{*millis}};
    }
    const std::string_view date = values.at(LogColumn::date);
    const std::string_view time = values.at(LogColumn::time);
    if (date.size() != 10 || time.size() != 8) return std::nullopt;
    std::array<char, 20> text{};
    std::ranges::copy(date, text.begin());
    text[10] = 'T';
    std::ranges::copy(time, text.begin() + 11);
    text[19] = 'Z';
    return parse_iso8601({text.data(), text.size()});
}

/// Body bytes: those sent, less about what the headers take, and no more than the body has.
std::int64_t body_bytes(const Values& values, std::int64_t sent) {
    const std::int64_t body = std::max<std::int64_t>(sent - header_bytes, 0);
    const auto length = log_number(values.at(LogColumn::content_length));
    return length ? std::min(body, *length) : body;
}

}  // namespace

LogColumn cloudfront_column(std::string_view name) {
    const auto found = std::ranges::find(names, name, &NamedColumn::name);
    return found == names.end() ? LogColumn::ignored : found->column;
}

LineProblem read_cloudfront_line(std::string_view line, std::span<const LogColumn> columns, LogRow& row) {
    std::size_t count = 0;
    const Values values = values_of(line, columns, count);
    if (count < columns.size()) return LineProblem::bad_shape;
    auto at = time_of(values);
    if (!at || !is_log_time(*at)) return LineProblem::bad_time;
    put_log_field(row.method, values.at(LogColumn::method).substr(0, 16));
    put_log_field(row.target, values.at(LogColumn::target));
    if (row.method.empty() || row.target.empty()) return LineProblem::bad_request_line;
    if (const std::string_view query = values.at(LogColumn::query); !query.empty() && query != "-") {
        row.target.append("?").append(query.substr(0, longest_log_field));
    }
    const auto status = log_number(values.at(LogColumn::status));
    const auto sent = log_number(values.at(LogColumn::sent_with_headers));
    if (!status || *status > 999 || !sent) return LineProblem::bad_number;
    row.status = static_cast<int>(*status);
    row.sent_bytes = body_bytes(values, *sent);
    if (const auto taken = log_seconds_ms(values.at(LogColumn::time_taken))) row.duration_ms = *taken;
    row.at = *at - std::chrono::milliseconds{row.duration_ms};
    const auto first = log_number(values.at(LogColumn::range_begin));
    const auto last = log_number(values.at(LogColumn::range_end));
    if (row.status == 206) {
        row.is_position_unknown = !first || !last || *last < *first;
        if (!row.is_position_unknown) {
            row.ranges.emplace_back(*first, *last);
            row.range_raw = "bytes=" + std::to_string(*first) + "-" + std::to_string(*last);
        }
    }
    put_log_field(row.address, values.at(LogColumn::address));
    put_percent_log_field(row.forwarded, values.at(LogColumn::forwarded));
    put_percent_log_field(row.referrer, values.at(LogColumn::referrer));
    put_percent_log_field(row.user_agent, values.at(LogColumn::user_agent));
    put_log_field(row.request_id, values.at(LogColumn::request_id));
    put_log_field(row.country, values.at(LogColumn::country));
    return is_log_time(row.at) ? LineProblem::none : LineProblem::bad_time;
}

}  // namespace mooring::analytics
