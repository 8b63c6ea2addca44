#include "mooring/analytics/agents/agent_rules.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mooring::analytics {
namespace {

const AgentRules& rules() {
    static const AgentRules compiled = AgentRules::compile(bundled_rules()).value();
    return compiled;
}

TEST(AgentRules, LeadEveryExampleToItsOwnEntry) {
    const auto compiled = AgentRules::compile(bundled_rules());
    EXPECT_TRUE(compiled) << compiled.error().message;
    EXPECT_FALSE(compiled->version().empty());
}

TEST(AgentRules, KeepTheClassOfEachFileWhenAllStandTogether) {
    const auto expect_all = [](std::string_view json, AgentClass agent_class) {
        const RuleFile file = parse_rule_file(json).value();
        for (const AgentRule& rule : file.entries) {
            for (const std::string& example : rule.examples) {
                EXPECT_EQ(rules().classify(example, "").agent_class, agent_class) << example;
            }
        }
    };
    expect_all(bundled_rules().bots, AgentClass::bot);
    expect_all(bundled_rules().apps, AgentClass::app);
    expect_all(bundled_rules().libraries, AgentClass::library);
    expect_all(bundled_rules().browsers, AgentClass::browser);
}

TEST(AgentRules, FoldNamesForPanels) {
    const std::string chrome =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
        "Safari/537.36";
    EXPECT_EQ(rules().classify(chrome, "").app, "Web Browser");
    EXPECT_EQ(rules().classify(chrome, "open.spotify.com").app, "Spotify");
    EXPECT_EQ(rules().classify(chrome, "play.pocketcasts.com").app, "Pocket Casts");
    EXPECT_EQ(rules().classify(chrome, "www.podchaser.com").app, "Web Browser");  // a host, no app
    EXPECT_EQ(rules().classify("AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)", "").app,
              "Other");
    EXPECT_EQ(rules().classify("A Player Nobody Knows/1.0", "").app, "Other");
    EXPECT_EQ(rules().classify("", "").agent_class, AgentClass::unknown);
}

TEST(AgentRules, NameDevicesAndSystems) {
    const auto device = [](std::string_view text) {
        const Agent agent = rules().classify(text, "");
        return agent.device + "/" + agent.system;
    };
    EXPECT_EQ(device("Podcasts/4026.1 CFNetwork/3860.1 Darwin/25.1.0"), "iPhone/iOS");
    EXPECT_EQ(device("Podcasts/1 CFNetwork/1 Darwin/25.1.0 (x86_64)"), "Mac/macOS");
    EXPECT_EQ(device("AppleCoreMedia/1.0.0.20G75 (iPad; U; CPU OS 16_6 like Mac OS X; en_us)"), "iPad/iPadOS");
    EXPECT_EQ(device("Spotify/9.0.2 Android/34 (SM-S911B)"), "Android/Android");
    EXPECT_EQ(device("gPodder/3.11.1 (+http://gpodder.org/) Linux"), "Linux/Linux");
    EXPECT_EQ(device("Sonos"), "Smart Speaker/–");
    EXPECT_EQ(device("nothing to go by"), "Other/Other");
}

TEST(AgentRules, TakeAForeignSetAsItIs) {
    const std::string own = R"({"entries":[{"name":"Harbour Radio","pattern":"^Harbour ?Radio/",
        "category":"app","comments":"new","svg":"x.svg","urls":["https://example.com"],
        "examples":["HarbourRadio/1.0","Harbour Radio/2"]}]})";
    RuleTexts texts = bundled_rules();
    texts.apps = own;
    const auto compiled = AgentRules::compile(texts);
    ASSERT_TRUE(compiled) << compiled.error().message;
    EXPECT_EQ(compiled->classify("Harbour Radio/2", "").app, "Harbour Radio");
}

TEST(AgentRules, RefuseABrokenSetAndSayWhatIsWrong) {
    struct Case {
        std::string json;
        std::string word;
    };
    for (const Case& row : {Case{"[", "JSON"}, Case{"[]", "entries"}, Case{R"({"entries":[{"name":"x"}]})", "pattern"},
                            Case{R"({"entries":[{"name":"x","pattern":"("}]})", "'x'"},
                            Case{R"({"entries":[{"name":"x","pattern":"(?=a)b"}]})", "'x'"},
                            Case{R"({"entries":[{"name":"x","pattern":"^y","examples":["z"]}]})", "no entry"}}) {
        RuleTexts texts = bundled_rules();
        texts.apps = row.json;
        const auto compiled = AgentRules::compile(texts);
        ASSERT_FALSE(compiled) << row.json;
        EXPECT_NE(compiled.error().message.find(row.word), std::string::npos) << compiled.error().message;
    }
}

TEST(AgentRules, AnswerPathologicalTexts) {
    EXPECT_EQ(rules().classify(std::string(1 << 20, 'a'), "").agent_class, AgentClass::unknown);
    EXPECT_EQ(rules().classify(std::string("Overcast/3\0.0", 12), "").app, "Overcast");
    EXPECT_EQ(rules().classify("Overcast/\xFF\xFE\xC0", "").app, "Overcast");
    std::string bomb;
    for (int count = 0; count < 200; ++count) bomb += "Mozilla/5.0 (Windows NT ";
    EXPECT_EQ(rules().classify(bomb, bomb).device, "Windows");
}

}  // namespace
}  // namespace mooring::analytics
