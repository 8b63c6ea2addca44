#include <utility>
#include <vector>

#include "mooring/analytics/listening/playback_ledger.hpp"
#include "mooring/app/measuring/hit_counter.hpp"

// The parts of counting that look back: logs from elsewhere, and days that are counted anew.

namespace mooring::app::measuring {

namespace {

using analytics::DayRange;
using analytics::Disposition;
using analytics::DownloadWindow;
using std::chrono::days;
using std::chrono::sys_days;

/// Days whose groups stay in memory while a log goes by.
constexpr std::size_t days_in_memory = 8;

}  // namespace

/// Days that nobody chose belong to the first import that has hits on them, unless our own server counted any.
Result<void> HitCounter::claim_days(std::span<const storage::CountedHit> hits, sys_days today) {
    for (const storage::CountedHit& counted : hits) {
        const domain::ShowId show{counted.hit.show_id};
        const sys_days day = analytics::day_of(counted.hit.at);
        if (day >= today || sources_.is_chosen(show, day) || own_days_.contains({show.value, day})) continue;
        analytics::MetricQuery query{.metric = analytics::Metric::iab_downloads, .days = {day, day + days{1}}};
        query.subject.shows.push_back(show);
        MOORING_TRY(const auto own, ports_.plays.answer(query));
        if (!own.cells.empty() && own.cells.front().count > 0) {
            own_days_.emplace(show.value, day);
            continue;
        }
        // Requests of our own that came to no download count no more.
        MOORING_CHECK(ensure_day(rules_.window == DownloadWindow::calendar ? day : sys_days{}));
        if (rules_.window == DownloadWindow::calendar) ledger_.begin_anew(show, day);
        sources_.choose(show, day, counted.hit.import_name);
    }
    return ok();
}

Result<std::size_t> HitCounter::count_imported(std::span<const storage::CountedHit> hits,
                                               std::vector<analytics::CountingState> states, sys_days today) {
    MOORING_CHECK(begin());
    if (waiting_) MOORING_CHECK(put_down());
    regions_.begin_batch();
    MOORING_CHECK(claim_days(hits, today));
    storage::PlayBatch batch;
    batch.changes.states = std::move(states);
    batch.hits.assign(hits.begin(), hits.end());
    std::size_t counting = 0;
    std::set<sys_days> touched;
    for (const storage::CountedHit& counted : hits) {
        const sys_days day = analytics::day_of(counted.hit.at);
        const auto owner = sources_.owner(domain::ShowId{counted.hit.show_id}, day);
        if (owner == counted.hit.import_name) ++counting;
        touched.insert(day);
        MOORING_CHECK(group(counted));
        verdicts_[counted.disposition]->add();
    }
    MOORING_CHECK(put_down(std::move(batch)));
    if (rules_.window == DownloadWindow::calendar && loaded_days_.size() > touched.size() + days_in_memory) {
        // Playbacks reported late are to find the groups of the last days.
        touched.insert(loaded_days_.lower_bound(today - days{2}), loaded_days_.end());
        ledger_.forget_all_but(touched);
        loaded_days_ = std::move(touched);
    }
    return counting;
}

/// Count anew the groups kept under `day`, from the hits of `hits`.
Result<void> HitCounter::recount_day(sys_days day, DayRange hits, std::optional<domain::ShowId> show) {
    MOORING_CHECK(ensure_day(day));
    // Which requests are our own player's was forgotten with their days.
    MOORING_TRY(const auto states, ports_.plays.states({hits.begin - days{1}, hits.end + days{1}}));
    for (const auto& state : states) {
        if (!state.key.starts_with(analytics::PlaybackLedger::key_mark)) continue;
        const std::string_view session = std::string_view{state.key}.substr(1);
        ledger_.accept_playback(std::string{session.substr(0, session.rfind(':'))}, state.day);
    }
    regions_.begin_batch();
    std::set<domain::ShowId> begun;
    const auto begin_anew = [&](domain::ShowId one) {
        if (begun.insert(one).second) ledger_.begin_anew(one, day);
    };
    if (show) {
        begin_anew(*show);
    } else {
        for (const domain::ShowId one : ledger_.shows()) begin_anew(one);
    }
    storage::PlayBatch batch;
    Result<void> grouped = ok();
    MOORING_CHECK(ports_.plays.visit_hits(hits, show, [&](const storage::CountedHit& stored) {
        storage::CountedHit counted = judged(stored.hit);
        grouped = group(counted);
        counted.may_replace = true;
        const bool has_changed = counted.disposition != stored.disposition || counted.rule != stored.rule ||
                                 counted.app != stored.app || counted.device != stored.device;
        if (has_changed) batch.hits.push_back(std::move(counted));
        return grouped.has_value();
    }));
    MOORING_CHECK(std::move(grouped));
    return put_down(std::move(batch));
}

Result<void> HitCounter::recount(DayRange range, std::optional<domain::ShowId> show) {
    MOORING_CHECK(begin());
    if (waiting_) MOORING_CHECK(put_down());
    if (rules_.window == DownloadWindow::first_touch) {
        // A window may begin the day before, and all of them are kept together: all that is on record is counted.
        return recount_day(sys_days{}, {sys_days{}, KnownRegions::kept_under}, show);
    }
    const std::set<sys_days> present = loaded_days_;
    for (sys_days day = range.begin; day < range.end; day += days{1}) {
        MOORING_CHECK(recount_day(day, {day, day + days{1}}, show));
        if (loaded_days_.size() > present.size() + days_in_memory) {
            ledger_.forget_all_but(present);
            loaded_days_ = present;
        }
    }
    return ok();
}

Result<void> HitCounter::choose_source(domain::ShowId show, DayRange range, const std::string& import_name) {
    MOORING_CHECK(begin());
    for (sys_days day = range.begin; day < range.end; day += days{1}) sources_.choose(show, day, import_name);
    own_days_.clear();
    return recount(range, show);
}

Result<std::vector<DaySources::Stretch>> HitCounter::day_sources() {
    MOORING_CHECK(begin());
    return sources_.stretches();
}

}  // namespace mooring::app::measuring
