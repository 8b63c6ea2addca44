// Any bytes as a log: cutting and reading end, every record is a row, passed over or malformed for a reason, and what a
// row says keeps its bounds.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "mooring/analytics/logs/log_lines.hpp"
#include "mooring/analytics/logs/log_parser.hpp"
#include "mooring/analytics/logs/log_text.hpp"
#include "mooring/analytics/logs/record_reader.hpp"
#include "mooring/base/assert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    using namespace mooring::analytics;
    if (size == 0) return 0;
    const auto format = static_cast<LogFormat>(data[0] % 4);
    std::string_view rest{reinterpret_cast<const char*>(data) + 1, size - 1};
    RecordReader reader{format == LogFormat::op3_json ? RecordShape::objects : RecordShape::lines,
                        [&](char* bytes, std::size_t room) -> Result<std::size_t> {
                            const std::size_t taken = std::min(room, rest.size());
                            std::memcpy(bytes, rest.data(), taken);
                            rest.remove_prefix(taken);
                            return taken;
                        }};
    LogParser parser{format};
    LogRow row;
    for (;;) {
        const auto record = reader.next();
        MOORING_ASSERT(record.has_value(), "reading from memory succeeds");
        if (record->kind == RecordKind::end) return 0;
        MOORING_ASSERT(record->text.size() <= longest_record, "a record has a bound");
        const LineOutcome outcome = parser.parse(record->text, row);
        MOORING_ASSERT((outcome == LineOutcome::malformed) == (parser.problem() != LineProblem::none),
                       "what is malformed has a reason");
        if (outcome != LineOutcome::row) continue;
        MOORING_ASSERT(is_log_time(row.at) && row.sent_bytes >= 0 && row.duration_ms >= 0, "numbers keep their bounds");
        MOORING_ASSERT(!row.target.empty() && row.user_agent.size() <= longest_log_field + 2,
                       "texts keep their bounds");
        for (const auto& [first, last] : row.ranges)
            MOORING_ASSERT(first >= 0 && last >= first, "stretches are forward");
        for (const auto& [first, last] : served_ranges(row.range_raw, 1000)) {
            MOORING_ASSERT(first >= 0 && last >= first && last < 1000, "stretches lie in the file");
        }
    }
}
