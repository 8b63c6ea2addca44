#include "mooring/base/utf8.hpp"

#include <gtest/gtest.h>

#include <array>

namespace mooring {
namespace {

using namespace std::literals;

TEST(IsValidUtf8, AcceptsWellFormedText) {
    for (const std::string_view text : {""sv, "plain ascii, longer than a word"sv, "\0"sv, "\xC2\x80"sv, "\xDF\xBF"sv,
                                        "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv, "\xEF\xBF\xBF"sv,
                                        "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv, "1234567\xC3\xA9 12345678"sv}) {
        EXPECT_TRUE(is_valid_utf8(text)) << text;
    }
}

TEST(IsValidUtf8, RefusesEverythingElse) {  // Unicode 15, table 3-7
    for (const std::string_view text :
         {"\x80"sv, "\xBF"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xF0\x8F\xBF\xBF"sv,  // overlong
          "\xED\xA0\x80"sv, "\xED\xBF\xBF"sv,                                                      // surrogates
          "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv,                                    // above U+10FFFF
          "\xC2"sv, "\xE2\x82"sv, "\xF0\x9F\x98"sv, "\xC2\x41"sv, "\xE2\x82\x41"sv, "\xF0\x9F\x98\x41"sv,
          "12345678\xFF"sv, "12345678123\xC2"sv}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

TEST(CodePointCount, CountsCodePoints) {
    EXPECT_EQ(code_point_count(""), 0U);
    EXPECT_EQ(code_point_count("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), 4U);
}

TEST(Trim, RemovesUnicodeWhiteSpaceAtBothEnds) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> cases{{
        {"", ""},
        {" \t\r\n", ""},
        {"\xC2\xA0 a b \xE3\x80\x80", "a b"},                        // U+00A0, U+3000
        {"\xE2\x80\x83\xC2\x85x\xE2\x80\xA8\xE1\x9A\x80", "x"},      // U+2003, U+0085; U+2028, U+1680
        {"\xE2\x80\x8Bx\xE2\x80\x8B", "\xE2\x80\x8Bx\xE2\x80\x8B"},  // U+200B is not White_Space
        {"\xEF\xBB\xBFx", "\xEF\xBB\xBFx"},                          // nor is U+FEFF
        {"\xC3\xA9", "\xC3\xA9"},
        {" \xF0\x9F\x98\x80 ", "\xF0\x9F\x98\x80"},
        {" \x80 ", "\x80"},  // ill-formed text: no further than the stray byte
        {"\x85 \x20\xA0", "\x85 \x20\xA0"},
    }};
    for (const auto& [text, trimmed] : cases) {
        EXPECT_EQ(trim(text), trimmed) << text;
    }
}

TEST(HasControlCharacter, KnowsC0AndDelAndC1) {
    for (const std::string_view text : {"\0"sv, "a\nb"sv, "\x1f"sv, "\x7f"sv, "\xC2\x80"sv, "x\xC2\x9F"sv}) {
        EXPECT_TRUE(has_control_character(text));
    }
    for (const std::string_view text : {""sv, " ~"sv, "\xC2\xA0"sv, "\xC3\x80"sv, "\xE2\x80\x99"sv}) {
        EXPECT_FALSE(has_control_character(text)) << text;
    }
}

TEST(HasControlCharacter, LetsPassWhatIsAllowed) {
    EXPECT_FALSE(has_control_character("a\n\tb", "\n\t"));
    EXPECT_TRUE(has_control_character("a\n\r", "\n\t"));
    EXPECT_TRUE(has_control_character("a\0"sv, "\n\t"));
    EXPECT_FALSE(has_control_character("\xC2\x85", "\xC2\x85"));
}

TEST(WithoutXmlForbidden, DropsWhatXmlCannotSay) {  // XML 1.0, 2.2
    EXPECT_EQ(without_xml_forbidden("a\0\x01\x0b\x1f"
                                    "b\t\n\r"sv),
              "ab\t\n\r");
    EXPECT_EQ(without_xml_forbidden("\xEF\xBF\xBE\xEF\xBF\xBD\xEF\xBF\xBF\xEE\x80\x80\x7f"),
              "\xEF\xBF\xBD\xEE\x80\x80\x7f");
    EXPECT_EQ(without_xml_forbidden(""), "");
}

struct CutCase {
    std::string_view text;
    std::size_t limit;
    std::string_view cut;
};

// U+0301 is a combining acute accent; the family is four people joined by U+200D; DE is two regional indicators.
#define FAMILY "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"
#define FLAG_DE "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"
#define ELLIPSIS "\xE2\x80\xA6"

constexpr std::array cut_cases{
    CutCase{"", 0, ""},
    CutCase{"", 5, ""},
    CutCase{"abc", 0, ""},
    CutCase{"abc", 1, ELLIPSIS},
    CutCase{"abc", 2, "a" ELLIPSIS},
    CutCase{"abc", 3, "abc"},
    CutCase{"\xC3\xA9\xC3\xA9\xC3\xA9", 2, "\xC3\xA9" ELLIPSIS},
    CutCase{"ae\xCC\x81xyz", 4, "ae\xCC\x81" ELLIPSIS},
    CutCase{"ae\xCC\x81xyz", 3, "a" ELLIPSIS},  // not between a letter and its accent
    CutCase{"ab\r\ncd", 4, "ab" ELLIPSIS},
    CutCase{"a" FAMILY "bc", 7, "a" FAMILY ELLIPSIS},
    CutCase{"a" FAMILY "bc", 6, "a" ELLIPSIS},
    CutCase{FAMILY "b", 5, ELLIPSIS},
    CutCase{FAMILY "b", 6, FAMILY "b"},
    CutCase{FLAG_DE FLAG_DE FLAG_DE, 4, FLAG_DE ELLIPSIS},
    CutCase{FLAG_DE FLAG_DE FLAG_DE, 5, FLAG_DE FLAG_DE ELLIPSIS},
};

TEST(CutToCodePoints, CutsAtAGraphemeBoundary) {  // delivery.md, 2.2; Unicode Annex 29
    for (const auto& [text, limit, cut] : cut_cases) {
        EXPECT_EQ(cut_to_code_points(text, limit), cut) << text << " " << limit;
        EXPECT_LE(code_point_count(cut_to_code_points(text, limit)), limit);
    }
}

TEST(CutToCodePoints, SurvivesIllFormedText) {
    EXPECT_EQ(cut_to_code_points("\x80\x80\x80", 1), "\x80\x80\x80");
    EXPECT_EQ(cut_to_code_points("\xF0\xF0\xF0", 2), "\xF0" ELLIPSIS);
}

TEST(FoldCase, FoldsSimply) {
    EXPECT_EQ(fold_case("Hello WORLD 42"), "hello world 42");
    EXPECT_EQ(fold_case("\xC3\x89\xC3\x9F"), "\xC3\xA9\xC3\x9F");                  // E acute; sharp s stays one letter
    EXPECT_EQ(fold_case("\xCE\xA3\xCF\x82\xCF\x83"), "\xCF\x83\xCF\x83\xCF\x83");  // three sigmas
    EXPECT_EQ(fold_case("\xE1\xBA\x9E"), "\xC3\x9F");                              // capital sharp s
    EXPECT_EQ(fold_case("\xF0\x90\x90\x80"), "\xF0\x90\x90\xA8");                  // Deseret
    EXPECT_EQ(fold_case("A\xFF"
                        "B"),
              "a\xFF"
              "b");
}

TEST(AppendUtf8, WritesWhatIsWellFormed) {
    std::string text;
    for (const char32_t code_point : {U'a', U'\u00E9', U'\u20AC', U'\U0001F600'}) {
        append_utf8(text, code_point);
    }
    EXPECT_EQ(text, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(AppendUtf8, ReplacesWhatIsNoScalarValue) {
    for (const char32_t code_point : {char32_t{0xd800}, char32_t{0xdfff}, char32_t{0x110000}}) {
        std::string text;
        append_utf8(text, code_point);
        EXPECT_EQ(text, "\xEF\xBF\xBD");
    }
}

TEST(AppendUtf8, AgreesWithTheValidatorOnEveryCodePoint) {
    for (char32_t code_point = 0; code_point <= 0x10ffff; ++code_point) {
        std::string text;
        append_utf8(text, code_point);
        ASSERT_TRUE(is_valid_utf8(text)) << static_cast<std::uint32_t>(code_point);
        ASSERT_EQ(code_point_count(text), 1U);
    }
}

TEST(AsciiText, ComparesAndLowersAsciiOnly) {
    EXPECT_TRUE(equals_ignoring_case("Content-TYPE", "content-type"));
    EXPECT_FALSE(equals_ignoring_case("a", "ab"));
    EXPECT_FALSE(equals_ignoring_case("[", "{"));
    EXPECT_FALSE(equals_ignoring_case("\xC3\x89", "\xC3\xA9"));
    EXPECT_EQ(to_lower_ascii("AZaz\xC3\x89"), "azaz\xC3\x89");
}

TEST(AsciiText, TrimsAsciiOnly) {
    EXPECT_EQ(trim_ascii(" \t\r\na b\v\f "), "a b");
    EXPECT_EQ(trim_ascii(" \t "), "");
    EXPECT_EQ(trim_ascii("\xC2\xA0x"), "\xC2\xA0x");
}

TEST(ParseDecimal, ReadsWholeNumbers) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> cases{{
        {"0", 0},
        {"007", 7},
        {"-42", -42},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {"-0", 0},
    }};
    for (const auto& [text, number] : cases) {
        EXPECT_EQ(parse_decimal(text), number) << text;
    }
}

TEST(ParseDecimal, RefusesEverythingElse) {
    for (const std::string_view text : {"", "-", "+1", "--1", " 1", "1 ", "1.0", "1e3", "0x1", "9223372036854775808",
                                        "-9223372036854775809", "1\xC2\xA0"}) {
        EXPECT_FALSE(parse_decimal(text)) << text;
    }
}

}  // namespace
}  // namespace mooring
