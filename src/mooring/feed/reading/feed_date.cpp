#include "mooring/feed/reading/feed_date.hpp"

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::feed::reading {
namespace {

using namespace std::chrono;

constexpr std::size_t longest_date = 128;
constexpr std::array month_names{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

struct NamedZone {
    std::string_view name;
    int hours;
};
// RFC 5322, 4.3; its military letters mean nothing certain and count as UTC.
constexpr std::array zones{NamedZone{"ut", 0},   NamedZone{"utc", 0},  NamedZone{"gmt", 0},  NamedZone{"est", -5},
                           NamedZone{"edt", -4}, NamedZone{"cst", -6}, NamedZone{"cdt", -5}, NamedZone{"mst", -7},
                           NamedZone{"mdt", -6}, NamedZone{"pst", -8}, NamedZone{"pdt", -7}, NamedZone{"bst", 1},
                           NamedZone{"cet", 1},  NamedZone{"cest", 2}};

std::optional<int> number(std::string_view text, std::size_t most_digits) {
    int value = 0;
    if (text.empty() || text.size() > most_digits) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// The words of `text`, split at blanks and commas, comments in parentheses left out.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    int depth = 0;
    const auto end_word = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (const char c : text) {
        if (c == '(') ++depth;
        if (depth == 0 && c != ' ' && c != ',' && c != '\t' && c != '\n' && c != '\r') {
            word += c;
        } else {
            end_word();
        }
        if (c == ')' && depth > 0) --depth;
    }
    end_word();
    return words;
}

std::optional<unsigned> month_of(std::string_view word) {
    const std::string name = to_lower_ascii(word.substr(0, 3));
    for (std::size_t index = 0; index < month_names.size(); ++index) {
        if (name == month_names[index]) return static_cast<unsigned>(index + 1);
    }
    return std::nullopt;
}

std::optional<int> year_of(std::string_view word) {
    const auto year = number(word, 4);
    if (!year) return std::nullopt;
    if (word.size() == 4) return year;
    if (word.size() == 3) return *year + 1900;        // RFC 5322, 4.3
    return *year < 50 ? *year + 2000 : *year + 1900;  // likewise
}

std::optional<seconds> time_of(std::string_view word) {
    std::array<int, 3> parts{};
    std::size_t count = 0;
    for (;;) {
        const std::size_t colon = word.find(':');
        std::string_view part = word.substr(0, colon);
        part = part.substr(0, part.find('.'));
        const auto value = number(part, 2);
        if (!value || count == parts.size()) return std::nullopt;
        parts[count++] = *value;
        if (colon == std::string_view::npos) break;
        word.remove_prefix(colon + 1);
    }
    if (count < 2 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60) return std::nullopt;
    return hours{parts[0]} + minutes{parts[1]} + seconds{parts[2]};
}

std::optional<minutes> offset_of(std::string_view word) {
    if (word.starts_with('+') || word.starts_with('-')) {
        std::string digits;
        for (const char c : word.substr(1)) {
            if (c != ':') digits += c;
        }
        if (digits.size() == 2) digits += "00";
        const auto value = number(digits, 4);
        if (!value || digits.size() != 4 || *value % 100 > 59 || *value > 2359) return std::nullopt;
        const minutes offset = hours{*value / 100} + minutes{*value % 100};
        return word.front() == '-' ? -offset : offset;
    }
    const std::string name = to_lower_ascii(word);
    for (const NamedZone& zone : zones) {
        if (name == zone.name) return hours{zone.hours};
    }
    return minutes{0};
}

std::optional<Instant> loose_rfc822(std::string_view text) {
    const std::vector<std::string> words = words_of(text);
    std::size_t next = 0;
    if (next < words.size() && !number(words[next], 2)) ++next;  // the weekday
    if (words.size() < next + 3) return std::nullopt;
    const auto day = number(words[next], 2);
    const auto month = month_of(words[next + 1]);
    const auto year_number = year_of(words[next + 2]);
    if (!day || !month || !year_number) return std::nullopt;
    const year_month_day date{year{*year_number}, std::chrono::month{*month},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    Instant instant{sys_days{date}};
    next += 3;
    if (next == words.size()) return instant;
    const auto time = time_of(words[next]);
    if (!time) return std::nullopt;
    instant += *time;
    if (++next == words.size()) return instant;
    const auto offset = offset_of(words[next]);
    if (!offset) return std::nullopt;
    return instant - *offset;
}

}  // namespace

std::optional<Instant> parse_feed_date(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > longest_date) return std::nullopt;
    if (const auto date = parse_http_date(text)) return date;
    std::string iso{text};
    if (iso.size() > 10 && iso[10] == ' ') {
        iso[10] = 'T';
        std::erase(iso, ' ');
    }
    if (const auto date = parse_iso8601(iso)) return date;
    return loose_rfc822(text);
}

std::optional<milliseconds> parse_feed_duration(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > 32) return std::nullopt;
    std::int64_t total = 0;
    for (int parts = 1;; ++parts) {
        const std::size_t colon = text.find(':');
        std::string_view part = text.substr(0, colon);
        if (colon == std::string_view::npos) part = part.substr(0, part.find('.'));
        const auto value = number(part, 8);
        if (!value || parts > 3) return std::nullopt;
        total = total * 60 + *value;
        if (colon == std::string_view::npos) break;
        text.remove_prefix(colon + 1);
    }
    if (total > seconds{hours{1000}}.count()) return std::nullopt;
    return seconds{total};
}

}  // namespace mooring::feed::reading
