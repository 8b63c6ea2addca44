#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "mooring/analytics/listening/retention.hpp"
#include "mooring/analytics/questions/metric_query.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::app::reporting {

/// Answers questions about plays, for every family that shows numbers. While the plays are away every answer is the
/// error `unavailable`. Safe from any thread.
class Reports {
public:
    using Plays = std::function<std::shared_ptr<storage::PlayReader>()>;  ///< null: away for now

    explicit Reports(Plays plays) : plays_(std::move(plays)) {}

    /// Errors: invalid_argument (see `analytics::check`), unavailable.
    Result<analytics::MetricTable> answer(const analytics::MetricQuery& query) const;
    /// The day of the first fact of a subject; unset without any. Errors: unavailable.
    Result<std::optional<std::chrono::sys_days>> first_day(const analytics::Subject& subject) const;
    /// How many listeners heard each second of an episode's present audio. No samples: nobody, or there is no audio of
    /// known length. Errors: unavailable.
    Result<analytics::RetentionCurve> retention(const domain::Episode& episode, analytics::DayRange days) const;

private:
    Result<std::shared_ptr<storage::PlayReader>> reader() const;

    Plays plays_;
};

/// What names the present audio of an episode in facts, and its length. Unset where there is none.
struct AudioRevision {
    std::string name;
    std::int64_t seconds = 0;  ///< whole ones
};
std::optional<AudioRevision> audio_revision(const domain::Episode& episode);

}  // namespace mooring::app::reporting
