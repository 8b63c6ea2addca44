#include "cli/pull_output.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::cli {
namespace {

namespace json = boost::json;
using mooring_client::Json;
using mooring_client::raw_elements;
using mooring_client::raw_member;

constexpr std::size_t widest_cell = 48;
constexpr std::size_t most_rows = 40;

/// A raw JSON value as a cell: texts without quotes, control characters and line breaks as spaces.
std::string cell_text(std::string_view raw) {
    std::string text{raw};
    json::error_code failed;
    if (raw.starts_with('"')) {
        const json::value value = json::parse(raw, failed);
        if (!failed && value.is_string()) text = std::string{value.as_string()};
    } else if (raw == "null") {
        text = "-";
    }
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return is_valid_utf8(text) ? cut_to_code_points(text, widest_cell) : text.substr(0, widest_cell);
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        if (row.size() > widths.size()) widths.resize(row.size());
        for (std::size_t n = 0; n < row.size(); ++n) {
            widths[n] = std::max(widths[n], is_valid_utf8(row[n]) ? code_point_count(row[n]) : row[n].size());
        }
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line = "  ";
        for (std::size_t n = 0; n < row.size(); ++n) {
            line += row[n];
            const std::size_t width = is_valid_utf8(row[n]) ? code_point_count(row[n]) : row[n].size();
            if (n + 1 < row.size()) line += std::string(widths[n] - width + 2, ' ');
        }
        text += line + '\n';
    }
    return text;
}

/// The column headers of a table answer: texts, or objects with a name.
std::vector<std::string> headers_of(std::string_view data) {
    std::vector<std::string> names;
    for (const std::string_view header : raw_elements(raw_member(data, "columnHeaders").value_or("[]"))) {
        const std::string_view name = header.starts_with('{') ? raw_member(header, "name").value_or("-") : header;
        names.push_back(cell_text(name));
    }
    return names;
}

std::string rows_of(std::string_view data) {
    std::vector<std::vector<std::string>> rows;
    if (auto names = headers_of(data); !names.empty()) rows.push_back(std::move(names));
    const auto elements = raw_elements(raw_member(data, "rows").value_or("[]"));
    for (std::size_t n = 0; n < std::min(elements.size(), most_rows); ++n) {
        std::vector<std::string> cells;
        for (const std::string_view cell : raw_elements(elements[n])) cells.push_back(cell_text(cell));
        if (cells.empty()) cells.push_back(cell_text(elements[n]));
        rows.push_back(std::move(cells));
    }
    std::string text = table(rows);
    if (elements.empty()) text += "  (no rows)\n";
    if (elements.size() > most_rows) text += "  … and " + std::to_string(elements.size() - most_rows) + " more\n";
    return text;
}

/// Objects and lists of objects, level by level, with their scalars.
void outline(std::string_view raw, const std::string& indent, int depth, std::size_t& lines, std::string& text) {
    if (depth > 8 || lines > most_rows) return;
    json::error_code failed;
    const json::value value = json::parse(raw, failed);
    if (failed) return;
    if (value.is_object()) {
        for (const auto& [name, member] : value.as_object()) {
            if (++lines > most_rows) return;
            const std::string_view inner = raw_member(raw, name).value_or("null");
            const bool is_deep = member.is_object() || member.is_array();
            text += indent + std::string{name} + (is_deep ? "\n" : "  " + cell_text(inner) + "\n");
            if (is_deep) outline(inner, indent + "  ", depth + 1, lines, text);
        }
    } else if (value.is_array()) {
        for (const std::string_view element : raw_elements(raw)) {
            if (++lines > most_rows) return;
            const bool is_deep = element.starts_with('{') || element.starts_with('[');
            text += indent + "-" + (is_deep ? "\n" : " " + cell_text(element) + "\n");
            if (is_deep) outline(element, indent + "  ", depth + 1, lines, text);
        }
    }
}

}  // namespace

std::string outcome_line(const std::string& name, const PullOutcome& outcome) {
    const Question& question = outcome.task->question;
    std::string line = "{\"" + name + "\": " + json::serialize(json::value(question.endpoint));
    line += ", \"episode\": " + (question.episode.empty() ? "null" : json::serialize(json::value(question.episode)));
    // A line is one line: white space outside of texts may be line breaks, which JSON allows to leave out.
    std::string response = outcome.kept.text.empty() ? "null" : outcome.kept.text;
    std::ranges::replace(response, '\n', ' ');
    std::ranges::replace(response, '\r', ' ');
    line += ", \"response\": " + response;
    if (!outcome.kept.skipped.empty()) line += ", \"skipped\": " + json::serialize(json::value(outcome.kept.skipped));
    return line + "}";
}

std::string outcome_table(const PullOutcome& outcome) {
    const Question& question = outcome.task->question;
    std::string text = question.endpoint + (question.episode.empty() ? "" : "  " + question.episode) + "\n";
    if (!outcome.kept.skipped.empty()) return text + "  (" + outcome.kept.skipped + ")\n";
    const std::string& raw = outcome.kept.text;
    if (const auto data = raw_member(raw, "data"); data && raw_member(*data, "rows")) return text + rows_of(*data);
    std::size_t lines = 0;
    outline(raw, "  ", 0, lines, text);
    if (lines > most_rows) text += "  …\n";
    return text;
}

std::string indented(std::string_view raw) {
    std::string text;
    int depth = 0;
    const auto new_line = [&] { text += '\n' + std::string(static_cast<std::size_t>(std::max(depth, 0)) * 2, ' '); };
    for (std::size_t n = 0; n < raw.size(); ++n) {
        const char c = raw[n];
        if (c == '"') {
            const std::size_t start = n;
            for (++n; n < raw.size() && raw[n] != '"'; ++n) {
                if (raw[n] == '\\') ++n;
            }
            text += raw.substr(start, n - start + 1);
        } else if (c == '{' || c == '[') {
            text += c;
            const auto inner = raw.find_first_not_of(" \t\r\n", n + 1);
            if (inner != std::string_view::npos && (raw[inner] == '}' || raw[inner] == ']')) {
                text += raw[inner];
                n = inner;
            } else {
                ++depth;
                new_line();
            }
        } else if (c == '}' || c == ']') {
            --depth;
            new_line();
            text += c;
        } else if (c == ',') {
            text += c;
            new_line();
        } else if (c == ':') {
            text += ": ";
        } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            text += c;
        }
    }
    return text + '\n';
}

}  // namespace mooring::cli
