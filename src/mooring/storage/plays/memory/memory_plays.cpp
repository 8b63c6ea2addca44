#include "mooring/storage/plays/memory/memory_plays.hpp"

#include <algorithm>

#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/storage/plays/memory/history.hpp"

namespace mooring::storage::memory {

Result<void> MemoryPlays::append(const PlayBatch& batch) {
    const std::lock_guard lock(mutex_);
    version_.rise();
    if (!batch.stream.empty()) {
        StreamPosition& position = positions_[batch.stream];
        if (batch.end <= position) return ok();
        position = batch.end;
    }
    for (const auto& name : batch.changes.withdrawn) plays_.erase(name);
    for (analytics::Play play : batch.changes.put) {
        play.at = std::chrono::floor<std::chrono::seconds>(play.at);
        plays_.insert_or_assign(name_of(play), std::move(play));
    }
    for (const auto& state : batch.changes.states) states_.insert_or_assign(state.key, state);
    for (const auto& hit : batch.hits) hits_.insert_or_assign(hit.hit.hit_id, hit);
    for (const auto& seen : batch.impressions) {
        impressions_.insert_or_assign({seen.show.value, analytics::day_of(seen.at), seen.key}, seen);
    }
    follows_.insert(batch.follows.begin(), batch.follows.end());
    return ok();
}

Result<StreamPosition> MemoryPlays::position_of(const std::string& stream) {
    const std::lock_guard lock(mutex_);
    const auto position = positions_.find(stream);
    return position == positions_.end() ? StreamPosition{} : position->second;
}

Result<std::vector<analytics::CountingState>> MemoryPlays::states(analytics::DayRange days) {
    const std::lock_guard lock(mutex_);
    std::vector<analytics::CountingState> found;
    for (const auto& [key, state] : states_) {
        if (days.begin <= state.day && state.day < days.end) found.push_back(state);
    }
    return found;
}

Result<analytics::MetricTable> MemoryPlays::answer(const analytics::MetricQuery& query) {
    MOORING_CHECK(check(query));
    History history;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [name, play] : plays_) history.plays.push_back(play);
        for (const auto& [name, seen] : impressions_) history.impressions.push_back(seen);
        history.follows.assign(follows_.begin(), follows_.end());
    }
    return answer_from(history, query);
}

Result<analytics::RetentionCurve> MemoryPlays::retention(const RetentionQuestion& question) {
    const std::lock_guard lock(mutex_);
    std::map<analytics::ListenerId, analytics::IntervalSet> heard;
    for (const auto& [name, play] : plays_) {
        const bool is_meant = play.kind == analytics::PlayKind::session && play.show == question.show &&
                              play.episode == question.episode && play.revision == question.revision;
        if (!is_meant || name.day < question.days.begin || name.day >= question.days.end) continue;
        MOORING_TRY(const auto stretches, analytics::decode_heard(play.heard));
        heard[play.listener].add(stretches);
    }
    analytics::CurveBuilder builder{question.seconds};
    for (const auto& [listener, stretches] : heard) builder.add_listener(stretches);
    return builder.finish();
}

Result<std::optional<std::chrono::sys_days>> MemoryPlays::first_day(const analytics::Subject& subject) {
    const std::lock_guard lock(mutex_);
    std::optional<std::chrono::sys_days> first;
    const auto names = [](const auto& ids, auto id) { return ids.empty() || std::ranges::find(ids, id) != ids.end(); };
    for (const auto& [name, play] : plays_) {
        if (!names(subject.shows, play.show) || !names(subject.episodes, play.episode)) continue;
        if (!first || name.day < *first) first = name.day;
    }
    return first;
}

