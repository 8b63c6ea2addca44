#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/analytics/agents/bundled_rules.hpp"
#include "mooring/analytics/agents/pattern_set.hpp"
#include "mooring/analytics/counting/agent.hpp"

namespace mooring::analytics {

/// Says which program, on which device, a User-Agent speaks of (measurement.md, section 7). Safe from several threads.
class AgentRules {
public:
    /// Compile the files and test each against its own examples.
    /// Errors: invalid_argument (a file is broken, or an example does not lead to its own entry; names it).
    static Result<AgentRules> compile(const RuleTexts& texts);

    /// `referrer` is the host of the Referer, empty for none. Texts are looked at up to 1,024 bytes.
    Agent classify(std::string_view user_agent, std::string_view referrer) const;

    /// The version of the application rules: facts keep it.
    const std::string& version() const { return version_; }

private:
    struct Found {
        AgentClass agent_class = AgentClass::unknown;
        const AgentRule* rule = nullptr;
    };

    AgentRules(PatternSet programs, PatternSet devices, PatternSet referrers, PatternSet crawlers)
        : programs_(std::move(programs)),
          devices_(std::move(devices)),
          referrers_(std::move(referrers)),
          crawlers_(std::move(crawlers)) {}
    Found find_program(std::string_view user_agent) const;

    PatternSet programs_;  // bots, apps, libraries, browsers, one behind the other: the lowest index wins
    PatternSet devices_;
    PatternSet referrers_;
    PatternSet crawlers_;
    std::vector<std::pair<AgentClass, AgentRule>> program_rules_;
    std::vector<AgentRule> device_rules_;
    std::vector<AgentRule> referrer_rules_;
    std::string version_;
};

}  // namespace mooring::analytics
