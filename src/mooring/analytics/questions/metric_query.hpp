#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mooring/analytics/questions/metric.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::analytics {

/// UTC days from `begin` up to, not including, `end`.
struct DayRange {
    std::chrono::sys_days begin;
    std::chrono::sys_days end;
    auto operator<=>(const DayRange&) const = default;
    std::int64_t days() const { return end > begin ? (end - begin).count() : 0; }
};

/// How the range is cut (analytics-rest.md, 2.3; creators-graphql.md, section 4). Weeks run Monday to Sunday; the
/// first and the last week and month are cut to the range.
enum class Bucket : std::uint8_t { total, hour, day, week, month };

struct MetricFilter {
    Dimension dimension;
    std::string value;  ///< as tables show it; `show` and `episode` by number
    bool operator==(const MetricFilter&) const = default;
};

/// Shows and episodes a question is about; what is empty does not narrow. Asking for everything is asking about the
/// instance.
struct Subject {
    std::vector<domain::ShowId> shows;
    std::vector<domain::EpisodeId> episodes;
    bool operator==(const Subject&) const = default;
};

/// When an episode came out.
struct Publication {
    domain::EpisodeId episode;
    std::chrono::sys_days day;
    bool operator==(const Publication&) const = default;
};

/// The days of one episode.
struct EpisodeDays {
    domain::EpisodeId episode;
    DayRange days;
    bool operator==(const EpisodeDays&) const = default;
};

/// One question about plays. Every panel, row and field of every family is one of these.
struct MetricQuery {
    Subject subject;
    Metric metric = Metric::sd;
    DayRange days;
    Bucket bucket = Bucket::total;
    /// Each bucket counts from the beginning of the range on, different people too (creators-graphql.md, "Running
    /// totals"). For sums and for different listeners.
    bool is_running = false;
    std::vector<Dimension> breakdown;  ///< at most two
    std::vector<MetricFilter> filters;
    std::size_t limit = 0;  ///< largest rows of each bucket that are kept; 0: all
    /// Of `sd_first_30d`, which is about these episodes and over the whole range; each episode once.
    std::vector<Publication> publications = {};
    /// Each of these episodes over its own days, within `days`; other episodes not at all. Only of totals by episode
    /// of what adds up, of different listeners, of completion and of listening time.
    std::vector<EpisodeDays> episode_days = {};

    bool operator==(const MetricQuery&) const = default;
};

/// One cell, or one row of a breakdown.
struct MetricCell {
    Instant begin;                     ///< of the bucket
    Instant end;                       ///< the first instant after it
    std::vector<std::string> labels;   ///< one per dimension of the breakdown; empty where it is unknown
    std::int64_t count = 0;            ///< of counts and milliseconds
    std::optional<double> ratio = {};  ///< of ratios; unset where nothing was measured
    bool operator==(const MetricCell&) const = default;
};

/// The answer. Without a breakdown: one cell per bucket of the range, oldest first, zeros included. With one: in each
/// bucket the values that occur, largest first, then by label.
struct MetricTable {
    std::vector<MetricCell> cells;
    bool operator==(const MetricTable&) const = default;
};

/// The day of publication and those behind it that are an episode's first (measurement.md, section 1).
inline constexpr std::chrono::days first_days{30};
/// The most episodes of one question about first days, or about days of their own.
inline constexpr std::size_t most_publications = 1'000;

/// The longest range that is answered in hours, and in anything (analytics-rest.md, 2.4; creators-graphql.md, 4).
inline constexpr std::int64_t most_days_in_hours = 92;
inline constexpr std::int64_t most_days = 20'000;

/// Errors: invalid_argument, naming the field: a breakdown or filter the metric does not have, a range that is too
/// long or ends before it begins, running totals of what cannot be added up, publications of another metric.
Result<void> check(const MetricQuery& query);

/// The buckets of a query, oldest first, cut to its range.
std::vector<std::pair<Instant, Instant>> buckets_of(const MetricQuery& query);
/// The beginning of the bucket that holds `at`, cut to the range.
Instant bucket_begin(const MetricQuery& query, Instant at);

/// Bring what an engine found into the shape promised by `MetricTable`: put in the buckets that hold nothing, add up
/// running totals, sort, cut to the limit.
MetricTable shaped(const MetricQuery& query, std::vector<MetricCell> found);

/// The same question about the range of equal length just before.
MetricQuery previous_period(MetricQuery query);
/// `(current - previous) / previous`; unset when there is nothing to compare with.
std::optional<double> difference(double current, double previous);

/// The value at `percent` by nearest rank (creators-graphql.md, 5.8); unset without values.
std::optional<double> percentile(std::vector<double> values, int percent);

}  // namespace mooring::analytics
