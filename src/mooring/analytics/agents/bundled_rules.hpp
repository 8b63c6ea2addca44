#pragma once

#include <string_view>

namespace mooring::analytics {

/// The rule files of data/agents, as they were when the program was built.
struct RuleTexts {
    std::string_view bots;
    std::string_view apps;
    std::string_view libraries;
    std::string_view browsers;
    std::string_view devices;
    std::string_view referrers;
    std::string_view crawlers;
};

RuleTexts bundled_rules();

}  // namespace mooring::analytics
