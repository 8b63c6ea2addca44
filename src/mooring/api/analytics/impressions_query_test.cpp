#include "mooring/api/analytics/impressions_query.hpp"

#include <gtest/gtest.h>

#include <array>

#include "mooring/base/encoding.hpp"

namespace mooring::api::analytics {
namespace {

constexpr std::string_view recorded =
    "eyJpbmNsdWRlIjpbImltcHJlc3Npb25zIiwiZGFpbHlJbXByZXNzaW9ucyIsImltcHJlc3Npb25zQnlTb3VyY2UiXSwib3B0aW9ucyI6eyJpbXByZX"
    "NzaW9ucyI6eyJ2ZXJzaW9uIjoiMS4wIiwic3RhcnRUaW1lIjoxNzcwNzE0MDAwLjAsImVuZFRpbWUiOjE3NzMyMTk2MDAuMH0sImRhaWx5SW1wcmVz"
    "c2lvbnMiOnsidmVyc2lvbiI6IjEuMCIsInN0YXJ0VGltZSI6MTc3MDcxNDAwMC4wLCJlbmRUaW1lIjoxNzczMjE5NjAwLjB9LCJpbXByZXNzaW9uc0"
    "J5U291cmNlIjp7InZlcnNpb24iOiIxLjAiLCJzdGFydFRpbWUiOjE3NzA3MTQwMDAuMCwiZW5kVGltZSI6MTc3MzIxOTYwMC4wfX19";

struct Times {
    std::string begin = "1770714000";
    std::string end = "1773219600";
};

std::string query_of(const std::array<Times, 3>& times, std::string_view version = "\"1.0\"",
                     std::string_view include = R"(["dailyImpressions","impressions","impressionsBySource"])") {
    constexpr std::array names{"impressionsBySource", "impressions", "dailyImpressions"};
    std::string text = R"({ "options" : {)";
    for (std::size_t part = 0; part < names.size(); ++part) {
        text += std::string{part == 0 ? "" : ","} + '"' + names[part] + R"(":{"endTime":)" + times[part].end +
                R"(, "startTime":)" + times[part].begin + R"(,"version":)" + std::string{version} + "}";
    }
    return text + R"(}, "include":)" + std::string{include} + "}";
}

bool is_taken(const std::string& text) {
    return read_impressions_query(to_base64(text)).has_value();
}

bool is_taken(const Times& times) {
    return is_taken(query_of({times, times, times}));
}

TEST(ImpressionsQuery, ReadsWhatClientsSend) {
    const auto query = read_impressions_query(recorded);
    ASSERT_TRUE(query) << query.error().message;
    EXPECT_EQ(query->begin, 1'770'714'000);
    EXPECT_EQ(query->end, 1'773'219'600);
}

TEST(ImpressionsQuery, IsFreeInForm) {
    EXPECT_TRUE(is_taken(Times{}));
    EXPECT_TRUE(is_taken(Times{"1770714000.0", "1773219600.000"}));
    const std::string text = query_of({});
    std::string unpadded = to_base64(text + " ");
    while (unpadded.ends_with('=')) unpadded.pop_back();
    EXPECT_TRUE(read_impressions_query(unpadded));
    EXPECT_TRUE(read_impressions_query(to_base64url(text + "  ")));
    // A `+` that was read as a blank: `>` behind two bytes makes one, inside a text that is passed over.
    std::string with_plus = to_base64(R"({"a":">>>>>>","b":"~~~~~~",)" + text.substr(1));
    const auto plus = with_plus.find('+');
    ASSERT_NE(plus, std::string::npos);
    for (char& c : with_plus) c = c == '+' ? ' ' : c;
    EXPECT_TRUE(read_impressions_query(with_plus));
}

TEST(ImpressionsQuery, RefusesWhatIsLeftOut) {
    for (const char* text : {"", "{}", "[]", "5", "{", "\xff", R"({"include":[],"options":{}})"}) {
        EXPECT_FALSE(is_taken(std::string{text})) << text;
    }
    EXPECT_FALSE(read_impressions_query("!!!!"));
    for (const char* include : {R"(["impressions","dailyImpressions"])", R"("impressions")", "null",
                                R"(["impressions","impressions","dailyImpressions"])",
                                R"(["impressions","dailyImpressions","impressionsBySource","x"])"}) {
        EXPECT_FALSE(is_taken(query_of({}, "\"1.0\"", include))) << include;
    }
    for (const char* version : {"\"2.0\"", "1.0", "null"}) EXPECT_FALSE(is_taken(query_of({}, version))) << version;
    std::string without_one = query_of({});
    without_one.replace(without_one.find("impressionsBySource\":{"), 19, "impressionsByAnother");
    EXPECT_FALSE(is_taken(without_one));
}

TEST(ImpressionsQuery, RefusesOtherTimes) {
    EXPECT_FALSE(is_taken(query_of({Times{}, Times{}, Times{"1770717600", "1773219600"}}))) << "unequal";
    for (const char* end : {"\"1773219600\"", "1773219600.5", "null", "1e300", "-1", "1773219601"}) {
        EXPECT_FALSE(is_taken(Times{"1770714000", end})) << end;
    }
    const auto moved = [](std::int64_t begin, std::int64_t end) {
        return is_taken(Times{std::to_string(1'770'714'000 + begin), std::to_string(1'773'219'600 + end)});
    };
    EXPECT_TRUE(moved(1'800, 1'800)) << "half an hour";
    EXPECT_FALSE(moved(420, 420)) << "seven minutes";
    EXPECT_TRUE(moved(0, 3'600));
    EXPECT_TRUE(moved(0, -3'600));
    EXPECT_FALSE(moved(0, 4'500));
    EXPECT_FALSE(moved(0, -86'400)) << "28 days";
    EXPECT_FALSE(moved(0, 86'400)) << "30 days";
}

}  // namespace
}  // namespace mooring::api::analytics
