#include "mooring/graphql/language/lexer.hpp"

#include <gtest/gtest.h>

#include "mooring/graphql/language/location.hpp"

namespace mooring::graphql {
namespace {

struct Case {
    const char* source;
    TokenKind kind;
    const char* text;
};

TEST(Lexer, ReadsEveryKindOfToken) {
    const Case cases[] = {
        {"!", TokenKind::bang, "!"},
        {" ,\t\n\r\xEF\xBB\xBF# note\n...", TokenKind::spread, "..."},
        {"_name9 x", TokenKind::name, "_name9"},
        {"-0", TokenKind::int_value, "-0"},
        {"12 ", TokenKind::int_value, "12"},
        {"1.50e-3", TokenKind::float_value, "1.50e-3"},
        {"0E5", TokenKind::float_value, "0E5"},
        {"\"a\\nb\"", TokenKind::string, "\"a\\nb\""},
        {"\"\"", TokenKind::string, "\"\""},
        {"\"\"\"a\nb\"\"\"", TokenKind::block_string, "\"\"\"a\nb\"\"\""},
        {"", TokenKind::end_of_file, ""},
    };
    for (const Case& one : cases) {
        Lexer lexer{one.source};
        const Token token = lexer.next(0);
        EXPECT_EQ(token.kind, one.kind) << one.source << ": " << lexer.error();
        EXPECT_EQ(lexer.text(token), one.text) << one.source;
    }
}

TEST(Lexer, SaysWhatItCannotRead) {
    struct {
        const char* source;
        const char* message;
        std::uint32_t offset;
    } const cases[] = {
        {"?", "Unexpected character: \"?\".", 0},
        {"..", "Unexpected character: \".\".", 0},
        {" \xC3\xA9", "Unexpected character: U+00E9.", 1},
        {"\xF0\x9F\x98\x80", "Unexpected character: U+1F600.", 0},
        {"\x01", "Unexpected character: U+0001.", 0},
        {"\xED\xA0\x80", "Invalid character: U+D800.", 0},
        {"#\xFF", "Invalid character: U+00FF.", 1},
        {"'x'", "Unexpected single quote character ('), did you mean to use a double quote (\")?", 0},
        {"00", "Invalid number, unexpected digit after 0: \"0\".", 1},
        {"1.", "Invalid number, expected digit but got: <EOF>.", 2},
        {"1.a", "Invalid number, expected digit but got: \"a\".", 2},
        {"1e\"", "Invalid number, expected digit but got: '\"'.", 2},
        {"12abc", "Invalid number, expected digit but got: \"a\".", 2},
        {"1.2.3", "Invalid number, expected digit but got: \".\".", 3},
        {"-", "Invalid number, expected digit but got: <EOF>.", 1},
        {"\"abc", "Unterminated string.", 4},
        {"\"a\nb\"", "Unterminated string.", 2},
        {"\"\"\"a", "Unterminated string.", 4},
        {"\"a\xED\xA0\x80\"", "Invalid character within String: U+D800.", 2},
        {"\"\\x\"", "Invalid character escape sequence: \"\\x\".", 1},
        {"\"\\\xC3\xA9\"", "Invalid character escape sequence: \"\\\xC3\xA9\".", 1},
        {"\"\\\xA0\"", "Invalid character escape sequence: \"\\\xEF\xBF\xBD\".", 1},
        {"\"\\u\xF0\x9F\x98\x80zz\"", "Invalid Unicode escape sequence: \"\\u\xF0\x9F\x98\x80zz\"\".", 1},
        {"\"\\uD800\"", "Invalid Unicode escape sequence: \"\\uD800\".", 1},
        {"\"\\uD83D\\u0041\"", "Invalid Unicode escape sequence: \"\\uD83D\".", 1},
        {"\"\\uXXXX\"", "Invalid Unicode escape sequence: \"\\uXXXX\".", 1},
        {"\"\\u{110000}\"", "Invalid Unicode escape sequence: \"\\u{110000}\".", 1},
        {"\"\\u{}\"", "Invalid Unicode escape sequence: \"\\u{}\".", 1},
    };
    for (const auto& one : cases) {
        Lexer lexer{one.source};
        const Token token = lexer.next(0);
        EXPECT_EQ(token.kind, TokenKind::invalid) << one.source;
        EXPECT_EQ(lexer.error(), one.message) << one.source;
        EXPECT_EQ(token.start, one.offset) << one.source;
    }
}

TEST(Lexer, GivesStringsTheirMeaning) {
    struct {
        const char* source;
        const char* value;
    } const cases[] = {
        {"\"plain\"", "plain"},
        {R"("\" \\ \/ \b \f \n \r \t")", "\" \\ / \b \f \n \r \t"},
        {R"("\u00e9\uD83D\uDE00\u{1F600}")", "\xC3\xA9\xF0\x9F\x98\x80\xF0\x9F\x98\x80"},
        {"\"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \"\"\"",
         "Hello,\n  World!\n\nYours,\n  GraphQL."},
        {"\"\"\"  a \\\"\"\" b\"\"\"", "  a \"\"\" b"},
        {"\"\"\"a\r\n  b\r  c\"\"\"", "a\nb\nc"},
        {"\"\"\"\"\"\"", ""},
        {"\"\"\"\n \n\"\"\"", ""},
    };
    for (const auto& one : cases) {
        Lexer lexer{one.source};
        Arena arena;
        const Token token = lexer.next(0);
        ASSERT_NE(token.kind, TokenKind::invalid) << lexer.error();
        EXPECT_EQ(lexer.string_value(token, arena), one.value) << one.source;
    }
}

TEST(Locate, CountsLinesAndUtf16Columns) {
    EXPECT_EQ(locate("ab\ncd", 4), (Location{2, 2}));
    EXPECT_EQ(locate("a\r\nb\rc", 3), (Location{2, 1}));
    EXPECT_EQ(locate("a\r\nb\rc", 5), (Location{3, 1}));
    EXPECT_EQ(locate("\xC3\xA9\xF0\x9F\x98\x80x", 6), (Location{1, 4}));
    EXPECT_EQ(locate("", 7), (Location{1, 1}));
}

}  // namespace
}  // namespace mooring::graphql
