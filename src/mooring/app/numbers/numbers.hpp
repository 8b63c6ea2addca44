#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mooring/app/numbers/complete_days.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::app::numbers {

using analytics::Bucket;
using analytics::Dimension;
using analytics::Metric;
using analytics::MetricCell;
using analytics::MetricFilter;
using analytics::MetricQuery;
using analytics::Subject;
using domain::EpisodeId;
using domain::ShowId;
using storage::PlayReader;

/// Where plays are asked about; null while they are away.
using Plays = std::function<std::shared_ptr<PlayReader>()>;

/// Questions about one show or episode at one moment, over complete days: those before today's midnight, UTC. What
/// lies outside of the facts costs nothing, however long the range. Errors of all: unavailable.
class Numbers {
public:
    /// `plays` may be null: then every question is answered by `unavailable`.
    Numbers(std::shared_ptr<PlayReader> plays, analytics::Subject subject, Instant now)
        : plays_(std::move(plays)), subject_(std::move(subject)), now_(now) {}

    Instant now() const { return now_; }
    sys_days today() const { return numbers::today(now_); }

    /// From the first fact up to today; empty without any.
    Result<DayRange> all_days();

    /// The cells that hold something. Ranges of any length are fine for sums.
    Result<std::vector<MetricCell>> cells(MetricQuery query);
    /// One number over all of `days`.
    Result<std::int64_t> count(Metric metric, DayRange days, std::vector<MetricFilter> filters = {});
    /// One number for each value of a dimension.
    Result<std::map<std::string, std::int64_t>> counts_by(Dimension dimension, Metric metric, DayRange days,
                                                          std::vector<MetricFilter> filters = {});
    /// One number for each episode.
    Result<std::map<EpisodeId, std::int64_t>> counts_by_episode(Metric metric, DayRange days);
    /// A ratio over all of `days`; unset when nothing was measured.
    Result<std::optional<double>> ratio(MetricQuery query);
    /// The curve of one revision of an episode's audio, over all days.
    Result<analytics::RetentionCurve> retention(storage::RetentionQuestion question);

private:
    Result<PlayReader*> reader() const;

    std::shared_ptr<PlayReader> plays_;
    analytics::Subject subject_;
    Instant now_;
    std::optional<DayRange> all_days_;
};

/// One number for each episode, over all complete days. Errors: unavailable.
Result<std::map<EpisodeId, std::int64_t>> counts_of_all_days(Numbers& numbers, Metric metric);

}  // namespace mooring::app::numbers
