#include "mooring/graphql/json/write_json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace mooring::graphql {

namespace {

constexpr std::array<bool, 256> make_plain_table() {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0x20; byte < 256; ++byte) table[byte] = byte != '"' && byte != '\\' && byte != 0xED;
    return table;
}
constexpr std::array<bool, 256> is_plain = make_plain_table();

/// Three bytes that stand for a surrogate, which UTF-8 does not know (`read_json` lets them through), as an escape.
/// False when those at `at` are a character.
bool append_surrogate(std::string& out, std::string_view text, std::size_t at) {
    if (at + 2 >= text.size() || static_cast<unsigned char>(text[at + 1]) < 0xA0U) return false;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    out += "\\ud";
    for (const unsigned digit : {(second >> 2U) & 0xFU, ((second & 3U) << 2U) | ((third >> 4U) & 3U), third & 0xFU}) {
        out += "0123456789abcdef"[digit];
    }
    return true;
}

void append_escape(std::string& out, unsigned char byte) {
    switch (byte) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    out += "\\u00";
    out += "0123456789abcdef"[byte >> 4U];
    out += "0123456789abcdef"[byte & 0xFU];
}

/// https://tc39.es/ecma262/#sec-numeric-types-number-tostring, with `digits` times ten to the power of
/// `point - digits.size()`.
void append_decimal(std::string& out, std::string_view digits, int point) {
    const int count = static_cast<int>(digits.size());
    const auto zeros = [&out](int number) { out.append(static_cast<std::size_t>(number), '0'); };
    if (point > 21 || point <= -6) {
        out += digits.front();
        if (count > 1) out.append(".").append(digits.substr(1));
        out += point > 0 ? "e+" : "e-";
        append_integer(out, std::abs(point - 1));
    } else if (point <= 0) {
        out += "0.";
        zeros(-point);
        out += digits;
    } else if (count <= point) {
        out += digits;
        zeros(point - count);
    } else {
        out.append(digits.substr(0, static_cast<std::size_t>(point))).append(".");
        out += digits.substr(static_cast<std::size_t>(point));
    }
}

constexpr std::size_t most_items_shown = 10;
constexpr std::size_t most_levels_shown = 1;

std::string inspect_at(const Value& value, std::size_t level) {
    std::string shown;
    if (value.is_list()) {
        if (value.items().empty()) return "[]";
        if (level > most_levels_shown) return "[Array]";
        const std::size_t size = value.items().size();
        for (std::size_t index = 0; index < std::min(size, most_items_shown); ++index) {
            shown += (index == 0 ? "[" : ", ") + inspect_at(value.items()[index], level + 1);
        }
        if (size == most_items_shown + 1) shown += ", ... 1 more item";
        if (size > most_items_shown + 1) shown += ", ... " + std::to_string(size - most_items_shown) + " more items";
        return shown + "]";
    }
    if (value.is_object()) {
        if (value.members().empty()) return "{}";
        if (level > most_levels_shown) return "[Object]";
        for (const Member& member : value.members()) {
            shown +=
                (shown.empty() ? "{ " : ", ") + std::string(member.name) + ": " + inspect_at(member.value, level + 1);
        }
        return shown + " }";
    }
    if (value.is_absent()) return "undefined";
    append_value(shown, value);
    return shown;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (is_plain[byte]) continue;
        out.append(text.data() + start, at - start);
        start = at;
        if (byte == 0xED) {
            if (!append_surrogate(out, text, at)) continue;
            at += 2;
        } else {
            append_escape(out, byte);
        }
        start = at + 1;
    }
    out.append(text.data() + start, text.size() - start);
    out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void append_number(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    if (value == 0) {
        out += '0';
        return;
    }
    if (value < 0) out += '-';
    std::array<char, 40> text;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), std::abs(value), std::chars_format::scientific).ptr;
    const std::string_view scientific{text.data(), static_cast<std::size_t>(end - text.data())};
    const std::size_t split = scientific.find('e');
    std::string digits{scientific.substr(0, 1)};
    if (split > 2) digits += scientific.substr(2, split - 2);
    const int exponent = std::atoi(std::string(scientific.substr(split + 1)).c_str());
    append_decimal(out, digits, exponent + 1);
}

void append_value(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Value::Kind::absent:
        case Value::Kind::null: out += "null"; return;
        case Value::Kind::boolean: out += value.as_boolean() ? "true" : "false"; return;
        case Value::Kind::integer: append_integer(out, value.as_integer()); return;
        case Value::Kind::number: append_number(out, value.as_number()); return;
        case Value::Kind::string:
        case Value::Kind::enum_name: append_string(out, value.text()); return;
        case Value::Kind::list: {
            out += '[';
            for (std::size_t index = 0; index < value.items().size(); ++index) {
                if (index != 0) out += ',';
                append_value(out, value.items()[index]);
            }
            out += ']';
            return;
        }
        case Value::Kind::object: {
            out += '{';
            bool is_first = true;
            for (const Member& member : value.members()) {
                if (!is_first) out += ',';
                is_first = false;
                append_string(out, member.name);
                out += ':';
                append_value(out, member.value);
            }
            out += '}';
            return;
        }
    }
}

std::string inspect(const Value& value) {
    return inspect_at(value, 0);
}

}  // namespace mooring::graphql
