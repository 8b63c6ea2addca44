#include "mooring/api/publishing/fields.hpp"

#include <gtest/gtest.h>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/api/publishing/fingerprint.hpp"

namespace mooring::api::publishing {
namespace {

std::string refusal(std::string_view body) {
    const Result<Fields> fields = Fields::from_json(body);
    return fields ? "" : fields.error().message;
}

TEST(Fields, AreReadFromAJsonObjectOnly) {
    const std::string not_json = "Request body must be valid JSON";
    const std::string no_object = "Request body must be a JSON object";
    struct Case {
        std::string body, message;
    };
    const Case cases[] = {
        {"{}", ""},
        {" { \"a\" : 1 } ", ""},
        {"", not_json},
        {"{", not_json},
        {"{} x", not_json},
        {"{\"a\":\"\xff\"}", not_json},
        {"{\"a\":\"\\ud800\"}", not_json},
        {"{'a':1}", not_json},
        {"{\"a\":1,}", not_json},
        {"[]", no_object},
        {"null", no_object},
        {"\"x\"", no_object},
        {"15", no_object},
        {"{\"a\":" + std::string(31, '[') + std::string(31, ']') + "}", ""},
        {"{\"a\":" + std::string(32, '[') + std::string(32, ']') + "}", not_json},
    };
    for (const Case& c : cases) EXPECT_EQ(refusal(c.body), c.message) << c.body;
}

TEST(Fields, TakeTheLastOfAMemberThatStandsTwice) {
    const Fields fields = Fields::from_json(R"({"title":"one","title":"two"})").value();
    EXPECT_EQ(fields.text("title", 10, TextKind::line).value(), "two");
    const Fields cleared = Fields::from_json(R"({"title":"one","title":null})").value();
    EXPECT_EQ(cleared.text("title", 10, TextKind::line).value(), std::nullopt);
}

TEST(Fields, TakeJsonIntegersStrictly) {
    struct Case {
        std::string_view text;
        std::optional<std::int64_t> value;
    };
    const Case cases[] = {{"15", 15},
                          {"-3", -3},
                          {"0", 0},
                          {"\"15\"", std::nullopt},
                          {"15.0", std::nullopt},
                          {"1.5e1", std::nullopt},
                          {"1e3", std::nullopt},
                          {"true", std::nullopt},
                          {"[15]", std::nullopt},
                          {"18446744073709551615", INT64_MAX}};
    for (const Case& c : cases) {
        const Fields fields = Fields::from_json("{\"n\":" + std::string{c.text} + "}").value();
        const auto number = fields.integer("n");
        if (c.value) {
            EXPECT_EQ(number.value(), c.value) << c.text;
        } else {
            EXPECT_EQ(number.error().message, "n must be an integer") << c.text;
        }
    }
}

TEST(Fields, TakeIntegersOfFormsAsDigits) {
    for (const std::string text : {"15", "-15", "007"}) {
        EXPECT_TRUE(Fields::from_form({{"n", text}}).integer("n")) << text;
    }
    for (const std::string text : {"", "+1", " 1", "1.0", "1e1", "-", "0x1", "١"}) {
        EXPECT_FALSE(Fields::from_form({{"n", text}}).integer("n")) << text;
    }
    EXPECT_EQ(parse_integer("99999999999999999999"), INT64_MAX);
    EXPECT_EQ(parse_integer("-99999999999999999999"), INT64_MIN);
}

TEST(Fields, CountTextsInCodePointsAfterTrimming) {
    const auto text = [](const std::string& value, TextKind kind = TextKind::line) {
        return Fields::from_form({{"title", value}}).text("title", 5, kind);
    };
    EXPECT_EQ(text("  \u3000 abcde\t\n").value(), "abcde");
    EXPECT_EQ(text("🙂🙂🙂🙂🙂").value(), "🙂🙂🙂🙂🙂");
    EXPECT_EQ(text("🙂🙂🙂🙂🙂🙂").error().message, "title must be 5 characters or fewer");
    EXPECT_EQ(text("a\tb").error().message, "title must not contain control characters");
    EXPECT_EQ(text("a\t\r\nb", TextKind::prose).value(), "a\t\r\nb");
    EXPECT_FALSE(text("a\x01", TextKind::prose));
    EXPECT_EQ(text("a\xff").error().message, "title must be valid UTF-8");
    EXPECT_EQ(Fields::from_form({{"title", "  "}}).filled_text("title", 5, TextKind::line).error().message,
              "title is required");
}

TEST(Fields, TakeSecondsAndRefuseMilliseconds) {
    const auto datetime = [](const std::string& value) {
        return Fields::from_json("{\"datetime\":" + value + "}").value().datetime("datetime");
    };
    for (const auto* value : {"0", "1742205600", "4102444800", "null"}) EXPECT_TRUE(datetime(value)) << value;
    for (const auto* value : {"-1", "4102444801", "1742205600000"}) {
        EXPECT_EQ(datetime(value).error().message, "datetime must be a Unix timestamp in seconds") << value;
    }
}

TEST(Fields, TakeUrlsAsTheyAreGiven) {
    const auto rule = [](std::string_view url) { return url.starts_with("https://"); };
    const auto url = [&](const std::string& value) { return Fields::from_form({{"u", value}}).url("u", rule); };
    EXPECT_EQ(url("https://a.example/ü").value(), "https://a.example/ü");
    EXPECT_EQ(url("").value(), "");
    EXPECT_EQ(url(" https://a.example/").error().message, "u must be a valid HTTP/HTTPS URL");
    EXPECT_EQ(url("https://" + std::string(1992, 'a')).value()->size(), 2000U);
    EXPECT_EQ(url("https://" + std::string(1993, 'a')).error().message, "u must be 2000 characters or fewer");
}

TEST(Fingerprint, TellsAbsentFromEmptyAndNeverRunsMembersTogether) {
    const std::optional<std::string> absent;
    const auto of = [](const std::optional<std::string>& one, const std::optional<std::string>& two) {
        return Fingerprint{"create_episode"}.text(one).text(two).finish();
    };
    EXPECT_EQ(of("a", "b").size(), 32U);
    EXPECT_EQ(of("a", "b"), of("a", "b"));
    EXPECT_NE(of("a", absent), of("a", ""));
    EXPECT_NE(of("ab", ""), of("a", "b"));
    EXPECT_NE(of(absent, "a"), of("a", absent));
    EXPECT_NE(of("-", absent), of(absent, "-"));
    EXPECT_NE(Fingerprint{"create_show"}.text("a").text("b").finish(), of("a", "b"));
}

TEST(JsonWriter, QuotesWhatJsonAsksFor) {
    JsonWriter json;
    json.begin_object().member("a", "\"\\/\n\r\t\x01é🙂").name("b").begin_array().number(-1).null().boolean(true);
    json.end_array().name("c").begin_object().end_object().end_object();
    EXPECT_EQ(json.take(), "{\"a\":\"\\\"\\\\/\\n\\r\\t\\u0001é🙂\",\"b\":[-1,null,true],\"c\":{}}");
}

}  // namespace
}  // namespace mooring::api::publishing
