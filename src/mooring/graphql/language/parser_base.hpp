#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/graphql/language/document.hpp"
#include "mooring/graphql/language/lexer.hpp"
#include "mooring/graphql/language/parser.hpp"

namespace mooring::graphql {

/// What all parts of the parser share: the token at hand, the arena, and the first error. After an error the token at
/// hand is `invalid` and stays so: nothing matches any more and every loop ends.
class ParserBase {
public:
    ParserBase(Document& document, const ParseLimits& limits);

    bool has_failed() const { return error_.has_value(); }
    RequestError take_error() { return std::move(*error_); }
    std::size_t token_count() const { return token_count_; }

protected:
    bool is_at(TokenKind kind) const { return token_.kind == kind; }
    bool is_at_keyword(std::string_view word) const { return is_at(TokenKind::name) && text() == word; }
    std::string_view text() const { return lexer_.text(token_); }
    /// The meaning of the string at hand.
    std::string_view string_value() { return lexer_.string_value(token_, document_.arena); }

    void advance();
    /// The token after the one at hand, without moving.
    Token look_ahead();
    bool take(TokenKind kind);
    bool take_keyword(std::string_view word);
    void expect(TokenKind kind);
    void expect_keyword(std::string_view word);
    void unexpected() { unexpected(token_); }
    void unexpected(const Token& token);
    void fail(std::size_t offset, std::string description, Refusal refusal = Refusal::syntax);
    std::string describe_token(const Token& token);

    /// Items up to `close`, the first of which has to be there.
    template <class T, class ParseItem>
    List<T> many(TokenKind open, TokenKind close, ParseItem parse_item) {
        expect(open);
        return rest_of_many<T>(close, parse_item);
    }

    /// As `many`, or nothing at all.
    template <class T, class ParseItem>
    List<T> optional_many(TokenKind open, TokenKind close, ParseItem parse_item) {
        return take(open) ? rest_of_many<T>(close, parse_item) : List<T>{};
    }

    /// Any number of items, none included.
    template <class T, class ParseItem>
    List<T> any(TokenKind open, TokenKind close, ParseItem parse_item) {
        expect(open);
        std::vector<T> items;
        const Nesting nesting{*this};
        while (!has_failed() && !take(close)) items.push_back(parse_item());
        return keep(items);
    }

    /// `A & B & C`, with a delimiter in front too where one likes.
    template <class T, class ParseItem>
    List<T> delimited(TokenKind delimiter, ParseItem parse_item) {
        std::vector<T> items;
        take(delimiter);
        do {
            items.push_back(parse_item());
        } while (take(delimiter));
        return keep(items);
    }

    template <class T>
    List<T> keep(const std::vector<T>& items) {
        return document_.arena.copy(items);
    }

    /// Counts how deep the parser is; fails at the limit.
    class Nesting {
    public:
        explicit Nesting(ParserBase& parser) : parser_(parser) {
            if (++parser_.nesting_ > parser_.limits_.nesting) parser_.fail_too_deep();
        }
        ~Nesting() { --parser_.nesting_; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;

    private:
        ParserBase& parser_;
    };

    Document& document_;
    Token token_;

private:
    template <class T, class ParseItem>
    List<T> rest_of_many(TokenKind close, ParseItem parse_item) {
        std::vector<T> items;
        const Nesting nesting{*this};
        do {
            items.push_back(parse_item());
        } while (!has_failed() && !take(close));
        return keep(items);
    }
    void fail_too_deep();

    Lexer lexer_;
    const ParseLimits& limits_;
    std::size_t token_count_ = 0;
    std::size_t nesting_ = 0;
    std::optional<RequestError> error_;
};

}  // namespace mooring::graphql
