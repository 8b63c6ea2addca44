#include "mooring/analytics/logs/log_parser.hpp"

#include "mooring/analytics/logs/log_lines.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::analytics {

namespace {

constexpr std::string_view fields_mark = "#Fields:";
constexpr std::size_t most_columns = 256;

bool has_named_columns(LogFormat format) {
    return format == LogFormat::cloudfront || format == LogFormat::op3_tsv;
}

LogColumn column_of(LogFormat format, std::string_view name) {
    return format == LogFormat::cloudfront ? cloudfront_column(name) : op3_column(name);
}

/// The columns that a head line names, apart by tabs or spaces.
std::vector<LogColumn> columns_of(LogFormat format, std::string_view names) {
    std::vector<LogColumn> columns;
    while (!names.empty() && columns.size() < most_columns) {
        const std::size_t end = names.find_first_of("\t ");
        if (end != 0) columns.push_back(column_of(format, names.substr(0, end)));
        names = end == std::string_view::npos ? std::string_view{} : names.substr(end + 1);
    }
    return columns;
}

}  // namespace

void LogRow::clear() {
    at = {};
    duration_ms = 0;
    status = 0;
    sent_bytes = 0;
    ranges.clear();
    is_position_unknown = false;
    is_estimated = false;
    for (std::string* text : {&method, &target, &range_raw, &address, &forwarded, &hashed_address, &referrer,
                              &user_agent, &request_id, &country, &region}) {
        text->clear();
    }
}

std::string_view to_string(LineProblem problem) {
    switch (problem) {
        case LineProblem::none: return "none";
        case LineProblem::no_header: return "no_header";
        case LineProblem::bad_shape: return "bad_shape";
        case LineProblem::bad_time: return "bad_time";
        case LineProblem::bad_request_line: return "bad_request_line";
        case LineProblem::bad_number: return "bad_number";
        case LineProblem::bad_address: return "bad_address";
        case LineProblem::too_long: return "too_long";
    }
    return "bad_shape";
}

LogParser::LogParser(LogFormat format, const std::vector<std::string>& fields) : format_(format) {
    for (const std::string& name : fields) columns_.push_back(column_of(format, name));
    has_columns_ = !columns_.empty();
}

/// Whether the record is a head line or a comment.
bool LogParser::take_header(std::string_view record) {
    if (!has_named_columns(format_)) return false;
    if (record.starts_with('#')) {
        if (format_ == LogFormat::cloudfront && record.starts_with(fields_mark)) {
            columns_ = columns_of(format_, record.substr(fields_mark.size()));
            has_columns_ = !columns_.empty();
        }
        return true;
    }
    const bool is_head = format_ == LogFormat::op3_tsv && (record.starts_with("time\t") || !has_columns_) &&
                         record.find("\turl") != std::string_view::npos;
    if (is_head) {
        columns_ = columns_of(format_, record);
        has_columns_ = true;
    }
    return is_head;
}

void LogParser::skip(std::string_view record) {
    take_header(record);
}

LineOutcome LogParser::parse(std::string_view record, LogRow& row) {
    row.clear();
    problem_ = LineProblem::none;
    if (record.ends_with('\r')) record.remove_suffix(1);
    if (trim_ascii(record).empty() || take_header(record)) return LineOutcome::skipped;
    if (has_named_columns(format_) && !has_columns_) {
        problem_ = LineProblem::no_header;
        return LineOutcome::malformed;
    }
    switch (format_) {
        case LogFormat::combined: problem_ = read_combined_line(record, row); break;
        case LogFormat::cloudfront: problem_ = read_cloudfront_line(record, columns_, row); break;
        case LogFormat::op3_tsv: problem_ = read_op3_line(record, columns_, row); break;
        case LogFormat::op3_json: problem_ = read_op3_object(record, row); break;
    }
    return problem_ == LineProblem::none ? LineOutcome::row : LineOutcome::malformed;
}

bool is_log_time(Instant at) {
    return at >= Instant{std::chrono::sys_days{std::chrono::year{1990} / 1 / 1}} &&
           at < Instant{std::chrono::sys_days{std::chrono::year{9999} / 1 / 1}};
}

}  // namespace mooring::analytics
