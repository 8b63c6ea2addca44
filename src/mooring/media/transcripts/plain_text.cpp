#include "mooring/media/transcripts/plain_text.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::media::transcripts {
namespace {

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

/// Where the code point behind `count` others begins; the end when there are fewer.
std::size_t after_code_points(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size() && count > 0) {
        ++at;
        while (at < text.size() && is_continuation(text[at])) ++at;
        --count;
    }
    return at;
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    const auto blank = [&] {
        if (!line.empty() && line.back() != ' ') line.push_back(' ');
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte <= 0x20 || byte == 0x7f) {
            blank();
        } else if (byte == 0xc2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) <= 0xa0) {
            ++at;  // C1 controls, and the blank that does not break
            blank();
        } else {
            line.push_back(text[at]);
        }
    }
    if (line.ends_with(' ')) line.pop_back();
    return std::string{trim(line)};
}

std::vector<std::string> wrap(std::string_view text, std::size_t most) {
    std::vector<std::string> lines;
    while (true) {
        const std::size_t fits = after_code_points(text, most);
        if (fits >= text.size()) {
            lines.emplace_back(text);
            return lines;
        }
        const std::size_t blank = text[fits] == ' ' ? fits : text.substr(0, fits).rfind(' ');
        const bool breaks_word = blank == std::string_view::npos || blank == 0;
        lines.emplace_back(text.substr(0, breaks_word ? fits : blank));
        text.remove_prefix(breaks_word ? fits : blank + 1);
    }
}

Spoken split_speaker(std::string_view line) {
    constexpr std::size_t most_name = 60, most_blanks = 4;
    const auto colon = line.substr(0, most_name + 2).find(": ");
    const Spoken whole{{}, line};
    if (colon == std::string_view::npos || colon == 0) return whole;
    const std::string_view name = line.substr(0, colon);
    const auto first = static_cast<unsigned char>(name.front());
    const bool begins_well = (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first >= 0xc3;
    if (!begins_well || name.find_first_of("?!;,<>\"") != std::string_view::npos ||
        static_cast<std::size_t>(std::count(name.begin(), name.end(), ' ')) > most_blanks || name.ends_with(' ') ||
        colon + 2 >= line.size()) {
        return whole;
    }
    return {name, line.substr(colon + 2)};
}

}  // namespace mooring::media::transcripts
