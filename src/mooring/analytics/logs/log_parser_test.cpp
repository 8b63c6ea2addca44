#include "mooring/analytics/logs/log_parser.hpp"

#include <gtest/gtest.h>

#include "mooring/analytics/logs/log_text.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::analytics {
namespace {

using Range = std::pair<std::int64_t, std::int64_t>;

Instant at(std::string_view text) {
    return parse_iso8601(text).value();
}

LogRow read(LogFormat format, std::string_view line) {
    LogParser parser{format};
    LogRow row;
    EXPECT_EQ(parser.parse(line, row), LineOutcome::row) << line << ": " << to_string(parser.problem());
    return row;
}

LineProblem problem_of(LogFormat format, std::string_view line) {
    LogParser parser{format};
    LogRow row;
    EXPECT_EQ(parser.parse(line, row), LineOutcome::malformed) << line;
    return parser.problem();
}

TEST(ParseCombinedLine, ReadsWhatNginxAndApacheWrite) {
    const LogRow row =
        read(LogFormat::combined,
             R"(203.0.113.9 - fred smith [03/Mar/2026:12:00:01 +0200] "GET /audio/1.mp3?x=1 HTTP/1.1" 200 )"
             R"x(9650000 "https://example.com/a" "Overcast/3.0 (\x22quoted\x22; \"too\")")x");
    EXPECT_EQ(row.at, at("2026-03-03T10:00:01Z"));
    EXPECT_EQ(row.address, "203.0.113.9");
    EXPECT_EQ(row.method, "GET");
    EXPECT_EQ(row.target, "/audio/1.mp3?x=1");
    EXPECT_EQ(row.status, 200);
    EXPECT_EQ(row.sent_bytes, 9'650'000);
    EXPECT_EQ(row.referrer, "https://example.com/a");
    EXPECT_EQ(row.user_agent, R"x(Overcast/3.0 ("quoted"; "too"))x");
    EXPECT_FALSE(row.is_position_unknown);
}

TEST(ParseCombinedLine, ReadsDashesAsNothing) {
    const LogRow row =
        read(LogFormat::combined, R"(2001:db8::1 - - [29/Feb/2024:23:59:59 -0130] "HEAD / HTTP/1.0" 304 - "-" "-")");
    EXPECT_EQ(row.at, at("2024-03-01T01:29:59Z"));
    EXPECT_EQ(row.sent_bytes, 0);
    EXPECT_EQ(row.referrer, "");
    EXPECT_EQ(row.user_agent, "");
}

TEST(ParseCombinedLine, DoesNotKnowWhichPartWasServedUnlessTheLineSays) {
    const std::string line = R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "GET /1.mp3 HTTP/1.1" 206 500 "-" "x")";
    EXPECT_TRUE(read(LogFormat::combined, line).is_position_unknown);
    const LogRow row = read(LogFormat::combined,
                            line + R"( "bytes=0-499" "bytes 0-499/9000" "abc123" 1.250 "198.51.100.7, 10.0.0.1")");
    EXPECT_FALSE(row.is_position_unknown);
    EXPECT_EQ(row.ranges, std::vector<Range>({{0, 499}}));
    EXPECT_EQ(row.range_raw, "bytes=0-499");
    EXPECT_EQ(row.request_id, "abc123");
    EXPECT_EQ(row.forwarded, "198.51.100.7, 10.0.0.1");
    EXPECT_EQ(row.duration_ms, 1250);
    EXPECT_EQ(row.at, at("2026-03-03T09:59:58.750Z")) << "the stamp is the end";
    const LogRow several = read(LogFormat::combined, line + R"( "bytes=0-1,5-6" "-" "abc" 0.001 "-")");
    EXPECT_FALSE(several.is_position_unknown) << "the header says which";
    EXPECT_TRUE(several.ranges.empty());
}

TEST(ParseCombinedLine, SaysWhatIsWrong) {
    const struct {
        LineProblem problem;
        const char* line;
    } cases[]{
        {LineProblem::bad_shape, "nonsense"},
        {LineProblem::bad_shape,
         R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "never closed)"},
        {LineProblem::bad_shape,
         R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x" "bytes=0-")"},
        {LineProblem::bad_time, R"(1.2.3.4 - - [31/Feb/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x")"},
        {LineProblem::bad_time, R"(1.2.3.4 - - [03/Mär/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x")"},
        {LineProblem::bad_time, R"(1.2.3.4 - - [03/Mar/0001:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x")"},
        {LineProblem::bad_request_line, R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "\x16\x03\x01" 400 5 "-" "x")"},
        {LineProblem::bad_request_line, R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "-" 408 0 "-" "-")"},
        {LineProblem::bad_number, R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 2000 5 "-" "x")"},
        {LineProblem::bad_number, R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 -5 "-" "x")"},
        {LineProblem::bad_number,
         R"(1.2.3.4 - - [03/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 99999999999999999999 "-" "x")"},
    };
    for (const auto& [problem, line] : cases) EXPECT_EQ(problem_of(LogFormat::combined, line), problem) << line;
}

TEST(ParseCloudfrontLine, ReadsTheColumnsThatTheHeadNames) {
    LogParser parser{LogFormat::cloudfront};
    LogRow row;
    EXPECT_EQ(parser.parse("2026-03-03\t10:00:00", row), LineOutcome::malformed);
    EXPECT_EQ(parser.problem(), LineProblem::no_header);
    EXPECT_EQ(parser.parse("#Version: 1.0", row), LineOutcome::skipped);
    EXPECT_EQ(parser.parse("#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status "
                           "cs(Referer) cs(User-Agent) cs-uri-query x-edge-request-id time-taken sc-content-len "
                           "sc-range-start sc-range-end",
                           row),
              LineOutcome::skipped);
    ASSERT_EQ(parser.parse("2026-03-03\t10:00:02\tFRA56\t501000\t198.51.100.7\tGET\td.example\t/e1.mp3\t206\t-\t"
                           "Podcasts/4026.1%2520CFNetwork/3860.1%20Darwin\tpid=7\tid==\t1.500\t500000\t0\t499999",
                           row),
              LineOutcome::row);
    EXPECT_EQ(row.at, at("2026-03-03T10:00:00.500Z"));
    EXPECT_EQ(row.target, "/e1.mp3?pid=7");
    EXPECT_EQ(row.user_agent, "Podcasts/4026.1 CFNetwork/3860.1 Darwin");
    EXPECT_EQ(row.sent_bytes, 500'000) << "less the headers, and no more than the body";
    EXPECT_EQ(row.ranges, std::vector<Range>({{0, 499'999}}));
    EXPECT_EQ(row.request_id, "id==");
    EXPECT_EQ(parser.parse("2026-03-03\t10:00:02\tFRA56", row), LineOutcome::malformed);
    EXPECT_EQ(parser.problem(), LineProblem::bad_shape);
}

TEST(ParseCloudfrontLine, TakesRealTimeFieldsWithoutAHead) {
    LogParser parser{LogFormat::cloudfront,
                     {"timestamp", "c-ip", "sc-status", "sc-bytes", "cs-method", "cs-uri-stem", "cs-user-agent"}};
    LogRow row;
    ASSERT_EQ(parser.parse("1772532000.250\t198.51.100.7\t200\t9650512\tGET\t/e1.mp3\tOvercast/3.0", row),
              LineOutcome::row);
    EXPECT_EQ(row.at, at("2026-03-03T10:00:00.250Z"));
    EXPECT_EQ(row.sent_bytes, 9'650'000);
    EXPECT_EQ(row.user_agent, "Overcast/3.0");
}

TEST(ParseOp3Row, ReadsTabsAndObjectsAlike) {
    LogParser parser{LogFormat::op3_tsv};
    LogRow row;
    EXPECT_EQ(
        parser.parse("time\tuuid\thashedIpAddress\tmethod\turl\tuserAgent\treferer\trange\tcountry\tregionName", row),
        LineOutcome::skipped);
    ASSERT_EQ(
        parser.parse("2026-03-03T10:00:00.123Z\tu1\th1\tGET\thttps://op3.dev/e/example.com/1.mp3\tOvercast/3.0\t\t"
                     "bytes=0-1\tDE\tHesse",
                     row),
        LineOutcome::row);
    const LogRow object = read(
        LogFormat::op3_json, R"({"time":"2026-03-03T10:00:00.123Z","uuid":"u1","hashedIpAddress":"h1","method":"GET",)"
                             R"("url":"https://op3.dev/e/example.com/1.mp3","userAgent":"Overcast/3.0",)"
                             R"("range":"bytes=0-1","country":"DE","regionName":"Hesse","asn":7})");
    for (const LogRow& one : {row, object}) {
        EXPECT_EQ(one.at, at("2026-03-03T10:00:00.123Z"));
        EXPECT_EQ(one.status, 302);
        EXPECT_TRUE(one.is_estimated);
        EXPECT_EQ(one.hashed_address, "h1");
        EXPECT_EQ(one.request_id, "u1");
        EXPECT_EQ(one.range_raw, "bytes=0-1");
        EXPECT_EQ(one.country, "DE");
        EXPECT_EQ(one.region, "Hesse");
    }
    EXPECT_EQ(problem_of(LogFormat::op3_json, "{\"time\":"), LineProblem::bad_shape);
    EXPECT_EQ(problem_of(LogFormat::op3_json, R"({"time":"soon","url":"/x"})"), LineProblem::bad_time);
    EXPECT_EQ(problem_of(LogFormat::op3_json, R"({"time":"2026-03-03T10:00:00Z","url":"/x"})"),
              LineProblem::bad_address);
}

TEST(ServedRanges, ClampsAndRefuses) {
    const struct {
        const char* header;
        std::vector<Range> expected;
    } cases[]{
        {"bytes=0-1", {{0, 1}}},
        {"bytes=0-0,1-1", {{0, 0}, {1, 1}}},
        {"bytes=90-", {{90, 99}}},
        {"bytes=-2", {{98, 99}}},
        {"bytes=-200", {{0, 99}}},
        {"bytes=50-500", {{50, 99}}},
        {"bytes=100-200", {}},
        {"bytes=5-4", {}},
        {"items=0-1", {}},
        {"bytes=a-b", {}},
        {"bytes=", {}},
        {"bytes=0-1,x", {}},
    };
    for (const auto& [header, expected] : cases) EXPECT_EQ(served_ranges(header, 100), expected) << header;
    EXPECT_TRUE(served_ranges("bytes=0-1", 0).empty());
    std::string many = "bytes=0-0";
    for (int i = 0; i < 200; ++i) many += ",0-0";
    EXPECT_TRUE(served_ranges(many, 100).empty());
}

}  // namespace
}  // namespace mooring::analytics
