#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "mooring/analytics/listening/retention.hpp"
#include "mooring/analytics/questions/metric_query.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::app::reporting {

/// Answers questions about plays, for every family that shows numbers. While the plays are away every answer is the
/// error `unavailable`. Safe from any thread.
class Reports {
public:
    using Plays = std::function<std::shared_ptr<storage::PlayReader>()>;  ///< null: away for now

    /// `questions`, when given, counts what the plays are asked.
    explicit Reports(Plays plays, Counter* questions = nullptr) : plays_(std::move(plays)), questions_(questions) {}

    /// Errors: invalid_argument (see `analytics::check`), unavailable.
    Result<analytics::MetricTable> answer(const analytics::MetricQuery& query) const;
    /// The day of the first fact of a subject; unset without any. Errors: unavailable.
    Result<std::optional<std::chrono::sys_days>> first_day(const analytics::Subject& subject) const;
    /// The same for each of a subject's episodes that has any. Errors: unavailable.
    Result<std::map<domain::EpisodeId, std::chrono::sys_days>> first_days(const analytics::Subject& subject) const;
    /// How many listeners heard each second of an episode's present audio. No samples: nobody, or there is no audio of
    /// known length. Errors: unavailable.
    Result<analytics::RetentionCurve> retention(const domain::Episode& episode, analytics::DayRange days) const;

private:
    Result<std::shared_ptr<storage::PlayReader>> reader() const;

    Plays plays_;
    Counter* questions_;
};

}  // namespace mooring::app::reporting
