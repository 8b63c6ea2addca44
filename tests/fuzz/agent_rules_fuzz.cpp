#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/analytics/agents/agent_rules.hpp"
#include "mooring/base/assert.hpp"

/// Any bytes as a User-Agent and a Referer's host: classifying ends and gives names that panels can show.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto rules = mooring::analytics::AgentRules::compile(mooring::analytics::bundled_rules());
    MOORING_ASSERT(rules.has_value(), "the bundled rules compile");
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const std::size_t cut = text.find('\n');
    const auto agent =
        rules->classify(text.substr(0, cut), cut == text.npos ? std::string_view{} : text.substr(cut + 1));
    MOORING_ASSERT(!agent.app.empty() && !agent.device.empty() && !agent.system.empty(), "panels have names");
    return 0;
}
