#include "mooring/http/ranges.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace mooring::http {
namespace {

using Kind = RangeOutcome::Kind;

struct Row {
    std::string header;
    std::int64_t size;
    Kind kind;
    std::vector<ByteRange> ranges;
};

TEST(EvaluateRange, FollowsTheTableOfDelivery52) {
    const std::int64_t big = 5'368'709'120;  // 5 GiB
    const std::vector<Row> rows{
        {"bytes=0-", 100, Kind::partial, {{0, 99}}},
        {"bytes=0-", 1, Kind::partial, {{0, 0}}},
        {"bytes=0-", big, Kind::partial, {{0, big - 1}}},
        {"bytes=0-0", 100, Kind::partial, {{0, 0}}},
        {"bytes=0-1", 100, Kind::partial, {{0, 1}}},
        {"bytes=0-1", 1, Kind::partial, {{0, 0}}},
        {"bytes=0-1", 2, Kind::partial, {{0, 1}}},
        {"bytes=500-999", big, Kind::partial, {{500, 999}}},
        {"bytes=50-999", 100, Kind::partial, {{50, 99}}},
        {"bytes=-500", big, Kind::partial, {{big - 500, big - 1}}},
        {"bytes=-500", 100, Kind::partial, {{0, 99}}},
        {"bytes=-1", 2, Kind::partial, {{1, 1}}},
        {"bytes=-99999999999999999999", 100, Kind::partial, {{0, 99}}},
        {"bytes=-0", 100, Kind::unsatisfiable, {}},
        {"bytes=100-", 100, Kind::unsatisfiable, {}},
        {"bytes=101-", 100, Kind::unsatisfiable, {}},
        {"bytes=5368709120-", big, Kind::unsatisfiable, {}},
        {"bytes=5368709119-", big, Kind::partial, {{big - 1, big - 1}}},
        {"bytes=0-99999999999999999999", 100, Kind::partial, {{0, 99}}},
        {"bytes=99999999999999999999-", 100, Kind::unsatisfiable, {}},
        {"bytes=99999999999999999999-99999999999999999999", 100, Kind::unsatisfiable, {}},
        {"bytes=99999999999999999999-99999999999999999998", 100, Kind::whole, {}},
        {"bytes=9-5", 100, Kind::whole, {}},
        {"bytes=abc", 100, Kind::whole, {}},
        {"bytes=", 100, Kind::whole, {}},
        {"bytes=,", 100, Kind::whole, {}},
        {"bytes=-", 100, Kind::whole, {}},
        {"bytes", 100, Kind::whole, {}},
        {"", 100, Kind::whole, {}},
        {"items=0-5", 100, Kind::whole, {}},
        {"bytes=0-5,abc", 100, Kind::whole, {}},
        {"bytes=+1-5", 100, Kind::whole, {}},
        {"bytes=1--5", 100, Kind::whole, {}},
        {"bytes= 0-5", 100, Kind::partial, {{0, 5}}},
        {"Bytes=0-5", 100, Kind::partial, {{0, 5}}},  // RFC 9110, 14.1: unit names ignore case
        {"bytes=0-9,20-29", 100, Kind::partial, {{0, 9}, {20, 29}}},
        {"bytes=0-9, 20-29", 100, Kind::partial, {{0, 9}, {20, 29}}},
        {"bytes=0-9,,20-29", 100, Kind::partial, {{0, 9}, {20, 29}}},
        {"bytes=0-99,50-149", 1000, Kind::partial, {{0, 149}}},
        {"bytes=0-99,100-199", 1000, Kind::partial, {{0, 199}}},
        {"bytes=0-99,1000-", 1000, Kind::partial, {{0, 99}}},
        {"bytes=1000-,2000-", 1000, Kind::unsatisfiable, {}},
        {"bytes=20-29,0-9", 100, Kind::partial, {{20, 29}, {0, 9}}},
        {"bytes=50-59,20-29,25-35", 100, Kind::partial, {{20, 35}, {50, 59}}},
        {"bytes=0-0,-1", 100, Kind::partial, {{0, 0}, {99, 99}}},
    };
    for (const Row& row : rows) {
        const RangeOutcome outcome = evaluate_range(row.header, row.size);
        EXPECT_EQ(outcome.kind, row.kind) << row.header;
        EXPECT_EQ(outcome.ranges, row.ranges) << row.header;
    }
}

std::string many_ranges(int count) {
    std::string header = "bytes=";
    for (int index = 0; index < count; ++index) {
        header += (index > 0 ? "," : "") + std::to_string(index * 10) + '-' + std::to_string(index * 10 + 1);
    }
    return header;
}

TEST(EvaluateRange, ServesSixteenPartsAndIgnoresSeventeen) {
    EXPECT_EQ(evaluate_range(many_ranges(16), 1000).ranges.size(), 16U);
    EXPECT_EQ(evaluate_range(many_ranges(17), 1000).kind, Kind::whole);
}

TEST(EvaluateRange, CountsPartsAfterMerging) {
    std::string header = "bytes=0-1";
    for (int index = 1; index < 40; ++index) {
        header += "," + std::to_string(index) + "-" + std::to_string(index + 1);
    }
    EXPECT_EQ(evaluate_range(header, 1000).ranges, (std::vector<ByteRange>{{0, 40}}));
}

TEST(EvaluateRange, IgnoresAHeaderOver1024Bytes) {
    const std::string fitting = "bytes=0-1" + std::string(1024 - 9, ' ');
    EXPECT_EQ(evaluate_range(fitting, 100).kind, Kind::partial);
    EXPECT_EQ(evaluate_range(fitting + ' ', 100).kind, Kind::whole);
}

/// Property: what is answered covers exactly the bytes that the satisfiable parts name, within the file.
TEST(EvaluateRange, CoversExactlyTheBytesThatWereAsked) {
    std::mt19937 random{7};  // NOLINT: the same cases every time
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    for (int round = 0; round < 5000; ++round) {
        const int size = 1 + below(60);
        std::vector<bool> asked(static_cast<std::size_t>(size), false);
        std::string header = "bytes=";
        const int parts = 1 + below(5);
        for (int part = 0; part < parts; ++part) {
            header += part > 0 ? "," : "";
            int first = below(80);
            int last = first + below(30);
            const int form = below(3);
            if (form == 0) {
                header += std::to_string(first) + '-' + std::to_string(last);
            } else if (form == 1) {
                header += std::to_string(first) + '-';
                last = size - 1;
            } else {
                const int suffix = below(80);
                header += '-' + std::to_string(suffix);
                first = std::max(0, size - suffix);
                last = size - 1;
            }
            for (int at = first; at <= std::min(last, size - 1); ++at) {
                asked[static_cast<std::size_t>(at)] = true;
            }
        }
        const RangeOutcome outcome = evaluate_range(header, size);
        std::vector<bool> given(asked.size(), false);
        for (const ByteRange& range : outcome.ranges) {
            ASSERT_LE(0, range.first) << header;
            ASSERT_LE(range.first, range.last) << header;
            ASSERT_LT(range.last, size) << header;
            for (std::int64_t at = range.first; at <= range.last; ++at) {
                ASSERT_FALSE(given[static_cast<std::size_t>(at)]) << header << " twice";
                given[static_cast<std::size_t>(at)] = true;
            }
        }
        EXPECT_EQ(given, asked) << header << " of " << size;
        EXPECT_EQ(outcome.kind, outcome.ranges.empty() ? Kind::unsatisfiable : Kind::partial) << header;
    }
}

}  // namespace
}  // namespace mooring::http
