#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/graphql/language/arena.hpp"
#include "mooring/graphql/language/token.hpp"

namespace mooring::graphql {

/// Cuts a document into tokens, one at a time, without allocating. Comments, commas and white space are passed over.
/// Source: https://spec.graphql.org/October2021/#sec-Language.Source-Text; of the draft, `\u{1F600}` is read too.
class Lexer {
public:
    explicit Lexer(std::string_view source) : source_(source) {}

    /// The token that begins at `offset` or after it. `invalid` when there is none: then `error()` says why, and
    /// the token's start is where.
    Token next(std::size_t offset);

    const std::string& error() const { return error_; }
    std::string_view source() const { return source_; }
    std::string_view text(const Token& token) const { return source_.substr(token.start, token.end - token.start); }

    /// The meaning of a string or block string: a view of the source, or a copy in `arena` where there are escapes.
    std::string_view string_value(const Token& token, Arena& arena) const;

private:
    char peek(std::size_t offset) const { return offset < source_.size() ? source_[offset] : '\0'; }
    std::size_t skip_comment(std::size_t offset) const;
    Token read_name(std::size_t start) const;
    Token read_number(std::size_t start);
    Token read_string(std::size_t start);
    Token read_block_string(std::size_t start);
    /// Size of the escape at `offset`, 0 when it is malformed (and `fail` was called).
    std::size_t check_escape(std::size_t offset);
    Token fail(std::size_t offset, std::string message);
    std::string describe_character(std::size_t offset) const;

    std::string_view source_;
    std::string error_;
};

}  // namespace mooring::graphql
