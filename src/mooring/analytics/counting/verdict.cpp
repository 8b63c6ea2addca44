#include "mooring/analytics/counting/verdict.hpp"

#include <algorithm>
#include <array>

#include "mooring/analytics/counting/quirks.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::analytics {

namespace {

bool is_feed(const RawHit& hit, const Agent&) {
    return hit.subject == HitSubject::feed;
}

bool is_other_method(const RawHit& hit, const Agent&) {
    return hit.method != "GET";
}

bool is_other_status(const RawHit& hit, const Agent&) {
    if (hit.status == 206) return false;
    // Rows of a prefix service are redirects too (measurement.md, 9.4).
    const bool is_redirect =
        hit.source == HitSource::redirect || (hit.source == HitSource::import && (hit.flags & flag_estimated) != 0);
    return hit.status != (is_redirect ? 302 : 200);
}

/// A listener who opted out has no text on record, which is something else.
bool is_without_user_agent(const RawHit& hit, const Agent&) {
    if ((hit.flags & flag_no_user_agent) != 0) return true;
    return (hit.flags & flag_opt_out) == 0 && trim_ascii(hit.user_agent).empty();
}

/// The watch fetches once more what the phone fetched.
bool is_watch(const RawHit& hit, const Agent&) {
    const std::string& text = hit.user_agent;
    const bool is_system_player = text.starts_with("atc/") && text.find("watchOS") != std::string::npos;
    return is_system_player || text.find("(null)/(null) watchOS") != std::string::npos;
}

bool is_bot_class(const RawHit&, const Agent& agent) {
    return agent.agent_class == AgentClass::bot;
}

bool is_bot_library(const RawHit&, const Agent& agent) {
    return agent.agent_class == AgentClass::library && agent.is_bot_library;
}

bool says_it_is_a_bot(const RawHit& hit, const Agent& agent) {
    if (agent.agent_class != AgentClass::unknown) return false;
    const std::string text = to_lower_ascii(hit.user_agent);
    return std::ranges::any_of(std::array{"bot", "crawler", "spider"},
                               [&](const char* word) { return text.find(word) != std::string::npos; });
}

/// Never of an app: the list takes several for crawlers (7.4).
bool is_listed_crawler(const RawHit&, const Agent& agent) {
    return agent.is_on_crawler_list && agent.agent_class != AgentClass::app;
}

bool is_hosted(const RawHit& hit, const Agent&) {
    return (hit.flags & flag_safe_network) == 0 && network_class(hit.asn) == NetworkClass::hosting;
}

bool is_owner(const RawHit& hit, const Agent&) {
    return (hit.flags & flag_preview_grant) != 0;
}

bool is_prefetched(const RawHit& hit, const Agent&) {
    return (hit.flags & flag_prefetch) != 0;
}

bool is_quirk(const RawHit& hit, const Agent& agent) {
    return find_quirk(hit, agent) != nullptr;
}

/// A Range header whose served parts are two bytes or fewer: a player that asks whether ranges work.
bool is_probe(const RawHit& hit, const Agent&) {
    if (hit.range_raw.empty() || hit.ranges.empty()) return false;
    std::int64_t total = 0;
    for (const auto& [first, last] : hit.ranges) {
        if (last - first >= 2) return false;
        total += last - first + 1;
    }
    return total <= 2;
}

constexpr std::array steps{
    JudgingStep{"feed", Disposition::feed, is_feed},
    JudgingStep{"method", Disposition::method, is_other_method},
    JudgingStep{"status", Disposition::status, is_other_status},
    JudgingStep{"no_user_agent", Disposition::no_ua, is_without_user_agent},
    JudgingStep{"watch", Disposition::watch, is_watch},
    JudgingStep{"bot_rule", Disposition::bot, is_bot_class},
    JudgingStep{"bot_library", Disposition::bot, is_bot_library},
    JudgingStep{"bot_word", Disposition::bot, says_it_is_a_bot},
    JudgingStep{"crawler_list", Disposition::bot, is_listed_crawler},
    JudgingStep{"hosting_network", Disposition::hosting, is_hosted},
    JudgingStep{"preview_grant", Disposition::owner, is_owner},
    JudgingStep{"prefetch_header", Disposition::preload, is_prefetched},
    JudgingStep{"preload_quirk", Disposition::preload, is_quirk},
    JudgingStep{"two_byte_probe", Disposition::probe, is_probe},
};

}  // namespace

std::string_view to_string(Disposition disposition) {
    switch (disposition) {
        case Disposition::method: return "method";
        case Disposition::status: return "status";
        case Disposition::no_ua: return "no_ua";
        case Disposition::watch: return "watch";
        case Disposition::bot: return "bot";
        case Disposition::hosting: return "hosting";
        case Disposition::owner: return "owner";
        case Disposition::preload: return "preload";
        case Disposition::probe: return "probe";
        case Disposition::own_player: return "own_player";
        case Disposition::candidate: return "candidate";
        case Disposition::counted: return "counted";
        case Disposition::partial: return "partial";
        case Disposition::volume: return "volume";
        case Disposition::feed: return "feed";
    }
    return "candidate";
}

std::span<const JudgingStep> judging_steps() {
    return steps;
}

Verdict judge(const RawHit& hit, const Agent& agent) {
    const auto step = std::ranges::find_if(steps, [&](const JudgingStep& rule) { return rule.applies(hit, agent); });
    if (step == steps.end()) return {Disposition::candidate, "candidate"};
    return {step->verdict, step->name};
}

}  // namespace mooring::analytics
