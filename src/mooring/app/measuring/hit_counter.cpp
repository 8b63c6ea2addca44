#include "mooring/app/measuring/hit_counter.hpp"

#include <utility>
#include <vector>

namespace mooring::app::measuring {

namespace {

using analytics::Agent;
using analytics::Disposition;
using analytics::RawHit;
using std::chrono::days;
using std::chrono::sys_days;

constexpr const char* spool_stream = "spool";
constexpr std::size_t hits_in_a_batch = 50'000;
/// Texts that are remembered with what they were taken for.
constexpr std::size_t most_agents = 100'000;
/// A transfer that was over sooner left one record only (measurement.md, 3.1).
constexpr std::int64_t one_record_ms = 25'000;

const std::array<std::string, 4> source_names{"local", "redirect", "hls", "import"};

analytics::PlayContext context_of(const RawHit& hit, const Agent& agent) {
    return {.app = agent.app,
            .device = agent.device,
            .system = agent.system,
            .country = hit.country.empty() ? "ZZ" : hit.country,
            .region = hit.region,
            .city = hit.city,
            .referrer = hit.referrer,
            .source = source_names[static_cast<std::size_t>(hit.source)] +
                      (hit.import_name.empty() ? "" : ":" + hit.import_name)};
}

}  // namespace

HitCounter::HitCounter(const Ports& ports, const analytics::CountingRules& rules)
    : ports_(ports),
      rules_(rules),
      ledger_(rules),
      regions_(ports.media),
      counted_(ports.metrics.counter("mooring_hits_counted_total", "Raw hits that went through counting.")) {
    for (const analytics::JudgingStep& step : analytics::judging_steps()) {
        verdicts_[step.verdict] =
            &ports.metrics.counter("mooring_hit_verdicts_total", "Hits by what they were taken for.",
                                   "disposition=\"" + std::string{to_string(step.verdict)} + "\"");
    }
    verdicts_[Disposition::candidate] = &ports.metrics.counter(
        "mooring_hit_verdicts_total", "Hits by what they were taken for.", "disposition=\"candidate\"");
}

Result<void> HitCounter::begin() {
    if (has_begun_) return ok();
    MOORING_TRY(const auto position, ports_.plays.position_of(spool_stream));
    place_ = {.segment = position.segment, .offset = position.offset};
    MOORING_TRY(const auto states, ports_.plays.states({KnownRegions::kept_under, KnownRegions::kept_under + days{1}}));
    for (const auto& state : states) {
        if (state.key.starts_with(KnownRegions::key_mark)) MOORING_CHECK(regions_.restore(state));
        if (state.key.starts_with(DaySources::key_mark)) MOORING_CHECK(sources_.restore(state));
    }
    // Windows that move are not kept by day.
    if (rules_.window == analytics::DownloadWindow::first_touch) MOORING_CHECK(ensure_day(sys_days{}));
    has_begun_ = true;
    return ok();
}

/// Load the groups of a day before the first of its hits is counted.
Result<void> HitCounter::ensure_day(sys_days day) {
    if (loaded_days_.contains(day)) return ok();
    MOORING_TRY(const auto states, ports_.plays.states({day, day + days{1}}));
    for (const auto& state : states) {
        if (state.key.starts_with('d')) MOORING_CHECK(ledger_.restore(state.key, state.bytes));
    }
    loaded_days_.insert(day);
    return ok();
}

const Agent& HitCounter::agent_of(const RawHit& hit) {
    if (agents_.size() >= most_agents) agents_.clear();
    const auto [known, is_new] = agents_.try_emplace(hit.user_agent + '\n' + hit.referrer);
    if (is_new) known->second = ports_.rules.classify(hit.user_agent, hit.referrer);
    return known->second;
}

storage::CountedHit HitCounter::judged(RawHit hit) {
    const Agent& agent = agent_of(hit);
    const analytics::Verdict verdict = judge(hit, agent);
    storage::CountedHit counted{.hit = std::move(hit),
                                .disposition = verdict.disposition,
                                .rule = std::string{verdict.rule},
                                .app = agent.app,
                                .device = agent.device,
                                .rules_version = ports_.rules.version()};
    counted.may_replace = counted.hit.duration_ms >= one_record_ms;
    return counted;
}

/// Put a candidate into its group, if its source makes the day's downloads.
Result<void> HitCounter::group(const storage::CountedHit& counted) {
    const RawHit& hit = counted.hit;
    if (counted.disposition != Disposition::candidate) return ok();
    const auto owner = sources_.owner(domain::ShowId{hit.show_id}, analytics::day_of(hit.at));
    if (hit.import_name != owner.value_or(std::string_view{})) return ok();
    if (rules_.window == analytics::DownloadWindow::calendar) MOORING_CHECK(ensure_day(analytics::day_of(hit.at)));
    MOORING_TRY(const auto region, regions_.get(domain::EpisodeId{hit.episode_id}, hit.revision));
    ledger_.add(hit, region, context_of(hit, agent_of(hit)));
    return ok();
}

Result<void> HitCounter::take(const RawHit& hit, storage::PlayBatch& batch) {
    storage::CountedHit counted = judged(hit);
    MOORING_CHECK(group(counted));
    verdicts_[counted.disposition]->add();
    if (counted.disposition != Disposition::feed) batch.hits.push_back(std::move(counted));
    return ok();
}

Result<void> HitCounter::put_down() {
    MOORING_CHECK(ports_.plays.append(*waiting_));
    if (!waiting_->stream.empty()) place_ = {.segment = waiting_->end.segment, .offset = waiting_->end.offset};
    counted_.add(waiting_->hits.size());
    waiting_.reset();
    return ok();
}

Result<std::size_t> HitCounter::count_some(std::size_t limit) {
    MOORING_CHECK(begin());
    if (waiting_) {
        const std::size_t hits = waiting_->hits.size();
        MOORING_CHECK(put_down());
        return std::max<std::size_t>(hits, 1);
    }
    std::vector<RawHit> hits;
    MOORING_TRY(const storage::SpoolPosition end, ports_.spool.read(place_, [&](const RawHit& hit) {
        hits.push_back(hit);
        return hits.size() < limit;
    }));
    MOORING_CHECK(accept_noted());
    // A playback that was accepted moves requests over that were counted before.
    if (hits.empty() && !ledger_.has_changes()) return std::size_t{0};
    regions_.begin_batch();
    storage::PlayBatch batch;  // of no stream, and never taken for one that was put down before, when no hit came
    if (!hits.empty()) {
        batch.stream = spool_stream;
        batch.end = {.segment = end.segment, .offset = end.offset};
    }
    for (const RawHit& hit : hits) {
        // What was taken so far changes nothing when it is taken again: the place stays where it was.
        MOORING_CHECK(take(hit, batch));
    }
    ledger_.take_changes(batch.changes);
    regions_.take_states(batch.changes.states);
    waiting_ = std::move(batch);
    MOORING_CHECK(put_down());
    return std::max<std::size_t>(hits.size(), 1);
}

/// Tell the ledger of accepted playbacks, once it knows what was counted on their days.
Result<void> HitCounter::accept_noted() {
    for (const auto& [playback, day] : noted_) {
        if (rules_.window == analytics::DownloadWindow::calendar) MOORING_CHECK(ensure_day(day));
        ledger_.accept_playback(playback, day);
    }
    noted_.clear();
    return ok();
}

Result<void> HitCounter::count_all() {
    for (;;) {
        MOORING_TRY(const std::size_t counted, count_some(hits_in_a_batch));
        if (counted == 0) return ok();
    }
}

/// Put down a batch that comes from no spool. What was grouped for it and could not be put down goes with the next one.
Result<void> HitCounter::put_down(storage::PlayBatch batch) {
    ledger_.take_changes(batch.changes);
    regions_.take_states(batch.changes.states);
    sources_.take_states(batch.changes.states);
    waiting_ = std::move(batch);
    return put_down();
}

void HitCounter::forget_before(sys_days day) {
    if (waiting_) return;
    ledger_.forget_before(day);
    if (rules_.window == analytics::DownloadWindow::calendar) {
        loaded_days_.erase(loaded_days_.begin(), loaded_days_.lower_bound(day));
    }
}

}  // namespace mooring::app::measuring
