#include "mooring/app/reporting/reports.hpp"

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::reporting {
namespace {

std::int64_t whole_seconds(const std::optional<std::chrono::milliseconds>& duration) {
    return duration ? std::chrono::floor<std::chrono::seconds>(*duration).count() : 0;
}

}  // namespace

std::optional<AudioRevision> audio_revision(const domain::Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        return AudioRevision{stored->sha256, whole_seconds(stored->duration)};
    }
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        return AudioRevision{to_hex(sha256(external->url)), whole_seconds(external->duration)};
    }
    return std::nullopt;
}

Result<std::shared_ptr<storage::PlayReader>> Reports::reader() const {
    auto plays = plays_();
    if (!plays) return Error{Errc::unavailable, "the plays are away"};
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

Result<analytics::RetentionCurve> Reports::retention(const domain::Episode& episode, analytics::DayRange days) const {
    MOORING_TRY(const auto plays, reader());
    const auto audio = audio_revision(episode);
    if (!audio || audio->seconds == 0) return analytics::RetentionCurve{};
    return plays->retention({episode.show, episode.id, audio->name, audio->seconds, days});
}

}  // namespace mooring::app::reporting
