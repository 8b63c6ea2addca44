#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// One entry of a rule file in the shape of the open podcast user-agent lists, version 2.
struct AgentRule {
    std::string name;
    std::string pattern;  ///< RE2, unanchored, case-sensitive
    std::string category;
    std::vector<std::string> examples;
};

struct RuleFile {
    std::string version;  ///< as the file says; empty for files that do not
    std::vector<AgentRule> entries;
};

/// Read an object with `entries`. Members that are not known are passed over. Entries without a name bear their
/// pattern. Errors: invalid_argument (not JSON, not that shape, an entry without a pattern).
Result<RuleFile> parse_rule_file(std::string_view json);

}  // namespace mooring::analytics
