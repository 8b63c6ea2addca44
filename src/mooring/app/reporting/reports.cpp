#include "mooring/app/reporting/reports.hpp"

#include "mooring/app/numbers/episode_numbers.hpp"

namespace mooring::app::reporting {
Result<std::shared_ptr<storage::PlayReader>> Reports::reader() const {
    auto plays = plays_();
    if (!plays) return Error{Errc::unavailable, "the plays are away"};
    if (questions_ != nullptr) questions_->add();
    return plays;
}

Result<analytics::MetricTable> Reports::answer(const analytics::MetricQuery& query) const {
    MOORING_TRY(const auto plays, reader());
    return plays->answer(query);
}

Result<std::optional<std::chrono::sys_days>> Reports::first_day(const analytics::Subject& subject) const {
    MOORING_TRY(const auto plays, reader());
    return plays->first_day(subject);
}

Result<std::map<domain::EpisodeId, std::chrono::sys_days>> Reports::first_days(
    const analytics::Subject& subject) const {
    MOORING_TRY(const auto plays, reader());
    return plays->first_days(subject);
}

Result<analytics::RetentionCurve> Reports::retention(const domain::Episode& episode, analytics::DayRange days) const {
    MOORING_TRY(const auto plays, reader());
    const auto question = numbers::retention_question(episode, days);
    if (!question) return analytics::RetentionCurve{};
    return plays->retention(*question);
}

}  // namespace mooring::app::reporting
