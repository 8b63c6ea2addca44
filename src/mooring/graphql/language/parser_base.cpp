#include "mooring/graphql/language/parser_base.hpp"

namespace mooring::graphql {

ParserBase::ParserBase(Document& document, const ParseLimits& limits)
    : document_(document), lexer_(document.source), limits_(limits) {}

void ParserBase::advance() {
    if (has_failed()) return;
    token_ = lexer_.next(token_.end);
    if (token_.kind == TokenKind::invalid) {
        fail(token_.start, lexer_.error());
    } else if (token_.kind != TokenKind::end_of_file && ++token_count_ > limits_.tokens) {
        fail(token_.start,
             "Document contains more that " + std::to_string(limits_.tokens) + " tokens. Parsing aborted.",
             Refusal::too_many_tokens);
    }
}

Token ParserBase::look_ahead() {
    if (has_failed() || is_at(TokenKind::end_of_file)) return token_;
    const Token token = lexer_.next(token_.end);
    if (token.kind == TokenKind::invalid) fail(token.start, lexer_.error());
    return token;
}

bool ParserBase::take(TokenKind kind) {
    if (!is_at(kind)) return false;
    advance();
    return true;
}

bool ParserBase::take_keyword(std::string_view word) {
    if (!is_at_keyword(word)) return false;
    advance();
    return true;
}

void ParserBase::expect(TokenKind kind) {
    if (take(kind)) return;
    fail(token_.start, "Expected " + std::string(describe(kind)) + ", found " + describe_token(token_) + ".");
}

void ParserBase::expect_keyword(std::string_view word) {
    if (take_keyword(word)) return;
    fail(token_.start, "Expected \"" + std::string(word) + "\", found " + describe_token(token_) + ".");
}

void ParserBase::unexpected(const Token& token) {
    fail(token.start, "Unexpected " + describe_token(token) + ".");
}

std::string ParserBase::describe_token(const Token& token) {
    std::string description{describe(token.kind)};
    switch (token.kind) {
        case TokenKind::name:
        case TokenKind::int_value:
        case TokenKind::float_value: return description + " \"" + std::string(lexer_.text(token)) + "\"";
        case TokenKind::string:
        case TokenKind::block_string:
            return description + " \"" + std::string(lexer_.string_value(token, document_.arena)) + "\"";
        default: return description;
    }
}

void ParserBase::fail(std::size_t offset, std::string description, Refusal refusal) {
    if (has_failed()) return;
    error_ = RequestError{refusal, "Syntax Error: " + std::move(description), {locate(document_.source, offset)}};
    token_.kind = TokenKind::invalid;
}

void ParserBase::fail_too_deep() {
    if (has_failed()) return;
    fail(token_.start, "Document is nested more than " + std::to_string(limits_.nesting) + " deep.", Refusal::too_deep);
}

}  // namespace mooring::graphql
