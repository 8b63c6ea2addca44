#pragma once

#include <cstdint>
#include <string_view>

namespace mooring::graphql {

/// https://spec.graphql.org/October2021/#sec-Appendix-Grammar-Summary.Lexical-Tokens
enum class TokenKind : std::uint8_t {
    start_of_file,
    end_of_file,
    bang,
    dollar,
    ampersand,
    parenthesis_left,
    parenthesis_right,
    spread,
    colon,
    equals,
    at,
    bracket_left,
    bracket_right,
    brace_left,
    pipe,
    brace_right,
    name,
    int_value,
    float_value,
    string,
    block_string,
    invalid  ///< the lexer, or the parser, has an error
};

struct Token {
    TokenKind kind = TokenKind::start_of_file;
    bool has_escapes = false;  ///< a string whose value is not its text
    std::uint32_t start = 0;   ///< byte offsets, half-open, quotes included
    std::uint32_t end = 0;
};

/// What messages call a kind: `"{"` for a punctuator, `Name` for a name.
std::string_view describe(TokenKind kind);

}  // namespace mooring::graphql
