// The parameters of station analytics: what is taken keeps its promises.

#include <cstddef>
#include <cstdint>
#include <string>

#include "mooring/api/analytics/impressions_query.hpp"
#include "mooring/api/analytics/time_range.hpp"
#include "mooring/base/assert.hpp"
#include "mooring/base/encoding.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    const std::string text{reinterpret_cast<const char*>(data), size};
    for (const std::string& query : {text, to_base64(text)}) {
        const auto read = api::analytics::read_impressions_query(query);
        if (read) MOORING_ASSERT(0 <= read->begin && read->begin < read->end, "a range that can be answered");
    }
    const auto first = text.find(' ');
    const auto second = first == text.npos ? text.npos : text.find(' ', first + 1);
    if (second == text.npos) return 0;
    const auto day = std::chrono::sys_days{std::chrono::days{20'000}};
    const auto range = api::analytics::read_time_range(
        {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)}, day, day);
    if (!range || !*range) return 0;
    MOORING_ASSERT((*range)->begin <= (*range)->end, "a range runs forward");
    MOORING_ASSERT((*range)->buckets(day).size() <= 50'000, "a bounded answer");
    return 0;
}