Result<std::map<domain::EpisodeId, std::chrono::sys_days>> MemoryPlays::first_days(const analytics::Subject& subject) {
    const std::lock_guard lock(mutex_);
    std::map<domain::EpisodeId, std::chrono::sys_days> first;
    const auto names = [](const auto& ids, auto id) { return ids.empty() || std::ranges::find(ids, id) != ids.end(); };
    for (const auto& [name, play] : plays_) {
        if (!names(subject.shows, play.show) || !names(subject.episodes, play.episode)) continue;
        const auto [entry, is_new] = first.emplace(play.episode, name.day);
        if (!is_new) entry->second = std::min(entry->second, name.day);
    }
    return first;
}

Result<std::optional<CountedHit>> MemoryPlays::find_hit(const analytics::HitId& id) {
    const std::lock_guard lock(mutex_);
    const auto hit = hits_.find(id);
    return hit == hits_.end() ? std::nullopt : std::optional{hit->second};
}

Result<void> MemoryPlays::visit_hits(analytics::DayRange days, std::optional<domain::ShowId> show,
                                     const std::function<bool(const CountedHit&)>& visit) {
    std::vector<CountedHit> found;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, hit] : hits_) {
            const auto day = analytics::day_of(hit.hit.at);
            const bool is_meant = days.begin <= day && day < days.end && (!show || show->value == hit.hit.show_id);
            if (is_meant) found.push_back(hit);
        }
    }
    for (const CountedHit& hit : found) {
        if (!visit(hit)) break;
    }
    return ok();
}

Result<std::vector<VerdictCount>> MemoryPlays::verdicts(analytics::DayRange days) {
    const std::lock_guard lock(mutex_);
    std::map<std::pair<analytics::Disposition, std::string>, std::int64_t> counts;
    for (const auto& [id, hit] : hits_) {
        const auto day = analytics::day_of(hit.hit.at);
        if (days.begin <= day && day < days.end) ++counts[{hit.disposition, hit.rule}];
    }
    std::vector<VerdictCount> verdicts;
    for (const auto& [verdict, count] : counts) verdicts.push_back({verdict.first, verdict.second, count});
    std::ranges::stable_sort(verdicts, std::ranges::greater{}, &VerdictCount::hits);
    return verdicts;
}

Result<void> MemoryPlays::cluster(std::chrono::sys_days) {
    return ok();
}

Result<void> MemoryPlays::forget(std::chrono::sys_days hits, std::chrono::sys_days facts) {
    const std::lock_guard lock(mutex_);
    version_.rise();
    std::erase_if(hits_, [&](const auto& hit) { return analytics::day_of(hit.second.hit.at) < hits; });
    std::erase_if(states_, [&](const auto& state) { return state.second.day < hits; });
    std::erase_if(plays_, [&](const auto& play) { return play.first.day < facts; });
    std::erase_if(impressions_, [&](const auto& seen) { return analytics::day_of(seen.second.at) < facts; });
    return ok();
}

Result<void> MemoryPlays::erase_listener(analytics::ListenerId listener) {
    const std::lock_guard lock(mutex_);
    version_.rise();
    std::erase_if(plays_, [&](const auto& play) { return play.second.listener == listener; });
    std::erase_if(impressions_, [&](const auto& seen) { return seen.second.actor == listener; });
    std::erase_if(follows_, [&](const auto& event) { return event.listener == listener; });
    return ok();
}

Result<void> MemoryPlays::erase_show(domain::ShowId show) {
    const std::lock_guard lock(mutex_);
    version_.rise();
    std::erase_if(plays_, [&](const auto& play) { return play.second.show == show; });
    std::erase_if(impressions_, [&](const auto& seen) { return seen.second.show == show; });
    std::erase_if(follows_, [&](const auto& event) { return event.show == show; });
    std::erase_if(hits_, [&](const auto& hit) { return hit.second.hit.show_id == show.value; });
    return ok();
}

Result<void> MemoryPlays::export_facts(const std::string&, ExportFormat) {
    return Error{Errc::unsupported, "plays in memory are not exported"};
}

Result<void> MemoryPlays::back_up(const std::string&) {
    return Error{Errc::unsupported, "plays in memory are not backed up"};
}

}  // namespace mooring::storage::memory
