#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::domain {

/// What a show's own numbers say about some days of it, or of one of its episodes, in words (docs/graphql.md).
struct Insight {
    std::string id;  ///< `ins_` and base-62 characters
    ShowId show;
    std::optional<EpisodeId> episode;      ///< unset: the show as a whole
    std::chrono::sys_days begin{}, end{};  ///< UTC days from `begin` up to, not including, `end`
    Instant asked_at;
    std::string text;
    std::optional<Instant> written_at;  ///< unset: there is no text yet
    bool operator==(const Insight&) const = default;
};

enum class InsightRating { negative, positive };

/// What somebody thinks of an insight.
struct InsightFeedback {
    std::string id;  ///< `fb_` and base-62 characters
    std::string insight;
    AccountId account;
    InsightRating rating = InsightRating::positive;
    std::string comment;  ///< empty: none
    Instant given_at;
    bool operator==(const InsightFeedback&) const = default;
};

}  // namespace mooring::domain
