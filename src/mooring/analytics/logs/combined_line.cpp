#include <algorithm>
#include <limits>
#include <optional>

#include "mooring/analytics/logs/log_lines.hpp"
#include "mooring/analytics/logs/log_text.hpp"

namespace mooring::analytics {

namespace {

/// Takes the fields of a line off its front.
class LineFields {
public:
    explicit LineFields(std::string_view line) : rest_(line) {}

    /// Up to the next space, which is taken too.
    std::string_view word() {
        const std::size_t end = rest_.find(' ');
        const std::string_view taken = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        return taken;
    }

    /// Between quotes, escapes left in, and the space behind. Unset when there is none.
    std::optional<std::string_view> quoted() {
        if (!rest_.starts_with('"')) return std::nullopt;
        std::size_t end = 1;
        while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
        if (end >= rest_.size()) return std::nullopt;
        const std::string_view taken = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        if (rest_.starts_with(' ')) rest_.remove_prefix(1);
        return taken;
    }

    /// Up to `mark`, which is taken too. Unset when there is none.
    std::optional<std::string_view> until(std::string_view mark) {
        const std::size_t end = rest_.find(mark);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view taken = rest_.substr(0, end);
        rest_.remove_prefix(end + mark.size());
        return taken;
    }

    bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

/// `GET /path HTTP/1.1`
bool read_request(std::string_view request, LogRow& row) {
    const std::size_t space = request.find(' ');
    if (space == std::string_view::npos || space == 0 || space > 16) return false;
    row.method.assign(request.substr(0, space));
    std::string_view target = request.substr(space + 1);
    const std::size_t protocol = target.rfind(" HTTP/");
    if (protocol != std::string_view::npos) target = target.substr(0, protocol);
    put_escaped_log_field(row.target, target);
    return !row.target.empty();
}

/// What `log_format mooring` adds.
LineProblem read_more(LineFields& fields, LogRow& row) {
    const auto range = fields.quoted();
    const auto served = fields.quoted();
    const auto id = fields.quoted();
    const std::string_view seconds = fields.word();
    const auto forwarded = fields.quoted();
    if (!range || !served || !id || !forwarded) return LineProblem::bad_shape;
    put_escaped_log_field(row.range_raw, *range);
    put_escaped_log_field(row.request_id, *id);
    put_escaped_log_field(row.forwarded, *forwarded);
    if (const auto taken = log_seconds_ms(seconds)) row.duration_ms = *taken;
    if (row.status == 206) {
        if (const auto stretch = content_range(*served)) {
            row.ranges.push_back(*stretch);
            row.is_position_unknown = false;
        } else {
            row.is_position_unknown = row.range_raw.empty();
        }
    }
    return LineProblem::none;
}

}  // namespace

LineProblem read_combined_line(std::string_view line, LogRow& row) {
    LineFields fields{line};
    row.address.assign(fields.word());
    if (!fields.until("[")) return LineProblem::bad_shape;
    const auto time = fields.until("] ");
    const auto request = fields.quoted();
    if (!time || !request) return LineProblem::bad_shape;
    const auto at = combined_time(*time);
    if (!at || !is_log_time(*at)) return LineProblem::bad_time;
    if (!read_request(*request, row)) return LineProblem::bad_request_line;
    const auto status = log_number(fields.word());
    const std::string_view bytes = fields.word();
    const auto sent = bytes == "-" ? std::optional<std::int64_t>{0} : log_number(bytes);
    if (!status || *status > 999 || !sent) return LineProblem::bad_number;
    const auto referrer = fields.quoted();
    const auto agent = fields.quoted();
    if (!referrer || !agent) return LineProblem::bad_shape;
    row.status = static_cast<int>(*status);
    row.sent_bytes = *sent;
    row.is_position_unknown = row.status == 206;
    put_escaped_log_field(row.referrer, *referrer);
    put_escaped_log_field(row.user_agent, *agent);
    if (!fields.at_end()) {
        if (const LineProblem problem = read_more(fields, row); problem != LineProblem::none) return problem;
    }
    row.at = *at - std::chrono::milliseconds{row.duration_ms};
    return is_log_time(row.at) ? LineProblem::none : LineProblem::bad_time;
}

}  // namespace mooring::analytics
