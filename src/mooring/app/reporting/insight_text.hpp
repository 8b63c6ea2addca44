#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace mooring::app::reporting {

/// One value of a breakdown, and its share of all, from 0 to 1.
struct LargestShare {
    std::string name;
    double share = 0;
};

/// What an insight is made of. All of it is about the same days; what is unset or zero is left out of the text.
struct InsightFacts {
    std::chrono::sys_days begin{}, end{};      ///< the end is not included
    std::int64_t plays = 0;                    ///< streams and downloads
    std::optional<std::int64_t> plays_before;  ///< in the days of equal length just before
    std::optional<std::chrono::sys_days> best_day;
    std::int64_t best_day_plays = 0;
    std::int64_t listeners = 0, new_listeners = 0;
    std::optional<double> completion;  ///< from 0 to 1
    std::int64_t follower_growth = 0;
    std::optional<LargestShare> episode, country, app;
};

/// The sentences of docs/graphql.md, "Insights", in their order. Never empty.
std::string insight_text(const InsightFacts& facts);

}  // namespace mooring::app::reporting
