#include "mooring/graphql/language/printer.hpp"

#include <algorithm>

#include "mooring/graphql/language/string_value.hpp"

namespace mooring::graphql {

namespace {

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t';
}

/// Whether a block string gives `text` back as it is: no control characters, no blank ends, no common indent.
bool is_printable_as_block(std::string_view text) {
    if (text.empty()) return true;
    bool is_line_empty = true;
    bool has_indent = false;
    bool has_common_indent = true;
    bool has_seen_line = false;
    for (const char letter : text) {
        if (letter == '\n') {
            if (is_line_empty && !has_seen_line) return false;
            has_seen_line = true;
            is_line_empty = true;
            has_indent = false;
        } else if (is_blank(letter)) {
            has_indent = has_indent || is_line_empty;
        } else if (static_cast<unsigned char>(letter) < 0x10U) {
            return false;
        } else {
            has_common_indent = has_common_indent && has_indent;
            is_line_empty = false;
        }
    }
    return !is_line_empty && !(has_common_indent && has_seen_line);
}

std::string print_block(std::string_view text) {
    std::string escaped;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, 3) == "\"\"\"") {
            escaped += "\\\"\"\"";
            at += 3;
        } else {
            escaped += text[at++];
        }
    }
    const auto lines = split_lines(escaped);
    const bool is_single = lines.size() == 1;
    const bool all_indented =
        lines.size() > 1 && std::all_of(lines.begin() + 1, lines.end(),
                                        [](std::string_view line) { return line.empty() || is_blank(line.front()); });
    const bool ends_in_triple = escaped.ends_with("\\\"\"\"");
    const bool ends_awkwardly = (text.ends_with('"') && !ends_in_triple) || text.ends_with('\\');
    const bool is_tall = !is_single || text.size() > 70 || ends_awkwardly || all_indented || ends_in_triple;
    const bool starts_blank = is_single && !text.empty() && is_blank(text.front());
    std::string block = "\"\"\"";
    if ((is_tall && !starts_blank) || all_indented) block += '\n';
    block += escaped;
    if (is_tall) block += '\n';
    return block + "\"\"\"";
}

}  // namespace

std::string print_string(std::string_view text) {
    std::string printed = "\"";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        switch (letter) {
            case '"': printed += "\\\""; continue;
            case '\\': printed += "\\\\"; continue;
            case '\b': printed += "\\b"; continue;
            case '\f': printed += "\\f"; continue;
            case '\n': printed += "\\n"; continue;
            case '\r': printed += "\\r"; continue;
            case '\t': printed += "\\t"; continue;
            default: break;
        }
        if (byte < 0x20U || byte == 0x7FU) {
            printed += "\\u00";
            printed += "0123456789ABCDEF"[byte >> 4U];
            printed += "0123456789ABCDEF"[byte & 0xFU];
        } else {
            printed += letter;
        }
    }
    return printed + "\"";
}

std::string print_description(std::string_view text) {
    return is_printable_as_block(text) ? print_block(text) : print_string(text);
}

std::string print(const ast::Value& value) {
    switch (value.kind) {
        case ast::ValueKind::variable: return "$" + std::string(value.text);
        case ast::ValueKind::int_value:
        case ast::ValueKind::float_value:
        case ast::ValueKind::enum_value: return std::string(value.text);
        case ast::ValueKind::string: return value.is_block ? print_block(value.text) : print_string(value.text);
        case ast::ValueKind::boolean: return value.boolean ? "true" : "false";
        case ast::ValueKind::null: return "null";
        case ast::ValueKind::list: {
            std::string printed = "[";
            for (const ast::Value& item : value.items) {
                if (printed.size() > 1) printed += ", ";
                printed += print(item);
            }
            return printed + "]";
        }
        case ast::ValueKind::object: {
            std::string printed = "{";
            for (const ast::ObjectField& field : value.fields) {
                if (printed.size() > 1) printed += ", ";
                printed += std::string(field.name.text) + ": " + print(field.value);
            }
            return printed + "}";
        }
    }
    return {};
}

std::string print(const ast::Type& type) {
    switch (type.kind) {
        case ast::TypeKind::named: return std::string(type.name.text);
        case ast::TypeKind::list: return "[" + print(*type.inner) + "]";
        case ast::TypeKind::non_null: return print(*type.inner) + "!";
    }
    return {};
}

}  // namespace mooring::graphql
