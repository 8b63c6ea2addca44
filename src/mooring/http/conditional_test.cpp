#include "mooring/http/conditional.hpp"

#include <gtest/gtest.h>

#include "mooring/base/time_text.hpp"

namespace mooring::http {
namespace {

const Instant modified = *parse_http_date("Mon, 02 Mar 2026 08:00:00 GMT") + std::chrono::milliseconds{400};
const Validators validators{.etag = "\"abc\"", .last_modified = modified};
constexpr const char* same_date = "Mon, 02 Mar 2026 08:00:00 GMT";
constexpr const char* earlier = "Mon, 02 Mar 2026 07:59:59 GMT";
constexpr const char* later = "Mon, 02 Mar 2026 08:00:01 GMT";

Headers headers_of(const std::vector<Header>& fields) {
    Headers headers;
    for (const Header& field : fields) {
        headers.add(field.name, field.value);
    }
    return headers;
}

TEST(EvaluatePreconditions, FollowsRfc9110Section13) {
    struct Row {
        std::vector<Header> fields;
        Precondition expected;
    };
    const std::vector<Row> rows{
        {{}, Precondition::proceed},
        {{{"If-None-Match", "\"abc\""}}, Precondition::not_modified},
        {{{"If-None-Match", "W/\"abc\""}}, Precondition::not_modified},  // weak comparison
        {{{"If-None-Match", "\"x\", \"abc\""}}, Precondition::not_modified},
        {{{"If-None-Match", "\"x,\", W/\"abc\""}}, Precondition::not_modified},
        {{{"If-None-Match", "\"x\""}, {"If-None-Match", "\"abc\""}}, Precondition::not_modified},
        {{{"If-None-Match", "*"}}, Precondition::not_modified},
        {{{"If-None-Match", "\"x\""}}, Precondition::proceed},
        {{{"If-None-Match", "abc"}}, Precondition::proceed},
        {{{"If-None-Match", "\"x\""}, {"If-Modified-Since", same_date}}, Precondition::proceed},  // 13.2.2, step 3
        {{{"If-Modified-Since", same_date}}, Precondition::not_modified},
        {{{"If-Modified-Since", later}}, Precondition::not_modified},
        {{{"If-Modified-Since", earlier}}, Precondition::proceed},
        {{{"If-Modified-Since", "yesterday"}}, Precondition::proceed},
        {{{"If-Match", "\"abc\""}}, Precondition::proceed},
        {{{"If-Match", "*"}}, Precondition::proceed},
        {{{"If-Match", "W/\"abc\""}}, Precondition::failed},  // strong comparison
        {{{"If-Match", "\"x\""}}, Precondition::failed},
        {{{"If-Match", "\"abc\""}, {"If-Unmodified-Since", earlier}}, Precondition::proceed},
        {{{"If-Match", "\"abc\""}, {"If-None-Match", "\"abc\""}}, Precondition::not_modified},
        {{{"If-Unmodified-Since", earlier}}, Precondition::failed},
        {{{"If-Unmodified-Since", same_date}}, Precondition::proceed},
        {{{"If-Unmodified-Since", "never"}}, Precondition::proceed},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(evaluate_preconditions(headers_of(row.fields), validators), row.expected)
            << (row.fields.empty() ? "no field" : row.fields[0].name + ": " + row.fields[0].value);
    }
}

TEST(EvaluatePreconditions, IgnoresDatesWhereThereIsNone) {
    const Validators undated{.etag = "", .last_modified = {}};
    EXPECT_EQ(evaluate_preconditions(headers_of({{"If-Modified-Since", later}}), undated), Precondition::proceed);
    EXPECT_EQ(evaluate_preconditions(headers_of({{"If-Unmodified-Since", earlier}}), undated), Precondition::proceed);
    EXPECT_EQ(evaluate_preconditions(headers_of({{"If-None-Match", "\"\""}}), undated), Precondition::proceed);
}

TEST(IfRange, HoldsForTheSameStrongTagOrTheExactDateOnly) {
    const std::vector<std::pair<std::string, bool>> rows{
        {"\"abc\"", true}, {"\"x\"", false}, {"W/\"abc\"", false}, {same_date, true},
        {earlier, false},  {later, false},   {"abc", false},       {"", false},
    };
    for (const auto& [value, holds] : rows) {
        EXPECT_EQ(if_range_holds(headers_of({{"If-Range", value}}), validators), holds) << value;
    }
    EXPECT_TRUE(if_range_holds(Headers{}, validators));
    const Validators weak{.etag = "W/\"abc\"", .last_modified = {}};
    EXPECT_FALSE(if_range_holds(headers_of({{"If-Range", "W/\"abc\""}}), weak));
}

TEST(ChooseEncoding, PicksByWeight) {
    struct Row {
        std::string_view header;
        std::optional<std::string_view> expected;
    };
    const std::vector<Row> rows{
        {"", ""},
        {"gzip", "gzip"},
        {"gzip, br", "br"},
        {"br;q=0.5, gzip;q=0.6", "gzip"},
        {"GZIP", "gzip"},
        {"x-gzip", "gzip"},
        {"deflate", ""},
        {"*", "br"},
        {"br;q=0, *", "gzip"},
        {"identity, gzip;q=0.5", ""},
        {"identity;q=0.5, gzip;q=0.5", "gzip"},
        {"gzip;q=0", ""},
        {"identity;q=0", std::nullopt},
        {"*;q=0", std::nullopt},
        {"*;q=0, identity", ""},
        {"*;q=0, gzip;q=0.001", "gzip"},
        {"identity;q=0, gzip", "gzip"},
        {"gzip;q=2", ""},
        {"gzip;q=0.0001", ""},
        {"gzip ; q=1.000", "gzip"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(choose_encoding(row.header, true, true), row.expected) << row.header;
    }
    EXPECT_EQ(choose_encoding("br, gzip;q=0.1", false, true), "gzip");
    EXPECT_EQ(choose_encoding("br, gzip", false, false), "");
}

}  // namespace
}  // namespace mooring::http
