#include "mooring/graphql/language/lexer.hpp"

#include <array>

#include "mooring/base/utf8.hpp"
#include "mooring/graphql/language/code_point.hpp"
#include "mooring/graphql/language/string_value.hpp"

namespace mooring::graphql {

namespace {

constexpr std::array<std::string_view, 22> descriptions{
    "<SOF>", "<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"", "\")\"", "\"...\"", "\":\"",  "\"=\"",       "\"@\"",
    "\"[\"", "\"]\"", "\"{\"", "\"|\"", "\"}\"", "Name",  "Int",   "Float",   "String", "BlockString", "Invalid"};

constexpr bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

constexpr bool is_name_start(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

constexpr std::array<bool, 256> make_name_table() {
    std::array<bool, 256> table{};
    for (std::size_t letter = 0; letter < 128; ++letter) {
        table[letter] = is_name_start(static_cast<char>(letter)) || is_digit(static_cast<char>(letter));
    }
    return table;
}
constexpr std::array<bool, 256> is_name_continue = make_name_table();

constexpr TokenKind punctuator(char letter) {
    switch (letter) {
        case '!': return TokenKind::bang;
        case '$': return TokenKind::dollar;
        case '&': return TokenKind::ampersand;
        case '(': return TokenKind::parenthesis_left;
        case ')': return TokenKind::parenthesis_right;
        case ':': return TokenKind::colon;
        case '=': return TokenKind::equals;
        case '@': return TokenKind::at;
        case '[': return TokenKind::bracket_left;
        case ']': return TokenKind::bracket_right;
        case '{': return TokenKind::brace_left;
        case '|': return TokenKind::pipe;
        case '}': return TokenKind::brace_right;
        default: return TokenKind::invalid;
    }
}

Token token_of(TokenKind kind, std::size_t start, std::size_t end, bool has_escapes = false) {
    return {kind, has_escapes, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

}  // namespace

std::string_view describe(TokenKind kind) {
    return descriptions[static_cast<std::size_t>(kind)];
}

Token Lexer::next(std::size_t offset) {
    std::size_t at = offset;
    while (at < source_.size()) {
        const char letter = source_[at];
        if (is_name_start(letter)) return read_name(at);
        switch (letter) {
            case '\t':
            case ' ':
            case ',':
            case '\n':
            case '\r': ++at; continue;
            case '#': at = skip_comment(at); continue;
            case '.':
                if (source_.substr(at, 3) == "...") return token_of(TokenKind::spread, at, at + 3);
                break;
            case '"': return source_.substr(at, 3) == "\"\"\"" ? read_block_string(at) : read_string(at);
            default: break;
        }
        if (const TokenKind kind = punctuator(letter); kind != TokenKind::invalid) return token_of(kind, at, at + 1);
        if (is_digit(letter) || letter == '-') return read_number(at);
        const CodePoint point = decode_utf8(source_, at);
        if (point.is_valid && point.value == 0xFEFFU) {  // a byte order mark
            at += point.size;
            continue;
        }
        if (letter == '\'') {
            return fail(at, "Unexpected single quote character ('), did you mean to use a double quote (\")?");
        }
        return fail(at,
                    (point.is_valid ? "Unexpected character: " : "Invalid character: ") + describe_character(at) + ".");
    }
    return token_of(TokenKind::end_of_file, source_.size(), source_.size());
}

std::size_t Lexer::skip_comment(std::size_t offset) const {
    std::size_t at = offset + 1;
    while (at < source_.size() && source_[at] != '\n' && source_[at] != '\r') {
        const CodePoint point = decode_utf8(source_, at);
        if (!point.is_valid) break;  // the next token will complain
        at += point.size;
    }
    return at;
}

Token Lexer::read_name(std::size_t start) const {
    std::size_t at = start + 1;
    while (at < source_.size() && is_name_continue[static_cast<unsigned char>(source_[at])]) ++at;
    return token_of(TokenKind::name, start, at);
}

Token Lexer::read_number(std::size_t start) {
    std::size_t at = start;
    bool is_float = false;
    const auto digits = [&] {
        if (!is_digit(peek(at))) return false;
        while (is_digit(peek(at))) ++at;
        return true;
    };
    const auto unexpected = [&] {
        return fail(at, "Invalid number, expected digit but got: " + describe_character(at) + ".");
    };
    if (peek(at) == '-') ++at;
    if (peek(at) == '0') {
        ++at;
        if (is_digit(peek(at))) {
            return fail(at, "Invalid number, unexpected digit after 0: " + describe_character(at) + ".");
        }
    } else if (!digits()) {
        return unexpected();
    }
    if (peek(at) == '.') {
        is_float = true;
        ++at;
        if (!digits()) return unexpected();
    }
    if (peek(at) == 'e' || peek(at) == 'E') {
        is_float = true;
        ++at;
        if (peek(at) == '+' || peek(at) == '-') ++at;
        if (!digits()) return unexpected();
    }
    if (peek(at) == '.' || is_name_start(peek(at))) return unexpected();
    return token_of(is_float ? TokenKind::float_value : TokenKind::int_value, start, at);
}

Token Lexer::read_string(std::size_t start) {
    std::size_t at = start + 1;
    bool has_escapes = false;
    while (at < source_.size()) {
        const char letter = source_[at];
        if (letter == '"') return token_of(TokenKind::string, start, at + 1, has_escapes);
        if (letter == '\n' || letter == '\r') break;
        if (letter == '\\') {
            has_escapes = true;
            const std::size_t size = check_escape(at);
            if (size == 0) return token_of(TokenKind::invalid, at, at);
            at += size;
        } else if (static_cast<unsigned char>(letter) < 0x80U) {
            ++at;
        } else {
            const CodePoint point = decode_utf8(source_, at);
            if (!point.is_valid) {
                return fail(at, "Invalid character within String: " + describe_character(at) + ".");
            }
            at += point.size;
        }
    }
    return fail(at, "Unterminated string.");
}

std::size_t Lexer::check_escape(std::size_t offset) {
    const Escape escape = read_escape(source_, offset);
    if (escape.is_valid) return escape.size;
    const bool is_unicode = peek(offset + 1) == 'u';
    // What is shown may end within a character, or hold bytes that are none.
    std::string shown;
    for (std::size_t count = 0, at = offset; count < escape.size && at < source_.size(); ++count) {
        const CodePoint point = decode_utf8(source_, at);
        append_utf8(shown, point.is_valid ? point.value : U'\uFFFD');
        at += point.size;
    }
    static_cast<void>(fail(offset, std::string(is_unicode ? "Invalid Unicode escape sequence: \""
                                                          : "Invalid character escape sequence: \"") +
                                       shown + "\"."));
    return 0;
}

Token Lexer::read_block_string(std::size_t start) {
    std::size_t at = start + 3;
    while (at < source_.size()) {
        const char letter = source_[at];
        if (letter == '"' && source_.substr(at, 3) == "\"\"\"") {
            return token_of(TokenKind::block_string, start, at + 3, true);
        }
        if (letter == '\\' && source_.substr(at, 4) == "\\\"\"\"") {
            at += 4;
        } else if (static_cast<unsigned char>(letter) < 0x80U) {
            ++at;
        } else {
            const CodePoint point = decode_utf8(source_, at);
            if (!point.is_valid) {
                return fail(at, "Invalid character within String: " + describe_character(at) + ".");
            }
            at += point.size;
        }
    }
    return fail(at, "Unterminated string.");
}

std::string_view Lexer::string_value(const Token& token, Arena& arena) const {
    const std::string_view whole = text(token);
    if (token.kind == TokenKind::block_string) return arena.copy(block_string_value(whole.substr(3, whole.size() - 6)));
    const std::string_view inside = whole.substr(1, whole.size() - 2);
    return token.has_escapes ? arena.copy(unescape(inside)) : inside;
}

Token Lexer::fail(std::size_t offset, std::string message) {
    error_ = std::move(message);
    return token_of(TokenKind::invalid, offset, offset);
}

std::string Lexer::describe_character(std::size_t offset) const {
    if (offset >= source_.size()) return "<EOF>";
    const CodePoint point = decode_utf8(source_, offset);
    if (point.value == '"' && point.is_valid) return "'\"'";
    if (point.value >= 0x20U && point.value <= 0x7EU) return "\"" + std::string(1, source_[offset]) + "\"";
    std::string digits;
    for (char32_t rest = point.value; rest != 0 || digits.size() < 4; rest >>= 4U) {
        digits.insert(digits.begin(), "0123456789ABCDEF"[rest & 0xFU]);
    }
    return "U+" + digits;
}

}  // namespace mooring::graphql
