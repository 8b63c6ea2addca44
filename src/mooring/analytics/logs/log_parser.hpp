#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/analytics/logs/log_row.hpp"

namespace mooring::analytics {

/// Why a record is no row.
enum class LineProblem : std::uint8_t {
    none,
    no_header,         ///< rows in columns that no head line named
    bad_shape,         ///< not the columns, quotes or members of its format
    bad_time,          ///< a time that cannot be read, or outside the years 1990 to 9998
    bad_request_line,  ///< no method and target
    bad_number,        ///< a status or a number of bytes that is none
    bad_address,       ///< no address that can be read
    too_long           ///< longer than a record may be
};

std::string_view to_string(LineProblem problem);

enum class LineOutcome : std::uint8_t {
    row,        ///< a request
    skipped,    ///< a head line, a comment, an empty line
    malformed,  ///< see `problem`
};

/// The columns of logs that name theirs.
enum class LogColumn : std::uint8_t {
    ignored,
    date,
    time,
    timestamp,  ///< seconds since 1970 with a fraction, or ISO 8601
    time_taken,
    address,
    hashed_address,
    forwarded,
    method,
    target,
    query,
    status,
    sent_with_headers,
    content_length,
    range_begin,
    range_end,
    range,
    referrer,
    user_agent,
    request_id,
    country,
    region
};

/// Reads the records of one log. Records come in their order: a head line says what later ones hold.
class LogParser {
public:
    /// `fields`: names of columns, for logs without a head line; empty otherwise.
    explicit LogParser(LogFormat format, const std::vector<std::string>& fields = {});

    /// Read one record into `row`, which is cleared. Any bytes are good enough.
    LineOutcome parse(std::string_view record, LogRow& row);
    /// Pass over a record; a head line is taken up.
    void skip(std::string_view record);
    /// Why the last record was malformed.
    LineProblem problem() const { return problem_; }

private:
    bool take_header(std::string_view record);

    const LogFormat format_;
    std::vector<LogColumn> columns_;
    bool has_columns_ = false;
    LineProblem problem_ = LineProblem::none;
};

}  // namespace mooring::analytics
