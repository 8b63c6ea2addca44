#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mooring/analytics/hit_id.hpp"
#include "mooring/analytics/listening/retention.hpp"
#include "mooring/analytics/questions/metric_query.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/plays/play_batch.hpp"

namespace mooring::storage {

/// Takes what was counted.
class PlayWriter {
public:
    virtual ~PlayWriter() = default;

    /// Put a batch down, wholly or not at all, durably. Facts replace those of the same name; states those of the same
    /// key; hits those of the same id. Plays are kept to the second. A batch that does not reach behind the stored
    /// position of its stream was put down before: nothing happens. Errors: no_space, unavailable (nothing was written;
    /// try the same batch again).
    virtual Result<void> append(const PlayBatch& batch) = 0;

    /// How far a stream was put down; the front of it when nothing was. Errors: unavailable.
    virtual Result<StreamPosition> position_of(const std::string& stream) = 0;

    /// The states of counting whose day lies in `days`. Errors: unavailable.
    virtual Result<std::vector<analytics::CountingState>> states(analytics::DayRange days) = 0;
};

/// Which seconds of an episode were heard.
struct RetentionQuestion {
    domain::ShowId show;
    domain::EpisodeId episode;
    std::string revision;      ///< of the audio
    std::int64_t seconds = 0;  ///< its whole seconds
    analytics::DayRange days;
};

/// How many hits got a verdict.
struct VerdictCount {
    analytics::Disposition disposition = analytics::Disposition::candidate;
    std::string rule;
    std::int64_t hits = 0;
    bool operator==(const VerdictCount&) const = default;
};

/// Answers questions. Both engines give the same answers, exactly.
class PlayReader {
public:
    virtual ~PlayReader() = default;

    /// See `AnswerVersion`.
    virtual std::uint64_t version() const = 0;

    /// Errors: invalid_argument (see `analytics::check`), unavailable.
    virtual Result<analytics::MetricTable> answer(const analytics::MetricQuery& query) = 0;

    /// The curve of all listeners together; without samples when nobody heard anything. Errors: unavailable.
    virtual Result<analytics::RetentionCurve> retention(const RetentionQuestion& question) = 0;

    /// The day of the first fact of a subject; unset without any. Errors: unavailable.
    virtual Result<std::optional<std::chrono::sys_days>> first_day(const analytics::Subject& subject) = 0;

    /// The same for each of a subject's episodes that has any. Errors: unavailable.
    virtual Result<std::map<domain::EpisodeId, std::chrono::sys_days>> first_days(
        const analytics::Subject& subject) = 0;

    /// One hit by its id. Errors: unavailable.
    virtual Result<std::optional<CountedHit>> find_hit(const analytics::HitId& id) = 0;

    /// Visit the hits of these days, of one show or all, in no order, until `visit` returns false. Errors: unavailable.
    virtual Result<void> visit_hits(analytics::DayRange days, std::optional<domain::ShowId> show,
                                    const std::function<bool(const CountedHit&)>& visit) = 0;

    /// What became of the hits of these days by rules about single hits, most first. Errors: unavailable.
    virtual Result<std::vector<VerdictCount>> verdicts(analytics::DayRange days) = 0;
};

enum class ExportFormat { parquet, csv };

/// Looks after what is stored.
class PlayKeeper {
public:
    virtual ~PlayKeeper() = default;

    /// Put the facts of days before `before` in order by show, so that a question reads its show's facts only. Facts of
    /// these days can still be replaced, those of sessions excepted. Errors: no_space, unavailable.
    virtual Result<void> cluster(std::chrono::sys_days before) = 0;

    /// Delete hits and states of days before `hits`, and facts of days before `facts`. Errors: unavailable.
    virtual Result<void> forget(std::chrono::sys_days hits, std::chrono::sys_days facts) = 0;
    /// Delete what is known of one listener's sessions, impressions and follows. Sums of plays go down by it.
    /// Errors: unavailable.
    virtual Result<void> erase_listener(analytics::ListenerId listener) = 0;
    /// Delete all of a show. Errors: unavailable.
    virtual Result<void> erase_show(domain::ShowId show) = 0;

    /// Write all facts into files of `folder`, which is made. Errors: unavailable, unsupported (of the engine).
    virtual Result<void> export_facts(const std::string& folder, ExportFormat format) = 0;
    /// Write a copy that can be opened in place of the store, while it is used. Errors: conflict (`path` exists),
    /// no_space, unavailable, unsupported.
    virtual Result<void> back_up(const std::string& path) = 0;
};

/// Counted plays. Safe to use from several threads.
class PlayStore : public PlayWriter, public PlayReader, public PlayKeeper {};

}  // namespace mooring::storage
