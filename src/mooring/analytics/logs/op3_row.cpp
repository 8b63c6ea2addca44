#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>

#include "mooring/analytics/logs/log_lines.hpp"
#include "mooring/analytics/logs/log_text.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::analytics {

namespace {

namespace json = boost::json;

struct NamedColumn {
    std::string_view name;
    LogColumn column;
};

constexpr std::array names{
    NamedColumn{"time", LogColumn::timestamp},
    NamedColumn{"uuid", LogColumn::request_id},
    NamedColumn{"hashedIpAddress", LogColumn::hashed_address},
    NamedColumn{"ipAddress", LogColumn::address},
    NamedColumn{"method", LogColumn::method},
    NamedColumn{"url", LogColumn::target},
    NamedColumn{"userAgent", LogColumn::user_agent},
    NamedColumn{"referer", LogColumn::referrer},
    NamedColumn{"range", LogColumn::range},
    NamedColumn{"country", LogColumn::country},
    NamedColumn{"regionName", LogColumn::region},
    NamedColumn{"region", LogColumn::region},
};

/// Put one value where it belongs. False for a time that is none.
bool take(LogColumn column, std::string_view value, LogRow& row) {
    switch (column) {
        case LogColumn::timestamp: {
            auto at = parse_iso8601(value);
            if (!at) {
                if (const auto millis = log_number(value))
                    at = Instant{std::chrono::milliseconds{std::min<std::int64_t>(*millis, 1LL << 50)}};
            }
            if (!at || !is_log_time(*at)) return false;
            row.at = *at;
            break;
        }
        case LogColumn::request_id: put_log_field(row.request_id, value); break;
        case LogColumn::hashed_address: put_log_field(row.hashed_address, value); break;
        case LogColumn::address: put_log_field(row.address, value); break;
        case LogColumn::method: put_log_field(row.method, value.substr(0, 16)); break;
        case LogColumn::target: put_log_field(row.target, value); break;
        case LogColumn::user_agent: put_log_field(row.user_agent, value); break;
        case LogColumn::referrer: put_log_field(row.referrer, value); break;
        case LogColumn::range: put_log_field(row.range_raw, value); break;
        case LogColumn::country: put_log_field(row.country, value); break;
        case LogColumn::region:
            if (!value.empty()) put_log_field(row.region, value);
            break;
        default: break;
    }
    return true;
}

/// A prefix sees neither status nor bytes (measurement.md, 9.4).
LineProblem finish(LogRow& row) {
    if (row.at == Instant{}) return LineProblem::bad_time;
    if (row.target.empty()) return LineProblem::bad_request_line;
    if (row.method.empty()) row.method = "GET";
    row.status = 302;
    row.is_estimated = true;
    return row.hashed_address.empty() && row.address.empty() ? LineProblem::bad_address : LineProblem::none;
}

}  // namespace

LogColumn op3_column(std::string_view name) {
    const auto found = std::ranges::find(names, name, &NamedColumn::name);
    return found == names.end() ? LogColumn::ignored : found->column;
}

LineProblem read_op3_line(std::string_view line, std::span<const LogColumn> columns, LogRow& row) {
    std::size_t count = 0;
    for (bool is_last = false; !is_last && count < columns.size(); ++count) {
        const std::size_t tab = line.find('\t');
        is_last = tab == std::string_view::npos;
        if (!take(columns[count], line.substr(0, tab), row)) return LineProblem::bad_time;
        if (!is_last) line.remove_prefix(tab + 1);
    }
    return count < columns.size() ? LineProblem::bad_shape : finish(row);
}

LineProblem read_op3_object(std::string_view object, LogRow& row) {
    json::error_code failed;
    json::value value;
    {
        json::parse_options options;
        options.max_depth = 4;
        value = json::parse(object, failed, {}, options);
    }
    if (failed || !value.is_object()) return LineProblem::bad_shape;
    for (const auto& member : value.as_object()) {
        if (!member.value().is_string()) continue;
        const json::string& text = member.value().as_string();
        if (!take(op3_column(member.key()), {text.data(), text.size()}, row)) return LineProblem::bad_time;
    }
    return finish(row);
}

}  // namespace mooring::analytics
