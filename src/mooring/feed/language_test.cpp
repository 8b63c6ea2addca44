#include "mooring/feed/language.hpp"

#include <gtest/gtest.h>

namespace mooring::feed {
namespace {

TEST(ParseLanguage, LowersWellFormedTags) {
    EXPECT_EQ(parse_language("en"), "en");
    EXPECT_EQ(parse_language(" EN-GB "), "en-gb");
    EXPECT_EQ(parse_language("pt-BR"), "pt-br");
    EXPECT_EQ(parse_language("zh-Hant-TW"), "zh-hant-tw");
    EXPECT_EQ(parse_language("es-419"), "es-419");
    EXPECT_EQ(parse_language("de-1996"), "de-1996");
    EXPECT_EQ(parse_language("sl-rozaj-biske"), "sl-rozaj-biske");
    EXPECT_EQ(parse_language("gsw"), "gsw");
    EXPECT_EQ(parse_language("zh-yue-HK"), "zh-yue-hk");
    EXPECT_EQ(parse_language("en-u-ca-gregory-t-fr"), "en-u-ca-gregory-t-fr");
    EXPECT_EQ(parse_language("en-x-sailor"), "en-x-sailor");
}

TEST(ParseLanguage, RefusesAllElse) {
    for (const char* text :
         {"",          "e",         "english",  "xx",   "qq-GB",        "en_GB",        "en-",          "-en",
          "en--gb",    "en-g",      "en-gb-us", "en-x", "en-u",         "de-1996-1996", "en-abcdefghi", "en gb",
          "x-private", "i-klingon", "én",       "123",  "en-a-bb-a-cc", "<en>",         "abcd"}) {
        EXPECT_EQ(parse_language(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace mooring::feed
