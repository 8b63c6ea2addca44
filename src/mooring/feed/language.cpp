#include "mooring/feed/language.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

/// ISO 639-1, alphabetical, with the older forms `in`, `iw` and `ji` that feeds still carry.
constexpr std::string_view two_letter_codes =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw "
    "ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
    return is_letter(c) || is_digit(c);
}

bool are_letters(std::string_view part, std::size_t length) {
    return part.size() == length && std::ranges::all_of(part, is_letter);
}

bool is_language_code(std::string_view part) {
    if (part.size() == 2) {
        for (std::size_t at = 0; at < two_letter_codes.size(); at += 3) {
            if (two_letter_codes.substr(at, 2) == part) {
                return true;
            }
        }
        return false;
    }
    return are_letters(part, 3);
}

bool is_region(std::string_view part) {
    return are_letters(part, 2) || (part.size() == 3 && std::ranges::all_of(part, is_digit));
}

bool is_variant(std::string_view part) {
    return (part.size() >= 5 && part.size() <= 8) || (part.size() == 4 && is_digit(part.front()));
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const std::size_t end = text.find('-', begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) {
            return parts;
        }
        begin = end + 1;
    }
}

/// The grammar `langtag` of RFC 5646, 2.1, over lower-case parts of 1 to 8 letters and digits each.
bool is_language_tag(const std::vector<std::string_view>& parts) {
    std::size_t at = 0;
    const auto more = [&] { return at < parts.size(); };
    if (!is_language_code(parts[at++])) {
        return false;
    }
    for (int extended = 0; extended < 3 && more() && are_letters(parts[at], 3); ++extended) {
        ++at;
    }
    at += more() && are_letters(parts[at], 4) ? 1 : 0;
    at += more() && is_region(parts[at]) ? 1 : 0;
    std::set<std::string_view> seen;
    for (; more() && is_variant(parts[at]); ++at) {
        if (!seen.insert(parts[at]).second) {
            return false;
        }
    }
    while (more() && parts[at].size() == 1 && parts[at] != "x") {
        if (!seen.insert(parts[at++]).second || !more() || parts[at].size() < 2) {
            return false;
        }
        while (more() && parts[at].size() >= 2) {
            ++at;
        }
    }
    if (more() && parts[at] == "x") {
        return at + 1 < parts.size();
    }
    return !more();
}

}  // namespace

std::optional<std::string> parse_language(std::string_view text) {
    std::string tag = to_lower_ascii(trim(text));
    const std::vector<std::string_view> parts = split(tag);
    const bool are_parts = std::ranges::all_of(parts, [](std::string_view part) {
        return !part.empty() && part.size() <= 8 && std::ranges::all_of(part, is_alphanumeric);
    });
    if (tag.size() > 100 || !are_parts || !is_language_tag(parts)) {
        return std::nullopt;
    }
    return tag;
}

}  // namespace mooring::feed
