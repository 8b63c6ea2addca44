#include "mooring/analytics/logs/record_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace mooring::analytics {
namespace {

/// All records of `text`, given `step` bytes at a time, each with a mark of its kind.
std::vector<std::string> records(RecordShape shape, const std::string& text, std::size_t step) {
    std::size_t at = 0;
    RecordReader reader{shape, [&](char* bytes, std::size_t room) -> Result<std::size_t> {
                            const std::size_t size = std::min({room, step, text.size() - at});
                            std::memcpy(bytes, text.data() + at, size);
                            at += size;
                            return size;
                        }};
    std::vector<std::string> found;
    for (;;) {
        const Record record = reader.next().value();
        switch (record.kind) {
            case RecordKind::end: return found;
            case RecordKind::record: found.push_back("=" + std::string{record.text}); break;
            case RecordKind::unfinished: found.push_back("~" + std::string{record.text}); break;
            case RecordKind::too_long: found.push_back("!"); break;
        }
    }
}

using Texts = std::vector<std::string>;

TEST(RecordReader, CutsLinesHoweverTheyArrive) {
    for (const std::size_t step : {1U, 2U, 7U, 100'000U}) {
        EXPECT_EQ(records(RecordShape::lines, "a\n\nbc\nd", step), (Texts{"=a", "=", "=bc", "~d"})) << step;
        EXPECT_EQ(records(RecordShape::lines, "", step), Texts{}) << step;
    }
}

TEST(RecordReader, PassesOverLinesThatAreTooLong) {
    const std::string longest(longest_record, 'x');
    for (const std::size_t step : {1000U, 65'536U, 1'000'000U}) {
        EXPECT_EQ(records(RecordShape::lines, longest + "\nb\n", step).size(), 2U);
        EXPECT_EQ(records(RecordShape::lines, longest + "x\nb\n", step), (Texts{"!", "=b"})) << step;
        EXPECT_EQ(records(RecordShape::lines, std::string(3'000'000, 'x') + "\nb", step), (Texts{"!", "~b"})) << step;
        EXPECT_EQ(records(RecordShape::lines, std::string(3'000'000, 'x'), step), (Texts{"!"})) << step;
    }
}

TEST(RecordReader, FindsInnermostObjectsWhereverTheyStand) {
    const Texts expected{R"(={"a":"}{"})", R"(={"b":"\"}"})"};
    for (const std::size_t step : {1U, 3U, 100'000U}) {
        for (const char* text : {R"([{"a":"}{"},{"b":"\"}"}])", "{\"a\":\"}{\"}\n{\"b\":\"\\\"}\"}\n",
                                 R"({"rows":[{"a":"}{"}, {"b":"\"}"}],"count":2})"}) {
            EXPECT_EQ(records(RecordShape::objects, text, step), expected) << text;
        }
    }
    EXPECT_EQ(records(RecordShape::objects, R"([{"a":1},{"b":)", 5), (Texts{R"(={"a":1})", R"(~{"b":)"}));
    EXPECT_EQ(records(RecordShape::objects, "{\"a\":\"" + std::string(200'000, 'x') + "\"}{\"b\":1}", 4096),
              (Texts{"!", R"(={"b":1})"}));
}

}  // namespace
}  // namespace mooring::analytics
