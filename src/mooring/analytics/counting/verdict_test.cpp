#include "mooring/analytics/counting/verdict.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace mooring::analytics {
namespace {

RawHit good_hit() {
    RawHit hit;
    hit.method = "GET";
    hit.status = 200;
    hit.user_agent = "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)";
    hit.at = std::chrono::sys_days{std::chrono::year{2026} / 3 / 3};
    return hit;
}

struct Offence {
    Disposition disposition;
    std::function<void(RawHit&, Agent&)> commit;
};

/// One way to break each rule, in the order of the table of 6.1.
std::vector<Offence> offences() {
    return {
        {Disposition::method, [](RawHit& hit, Agent&) { hit.method = "HEAD"; }},
        {Disposition::status, [](RawHit& hit, Agent&) { hit.status = 304; }},
        {Disposition::no_ua, [](RawHit& hit, Agent&) { hit.flags |= flag_no_user_agent; }},
        {Disposition::watch, [](RawHit& hit, Agent&) { hit.user_agent = "atc/1.0 watchOS/11.2 model/Watch7,1"; }},
        {Disposition::bot, [](RawHit&, Agent& agent) { agent.agent_class = AgentClass::bot; }},
        {Disposition::hosting, [](RawHit& hit, Agent&) { hit.asn = 16509; }},
        {Disposition::owner, [](RawHit& hit, Agent&) { hit.flags |= flag_preview_grant; }},
        {Disposition::preload, [](RawHit& hit, Agent&) { hit.flags |= flag_prefetch; }},
        {Disposition::probe,
         [](RawHit& hit, Agent&) {
             hit.range_raw = "bytes=0-1";
             hit.ranges = {{0, 1}};
         }},
    };
}

TEST(Judge, TakesAGoodHitForACandidate) {
    EXPECT_EQ(judge(good_hit(), {}).disposition, Disposition::candidate);
}

TEST(Judge, GivesEachDispositionForItsOwnReason) {
    for (const Offence& offence : offences()) {
        RawHit hit = good_hit();
        Agent agent;
        offence.commit(hit, agent);
        EXPECT_EQ(judge(hit, agent).disposition, offence.disposition) << to_string(offence.disposition);
    }
}

TEST(Judge, LetsTheEarlierRuleDecideForEveryPair) {
    const auto all = offences();
    for (std::size_t first = 0; first < all.size(); ++first) {
        for (std::size_t second = first + 1; second < all.size(); ++second) {
            if (all[first].disposition == Disposition::no_ua && all[second].disposition == Disposition::watch) continue;
            RawHit hit = good_hit();
            Agent agent;
            all[second].commit(hit, agent);
            all[first].commit(hit, agent);
            EXPECT_EQ(judge(hit, agent).disposition, all[first].disposition)
                << to_string(all[first].disposition) << " and " << to_string(all[second].disposition);
        }
    }
}

TEST(Judge, TellsTwoBytesFromThree) {
    struct Case {
        std::vector<std::pair<std::int64_t, std::int64_t>> served;
        Disposition disposition;
    };
    // measurement.md, 14: `0-0`, `0-1`, `5-6`, `0-0,1-1` (served merged), `0-1,2-3`, `-2`
    for (const Case& row : {Case{{{0, 0}}, Disposition::probe}, Case{{{0, 1}}, Disposition::probe},
                            Case{{{5, 6}}, Disposition::probe}, Case{{{0, 1}}, Disposition::probe},
                            Case{{{0, 0}, {1, 1}}, Disposition::probe}, Case{{{0, 3}}, Disposition::candidate},
                            Case{{{0, 1}, {2, 3}}, Disposition::candidate}, Case{{{98, 99}}, Disposition::probe}}) {
        RawHit hit = good_hit();
        hit.status = 206;
        hit.range_raw = "bytes=…";
        hit.ranges = row.served;
        EXPECT_EQ(judge(hit, {}).disposition, row.disposition) << row.served.size();
    }
}

TEST(Judge, WantsARedirectToHaveRedirected) {
    RawHit hit = good_hit();
    hit.source = HitSource::redirect;
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::status);
    hit.status = 302;
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::candidate);
}

TEST(Judge, TellsABotByItsOwnWordOnlyWhenNoRuleKnowsIt) {
    RawHit hit = good_hit();
    hit.user_agent = "HarbourSpider 1.0";
    EXPECT_EQ(judge(hit, {}).rule, "bot_word");
    EXPECT_EQ(judge(hit, {.agent_class = AgentClass::app}).disposition, Disposition::candidate);
}

TEST(Judge, BelievesTheCrawlerListOfAllButApps) {
    EXPECT_EQ(judge(good_hit(), {.agent_class = AgentClass::browser, .is_on_crawler_list = true}).rule, "crawler_list");
    EXPECT_EQ(judge(good_hit(), {.agent_class = AgentClass::app, .is_on_crawler_list = true}).disposition,
              Disposition::candidate);
}

TEST(Judge, CountsSafeNetworksAndRelays) {
    RawHit hit = good_hit();
    hit.asn = 16509;
    hit.flags = flag_safe_network;
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::candidate);
    hit.flags = 0;
    hit.asn = 13335;
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::candidate);
    hit.asn = 0;
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::candidate);
}

TEST(Judge, KeepsListenersWhoOptedOut) {
    RawHit hit = good_hit();
    hit.user_agent.clear();
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::no_ua);
    hit.flags = flag_opt_out;
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::candidate);
}

TEST(Judge, AppliesQuirksOnTheirDaysOnly) {
    RawHit hit = good_hit();
    const Agent opera{.agent_class = AgentClass::browser, .entry = "Opera", .device = "Windows"};
    EXPECT_EQ(judge(hit, opera).rule, "preload_quirk");
    hit.at = std::chrono::sys_days{std::chrono::year{2020} / 12 / 31};
    EXPECT_EQ(judge(hit, opera).disposition, Disposition::candidate);
    hit.at = std::chrono::sys_days{std::chrono::year{2021} / 1 / 1};
    EXPECT_EQ(judge(hit, opera).disposition, Disposition::preload);
    hit.referrer = "example.com";
    EXPECT_EQ(judge(hit, opera).disposition, Disposition::candidate);
    hit.referrer.clear();
    EXPECT_EQ(judge(hit, {.agent_class = AgentClass::browser, .entry = "Opera", .device = "Android"}).disposition,
              Disposition::candidate);
}

TEST(Judge, SetsFeedsAside) {
    RawHit hit = good_hit();
    hit.subject = HitSubject::feed;
    EXPECT_EQ(judge(hit, {}).disposition, Disposition::feed);
}

}  // namespace
}  // namespace mooring::analytics
