#pragma once

#include <span>
#include <string_view>

#include "mooring/analytics/logs/log_parser.hpp"

// The formats, one function each. `row` is empty before; `none` when it was read.

namespace mooring::analytics {

/// `addr - user [time] "request" status bytes "referer" "agent"`, optionally with ` "range" "content range" "id"
/// seconds "forwarded"` behind. Source: measurement.md, 9.2.
LineProblem read_combined_line(std::string_view line, LogRow& row);

/// Tab-separated values in the order of `columns`. Source: measurement.md, 9.3.
LineProblem read_cloudfront_line(std::string_view line, std::span<const LogColumn> columns, LogRow& row);

/// The same for rows of a prefix service. Source: measurement.md, 9.4.
LineProblem read_op3_line(std::string_view line, std::span<const LogColumn> columns, LogRow& row);
/// One JSON object of such a row.
LineProblem read_op3_object(std::string_view object, LogRow& row);

/// The column that CloudFront's logs, standard or real-time, give this name.
LogColumn cloudfront_column(std::string_view name);
/// The same for rows of a prefix service.
LogColumn op3_column(std::string_view name);

/// Whether a time can be one of a request.
bool is_log_time(Instant at);

}  // namespace mooring::analytics
