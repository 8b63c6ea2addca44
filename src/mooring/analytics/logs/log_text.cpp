#include "mooring/analytics/logs/log_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "mooring/base/utf8.hpp"

namespace mooring::analytics {

namespace {

constexpr std::size_t most_ranges = 100;

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

/// The byte of two hexadecimal digits at the front of `text`, or -1.
int hex_byte(std::string_view text) {
    if (text.size() < 2) return -1;
    const int high = hex_value(text[0]);
    const int low = hex_value(text[1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_absent(std::string_view text) {
    return text == "-";
}

void decode_percents(std::string& text) {
    std::size_t out = 0;
    for (std::size_t at = 0; at < text.size(); ++out) {
        const int byte = text[at] == '%' ? hex_byte(std::string_view{text}.substr(at + 1)) : -1;
        text[out] = byte < 0 ? text[at] : static_cast<char>(byte);
        at += byte < 0 ? 1 : 3;
    }
    text.resize(out);
}

std::optional<unsigned> month_number(std::string_view name) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto month = std::ranges::find(months, name);
    if (month == months.end()) return std::nullopt;
    return static_cast<unsigned>(month - months.begin()) + 1;
}

/// Two digits, or -1.
int two_digits(std::string_view text) {
    const bool fits = text.size() == 2 && text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';
    return fits ? (text[0] - '0') * 10 + (text[1] - '0') : -1;
}

}  // namespace

void put_log_field(std::string& field, std::string_view text) {
    field.assign(is_absent(text) ? std::string_view{} : text.substr(0, longest_log_field));
}

void put_escaped_log_field(std::string& field, std::string_view text) {
    field.clear();
    if (is_absent(text)) return;
    if (text.find('\\') == std::string_view::npos) {
        field.assign(text.substr(0, longest_log_field));
        return;
    }
    for (std::size_t at = 0; at < text.size() && field.size() < longest_log_field; ++at) {
        if (text[at] != '\\' || at + 1 == text.size()) {
            field += text[at];
            continue;
        }
        const char mark = text[++at];
        const int byte = mark == 'x' ? hex_byte(text.substr(at + 1)) : -1;
        if (byte >= 0) {
            field += static_cast<char>(byte);
            at += 2;
            continue;
        }
        switch (mark) {
            case 'n': field += '\n'; break;
            case 't': field += '\t'; break;
            case 'r': field += '\r'; break;
            case 'b': field += '\b'; break;
            case 'v': field += '\v'; break;
            case 'f': field += '\f'; break;
            default: field += mark;
        }
    }
}

void put_percent_log_field(std::string& field, std::string_view text) {
    put_log_field(field, text);
    if (field.find('%') == std::string::npos) return;
    decode_percents(field);
    if (field.find("%20") != std::string::npos) decode_percents(field);
}

std::optional<std::int64_t> log_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size() || text.empty() || text.front() == '-') {
        return std::nullopt;
    }
    return number;
}

std::optional<std::int64_t> log_seconds_ms(std::string_view text) {
    const std::size_t dot = text.find('.');
    const auto seconds = log_number(text.substr(0, dot));
    if (!seconds || *seconds > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    std::int64_t millis = 0;
    if (dot != std::string_view::npos) {
        std::int64_t unit = 100;
        for (const char digit : text.substr(dot + 1)) {
            if (digit < '0' || digit > '9') return std::nullopt;
            millis += (digit - '0') * unit;
            unit /= 10;
        }
    }
    return *seconds * 1000 + millis;
}

std::optional<Instant> combined_time(std::string_view text) {
    // dd/Mon/yyyy:HH:MM:SS +zzzz
    constexpr std::size_t length = 26;
    const bool has_marks = text.size() == length && text[2] == '/' && text[6] == '/' && text[11] == ':' &&
                           text[14] == ':' && text[17] == ':' && text[20] == ' ' &&
                           (text[21] == '+' || text[21] == '-');
    if (!has_marks) return std::nullopt;
    const auto month = month_number(text.substr(3, 3));
    const int century = two_digits(text.substr(7, 2));
    const int year = two_digits(text.substr(9, 2));
    const int day = two_digits(text.substr(0, 2));
    const std::array parts{two_digits(text.substr(12, 2)), two_digits(text.substr(15, 2)),
                           two_digits(text.substr(18, 2)), two_digits(text.substr(22, 2)),
                           two_digits(text.substr(24, 2))};
    if (!month || century < 0 || year < 0 || day < 1 || std::ranges::any_of(parts, [](int part) { return part < 0; })) {
        return std::nullopt;
    }
    const auto date = std::chrono::year{century * 100 + year} / std::chrono::month{*month} /
                      std::chrono::day{static_cast<unsigned>(day)};
    const auto [hour, minute, second, zone_hours, zone_minutes] = parts;
    if (!date.ok() || hour > 23 || minute > 59 || second > 60 || zone_hours > 14 || zone_minutes > 59) {
        return std::nullopt;
    }
    const std::chrono::minutes zone{(zone_hours * 60 + zone_minutes) * (text[21] == '-' ? -1 : 1)};
    return Instant{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} - zone;
}

std::optional<std::pair<std::int64_t, std::int64_t>> content_range(std::string_view text) {
    if (!text.starts_with("bytes ")) return std::nullopt;
    text.remove_prefix(6);
    text = text.substr(0, text.find('/'));
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first = log_number(text.substr(0, dash));
    const auto last = log_number(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return std::pair{*first, *last};
}

std::vector<std::pair<std::int64_t, std::int64_t>> served_ranges(std::string_view header, std::int64_t size) {
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    if (!header.starts_with("bytes=") || size <= 0) return ranges;
    header.remove_prefix(6);
    for (bool is_last = false; !is_last && ranges.size() <= most_ranges;) {
        const std::size_t comma = header.find(',');
        is_last = comma == std::string_view::npos;
        const std::string_view part = trim_ascii(header.substr(0, comma));
        if (!is_last) header.remove_prefix(comma + 1);
        const std::size_t dash = part.find('-');
        if (dash == std::string_view::npos) return {};
        const auto first = log_number(part.substr(0, dash));
        const auto last = log_number(part.substr(dash + 1));
        if (dash == 0 && last) {  // the last so many bytes
            if (*last > 0) ranges.emplace_back(std::max<std::int64_t>(size - *last, 0), size - 1);
        } else if (first && (last || dash + 1 == part.size())) {
            const std::int64_t end = last ? std::min(*last, size - 1) : size - 1;
            if (*first <= end) ranges.emplace_back(*first, end);
        } else {
            return {};
        }
    }
    if (ranges.size() > most_ranges) ranges.clear();
    return ranges;
}

}  // namespace mooring::analytics
