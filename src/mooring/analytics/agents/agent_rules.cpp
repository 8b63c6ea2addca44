#include "mooring/analytics/agents/agent_rules.hpp"

#include <utility>

#include "mooring/analytics/agents/devices.hpp"
#include "mooring/analytics/user_agent_text.hpp"

namespace mooring::analytics {

namespace {

/// Each example must lead to its own entry, or to one of the same name, when its file stands alone.
Result<void> self_test(const RuleFile& file, const PatternSet& patterns) {
    for (const AgentRule& rule : file.entries) {
        for (const std::string& example : rule.examples) {
            const auto found = patterns.first_match(example);
            if (!found || file.entries[*found].name != rule.name) {
                return invalid("examples", "an example of '" + rule.name + "' leads to " +
                                               (found ? "'" + file.entries[*found].name + "'" : "no entry") + ": " +
                                               example);
            }
        }
    }
    return ok();
}

struct TestedFile {
    RuleFile file;
    PatternSet patterns;
};

Result<TestedFile> load(std::string_view json) {
    MOORING_TRY(RuleFile file, parse_rule_file(json));
    MOORING_TRY(PatternSet patterns, PatternSet::compile(file.entries));
    MOORING_CHECK(self_test(file, patterns));
    return TestedFile{std::move(file), std::move(patterns)};
}

/// measurement.md, 7.2.
std::string panel_app(AgentClass agent_class, const AgentRule* rule) {
    if (agent_class == AgentClass::app || agent_class == AgentClass::bot) return rule->name;
    return agent_class == AgentClass::browser ? "Web Browser" : "Other";
}

}  // namespace

Result<AgentRules> AgentRules::compile(const RuleTexts& texts) {
    std::vector<std::pair<AgentClass, AgentRule>> program_rules;
    std::vector<AgentRule> all;
    std::string version;
    for (const auto& [agent_class, text] :
         {std::pair{AgentClass::bot, texts.bots}, std::pair{AgentClass::app, texts.apps},
          std::pair{AgentClass::library, texts.libraries}, std::pair{AgentClass::browser, texts.browsers}}) {
        MOORING_TRY(TestedFile tested, load(text));
        if (agent_class == AgentClass::app) version = tested.file.version;
        for (AgentRule& rule : tested.file.entries) {
            all.push_back(rule);
            program_rules.emplace_back(agent_class, std::move(rule));
        }
    }
    MOORING_TRY(PatternSet programs, PatternSet::compile(all));
    MOORING_TRY(TestedFile devices, load(texts.devices));
    MOORING_TRY(TestedFile referrers, load(texts.referrers));
    MOORING_TRY(TestedFile crawlers, load(texts.crawlers));

    AgentRules rules{std::move(programs), std::move(devices.patterns), std::move(referrers.patterns),
                     std::move(crawlers.patterns)};
    rules.program_rules_ = std::move(program_rules);
    rules.device_rules_ = std::move(devices.file.entries);
    rules.referrer_rules_ = std::move(referrers.file.entries);
    rules.version_ = std::move(version);
    return rules;
}

AgentRules::Found AgentRules::find_program(std::string_view user_agent) const {
    const auto index = programs_.first_match(user_agent);
    if (!index) return {};
    return {program_rules_[*index].first, &program_rules_[*index].second};
}

Agent AgentRules::classify(std::string_view user_agent, std::string_view referrer) const {
    user_agent = user_agent.substr(0, max_user_agent_bytes);
    Agent agent;
    const Found program = find_program(user_agent);
    agent.agent_class = program.agent_class;
    agent.app = panel_app(program.agent_class, program.rule);
    if (program.rule != nullptr) {
        agent.entry = program.rule->name;
        agent.is_bot_library = program.agent_class == AgentClass::library && program.rule->category == "bot";
    }
    if (agent.agent_class == AgentClass::bot) return agent;
    if (agent.agent_class != AgentClass::app) {
        agent.is_on_crawler_list = crawlers_.first_match(user_agent).has_value();
    }
    if (const auto device = devices_.first_match(user_agent)) {
        const AgentRule& rule = device_rules_[*device];
        const PanelDevice panel = panel_device(rule.name, rule.category, user_agent);
        agent.device = panel.device;
        agent.system = panel.system;
    }
    if (agent.agent_class == AgentClass::browser && !referrer.empty()) {
        const auto found = referrers_.first_match("https://" + std::string{referrer} + "/");
        if (found && referrer_rules_[*found].category == "app") agent.app = referrer_rules_[*found].name;
    }
    return agent;
}

}  // namespace mooring::analytics
