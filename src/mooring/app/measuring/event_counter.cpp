#include "mooring/app/measuring/event_counter.hpp"

#include <utility>
#include <vector>

namespace mooring::app::measuring {

namespace {

using analytics::ListenerEvent;
using analytics::TelemetryType;
using std::chrono::days;
using std::chrono::sys_days;

constexpr const char* events_stream = "events";

/// Sessions are told apart by playback and episode: who sends one id for two episodes has two sessions.
std::string session_name(const ListenerEvent& event) {
    return event.playback.playback_id + ":" + std::to_string(event.playback.episode.value);
}

/// The playback id of a session's name, as media URLs carry it.
std::string playback_of(std::string_view session) {
    return std::string{session.substr(0, session.rfind(':'))};
}

}  // namespace

EventCounter::EventCounter(Ports ports)
    : ports_(std::move(ports)),
      counted_(ports_.metrics.counter("mooring_events_counted_total", "Reports of players that were counted.")) {}

Result<void> EventCounter::begin() {
    if (has_begun_) return ok();
    MOORING_TRY(const auto position, ports_.plays.position_of(events_stream));
    place_ = {.segment = position.segment, .offset = position.offset};
    has_begun_ = true;
    return ok();
}

/// Take back what was kept of a day before the first of its events is counted.
Result<void> EventCounter::ensure_day(sys_days day) {
    if (loaded_days_.contains(day)) return ok();
    MOORING_TRY(const auto states, ports_.plays.states({day, day + days{1}}));
    for (const auto& state : states) {
        if (state.key.starts_with(analytics::ImpressionLedger::key_mark)) {
            MOORING_CHECK(impressions_.restore(state.key, state.bytes));
        } else if (state.key.starts_with(analytics::PlaybackLedger::key_mark)) {
            MOORING_CHECK(playbacks_.restore(state.key, state.bytes));
            ports_.note_playback(playback_of(std::string_view{state.key}.substr(1)), day);
        }
    }
    loaded_days_.insert(day);
    return ok();
}

void EventCounter::take(const ListenerEvent& event, storage::PlayBatch& batch) {
    const analytics::PlaybackEvent& playback = event.playback;
    switch (event.type) {
        case TelemetryType::impression:
        case TelemetryType::open:
            if (auto fact = impressions_.add(event)) batch.impressions.push_back(std::move(*fact));
            return;
        case TelemetryType::follow:
        case TelemetryType::unfollow:
            batch.follows.push_back({.show = playback.show,
                                     .listener = analytics::listener_of(playback.actor),
                                     .at = playback.at,
                                     .follows = event.type == TelemetryType::follow});
            return;
        default: break;
    }
    analytics::PlaybackEvent named = playback;
    named.playback_id = session_name(event);
    if (playbacks_.add(std::move(named), event.duration) == analytics::EventFate::accepted) {
        ports_.note_playback(playback.playback_id, analytics::day_of(playback.at));
    }
}

Result<void> EventCounter::put_down() {
    MOORING_CHECK(ports_.plays.append(*waiting_));
    place_ = {.segment = waiting_->end.segment, .offset = waiting_->end.offset};
    counted_.add(waiting_events_);
    waiting_.reset();
    return ok();
}

Result<std::size_t> EventCounter::count_some(std::size_t limit) {
    MOORING_CHECK(begin());
    if (waiting_) {
        MOORING_CHECK(put_down());
        return std::max<std::size_t>(waiting_events_, 1);
    }
    std::vector<ListenerEvent> events;
    MOORING_TRY(const storage::SpoolPosition end, ports_.spool.read(place_, [&](const ListenerEvent& event) {
        events.push_back(event);
        return events.size() < limit;
    }));
    if (events.empty()) return std::size_t{0};
    storage::PlayBatch batch{.stream = events_stream, .end = {.segment = end.segment, .offset = end.offset}};
    // All that can fail comes first: what is taken twice would give its facts to the first batch only. What began the
    // evening before goes on, and half an hour reaches over midnight.
    for (const ListenerEvent& event : events) {
        const sys_days day = analytics::day_of(event.playback.at);
        for (const sys_days near : {day - days{1}, day, day + days{1}}) MOORING_CHECK(ensure_day(near));
    }
    for (const ListenerEvent& event : events) take(event, batch);
    playbacks_.take_changes(batch.changes);
    impressions_.take_states(batch.changes.states);
    waiting_ = std::move(batch);
    waiting_events_ = events.size();
    MOORING_CHECK(put_down());
    return waiting_events_;
}

void EventCounter::forget_before(sys_days day) {
    if (waiting_) return;
    playbacks_.forget_before(day);
    impressions_.forget_before(day);
    loaded_days_.erase(loaded_days_.begin(), loaded_days_.lower_bound(day));
}

}  // namespace mooring::app::measuring
