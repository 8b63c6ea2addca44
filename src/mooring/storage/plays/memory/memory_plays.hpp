#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "mooring/storage/plays/answer_version.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::storage::memory {

/// All plays in memory, and every question answered by looking at each of them: slow, and plain enough to be believed.
/// For tests, and to check the other engine against.
class MemoryPlays final : public PlayStore {
public:
    Result<void> append(const PlayBatch& batch) override;
    Result<StreamPosition> position_of(const std::string& stream) override;
    Result<std::vector<analytics::CountingState>> states(analytics::DayRange days) override;

    std::uint64_t version() const override { return version_.value(); }
    Result<analytics::MetricTable> answer(const analytics::MetricQuery& query) override;
    Result<analytics::RetentionCurve> retention(const RetentionQuestion& question) override;
    Result<std::optional<std::chrono::sys_days>> first_day(const analytics::Subject& subject) override;
    Result<std::map<domain::EpisodeId, std::chrono::sys_days>> first_days(const analytics::Subject& subject) override;
    Result<std::optional<CountedHit>> find_hit(const analytics::HitId& id) override;
    Result<void> visit_hits(analytics::DayRange days, std::optional<domain::ShowId> show,
                            const std::function<bool(const CountedHit&)>& visit) override;
    Result<std::vector<VerdictCount>> verdicts(analytics::DayRange days) override;

    Result<void> cluster(std::chrono::sys_days before) override;
    Result<void> forget(std::chrono::sys_days hits, std::chrono::sys_days facts) override;
    Result<void> erase_listener(analytics::ListenerId listener) override;
    Result<void> erase_show(domain::ShowId show) override;
    Result<void> export_facts(const std::string& folder, ExportFormat format) override;
    Result<void> back_up(const std::string& path) override;

private:
    mutable std::mutex mutex_;
    AnswerVersion version_;
    std::map<std::string, StreamPosition> positions_;
    std::map<analytics::PlayName, analytics::Play> plays_;
    std::map<std::string, analytics::CountingState> states_;
    std::map<analytics::HitId, CountedHit> hits_;
    std::map<std::tuple<std::int64_t, std::chrono::sys_days, std::uint64_t>, Impression> impressions_;
    std::set<FollowEvent> follows_;
};

}  // namespace mooring::storage::memory
