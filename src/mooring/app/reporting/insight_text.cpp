#include "mooring/app/reporting/insight_text.hpp"

#include <cmath>

#include "mooring/base/time_text.hpp"

namespace mooring::app::reporting {
namespace {

using std::chrono::days;

/// `1,204`
std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3 && digits[at - 4] != '-';) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string percent(double share) {
    return std::to_string(std::llround(share * 100)) + " %";
}

std::string people(std::int64_t count) {
    return count == 1 ? "1 person" : grouped(count) + " people";
}

std::string days_text(const InsightFacts& facts) {
    const auto last = facts.end - days{1};
    if (last == facts.begin) return "on " + iso8601_date(last);
    return "in the " + grouped((facts.end - facts.begin).count()) + " days up to " + iso8601_date(last);
}

std::string change_text(const InsightFacts& facts) {
    if (!facts.plays_before) return {};
    const std::int64_t before = *facts.plays_before;
    if (before == facts.plays) return ", as many as in the days before";
    if (before == 0) return ", after none in the days before";
    const double change = static_cast<double>(facts.plays - before) / static_cast<double>(before);
    const auto whole = std::llround(std::abs(change) * 100);
    const std::string amount = whole == 0 ? "less than 1 %" : grouped(whole) + " %";
    return ", " + amount + (change > 0 ? " more" : " fewer") + " than in the days before";
}

std::string plays_text(const InsightFacts& facts) {
    const std::string noun =
        facts.plays == 1 ? "1 stream or download" : grouped(facts.plays) + " streams and downloads";
    std::string text = "There " + std::string{facts.plays == 1 ? "was " : "were "} + noun + " " + days_text(facts) +
                       change_text(facts) + ".";
    if (facts.best_day) {
        text += " The best day was " + iso8601_date(*facts.best_day) + " with " + grouped(facts.best_day_plays) + ".";
    }
    return text;
}

std::string listeners_text(const InsightFacts& facts) {
    std::string text = " " + people(facts.listeners) + " listened";
    if (facts.new_listeners > 0) {
        const double share = static_cast<double>(facts.new_listeners) / static_cast<double>(facts.listeners);
        text += ", " + grouped(facts.new_listeners) + " of them (" + percent(share) + ") for the first time";
    }
    return text + ".";
}

std::string shares_text(const InsightFacts& facts) {
    std::string text;
    if (facts.episode) {
        text += " The most heard episode was \"" + facts.episode->name + "\" with " + percent(facts.episode->share) +
                " of it all.";
    }
    if (facts.country) {
        text += " The largest part, " + percent(facts.country->share) + ", came from " + facts.country->name + ".";
    }
    if (facts.app) {
        text += " The most used application was " + facts.app->name + " with " + percent(facts.app->share) + ".";
    }
    return text;
}

}  // namespace

std::string insight_text(const InsightFacts& facts) {
    if (facts.begin >= facts.end) return "No day of these is complete yet.";
    if (facts.plays == 0 && facts.listeners == 0) return "Nothing was heard " + days_text(facts) + ".";
    std::string text = plays_text(facts);
    if (facts.listeners > 0) text += listeners_text(facts);
    if (facts.completion) text += " They heard " + percent(*facts.completion) + " of an episode on average.";
    text += shares_text(facts);
    if (facts.follower_growth != 0) {
        const bool is_more = facts.follower_growth > 0;
        text += " At the end " + people(is_more ? facts.follower_growth : -facts.follower_growth) +
                (is_more ? " more" : " fewer") + " followed the show than at the beginning.";
    }
    return text;
}

}  // namespace mooring::app::reporting
