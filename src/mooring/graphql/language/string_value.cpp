#include "mooring/graphql/language/string_value.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "mooring/base/utf8.hpp"

namespace mooring::graphql {

namespace {

constexpr std::array<std::int8_t, 256> make_hex_table() {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::uint8_t digit = 0; digit < 16; ++digit) {
        table[static_cast<unsigned char>("0123456789ABCDEF"[digit])] = static_cast<std::int8_t>(digit);
        table[static_cast<unsigned char>("0123456789abcdef"[digit])] = static_cast<std::int8_t>(digit);
    }
    return table;
}
constexpr std::array<std::int8_t, 256> hex_table = make_hex_table();

int hex_digit(char digit) {
    return hex_table[static_cast<unsigned char>(digit)];
}

bool is_scalar_value(char32_t value) {
    return value <= 0xD7FFU || (value >= 0xE000U && value <= 0x10FFFFU);
}

/// `\u{1F600}`: one to eight digits. Source: the specification's draft, "String Value".
Escape read_braced(std::string_view source, std::size_t offset) {
    char32_t value = 0;
    std::size_t size = 3;
    while (size < 12) {
        const char digit = offset + size < source.size() ? source[offset + size] : '\0';
        ++size;
        if (digit == '}') {
            if (size < 5 || !is_scalar_value(value)) break;
            return {value, size, true};
        }
        const int number = hex_digit(digit);
        if (number < 0 || value > 0xFFFFFFFU) break;
        value = (value << 4U) | static_cast<char32_t>(number);
    }
    return {0, size, false};
}

constexpr char32_t no_digits = 0xFFFFFFFFU;

/// Four hexadecimal digits, or `no_digits`.
char32_t read_four(std::string_view source, std::size_t offset) {
    if (offset + 4 > source.size()) return no_digits;
    const int value = (hex_digit(source[offset]) << 12) | (hex_digit(source[offset + 1]) << 8) |
                      (hex_digit(source[offset + 2]) << 4) | hex_digit(source[offset + 3]);
    return value < 0 ? no_digits : static_cast<char32_t>(value);  // one -1 makes all of it negative
}

/// `\u00E9`, or two of them that make a surrogate pair.
Escape read_fixed(std::string_view source, std::size_t offset) {
    const char32_t lead = read_four(source, offset + 2);
    if (is_scalar_value(lead)) return {lead, 6, true};
    if (lead <= 0xDBFFU && source.substr(offset + 6, 2) == "\\u") {
        const char32_t trail = read_four(source, offset + 8);
        if (trail >= 0xDC00U && trail <= 0xDFFFU) {
            return {0x10000U + ((lead - 0xD800U) << 10U) + (trail - 0xDC00U), 12, true};
        }
    }
    return {0, 6, false};
}

std::size_t leading_white_space(std::string_view line) {
    return std::min(line.find_first_not_of(" \t"), line.size());
}

}  // namespace

Escape read_escape(std::string_view source, std::size_t offset) {
    switch (offset + 1 < source.size() ? source[offset + 1] : '\0') {
        case '"': return {U'"', 2, true};
        case '\\': return {U'\\', 2, true};
        case '/': return {U'/', 2, true};
        case 'b': return {U'\b', 2, true};
        case 'f': return {U'\f', 2, true};
        case 'n': return {U'\n', 2, true};
        case 'r': return {U'\r', 2, true};
        case 't': return {U'\t', 2, true};
        case 'u':
            return offset + 2 < source.size() && source[offset + 2] == '{' ? read_braced(source, offset)
                                                                           : read_fixed(source, offset);
        default: return {0, 2, false};
    }
}

std::string unescape(std::string_view text) {
    std::string value;
    value.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\') {
            const std::size_t next = std::min(text.find('\\', at), text.size());
            value.append(text.substr(at, next - at));
            at = next;
            continue;
        }
        const Escape escape = read_escape(text, at);
        if (escape.value < 0x80U) {
            value += static_cast<char>(escape.value);
        } else {
            append_utf8(value, escape.value);
        }
        at += escape.size;
    }
    return value;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\n' && text[at] != '\r') continue;
        lines.push_back(text.substr(start, at - start));
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
        start = at + 1;
    }
    lines.push_back(text.substr(start));
    return lines;
}

std::string block_string_value(std::string_view text) {
    std::string plain;  // `\"""` is the only escape
    for (std::size_t at = 0;;) {
        const std::size_t next = text.find("\\\"\"\"", at);
        plain.append(text.substr(at, next == std::string_view::npos ? next : next - at));
        if (next == std::string_view::npos) break;
        plain += "\"\"\"";
        at = next + 4;
    }
    const std::vector<std::string_view> lines = split_lines(plain);
    std::size_t common_indent = std::string::npos;
    std::optional<std::size_t> first;
    std::size_t last = 0;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const std::size_t indent = leading_white_space(lines[index]);
        if (indent == lines[index].size()) continue;
        if (!first) first = index;
        last = index;
        if (index != 0) common_indent = std::min(common_indent, indent);
    }
    std::string value;
    for (std::size_t index = first.value_or(1); index <= last; ++index) {
        if (index != *first) value += '\n';
        const std::string_view line = lines[index];
        value.append(index == 0 ? line : line.substr(std::min(common_indent, line.size())));
    }
    return value;
}

}  // namespace mooring::graphql
