#include "mooring/analytics/listening/playback_ledger.hpp"

#include <algorithm>
#include <utility>

#include "mooring/analytics/listening/event_code.hpp"
#include "mooring/analytics/listening/playback_pace.hpp"
#include "mooring/base/byte_code.hpp"

namespace mooring::analytics {

namespace {

constexpr std::uint64_t code_version = 1;
/// Whether all that was heard fits into the time since the first event.
bool is_too_fast(const std::vector<PlaybackEvent>& events, const PlaybackEvent& next) {
    PlaybackPace pace;
    for (const PlaybackEvent& event : events) pace.add(event);
    return !pace.allows(next);
}

}  // namespace

EventFate PlaybackLedger::add(PlaybackEvent event, std::optional<std::chrono::milliseconds> duration) {
    const std::string id = event.playback_id;
    auto found = entries_.find(id);
    if (found != entries_.end()) {
        const auto& events = found->second.playback.events();
        if (std::ranges::find(events, event.id, &PlaybackEvent::id) != events.end()) return EventFate::duplicate;
        if (is_too_fast(events, event)) return EventFate::too_fast;
    } else {
        if (is_too_fast({}, event)) return EventFate::too_fast;
        found = entries_.try_emplace(id).first;
        found->second.kept_under = day_of(event.at);
    }
    if (duration) found->second.duration = duration;
    static_cast<void>(found->second.playback.add(std::move(event)));
    dirty_.insert(id);
    return EventFate::accepted;
}

void PlaybackLedger::publish(Entry& entry, PlayChanges& changes) {
    std::vector<Play> plays = entry.playback.plays(entry.duration);
    const auto has_name = [&](const Play& play) {
        return std::ranges::any_of(plays, [&](const Play& now) { return name_of(now) == name_of(play); });
    };
    for (const Play& before : entry.published) {
        if (!has_name(before)) changes.withdrawn.push_back(name_of(before));
    }
    for (const Play& play : plays) {
        if (std::ranges::find(entry.published, play) == entry.published.end()) changes.put.push_back(play);
    }
    entry.published = std::move(plays);
}

std::string PlaybackLedger::encode(const Entry& entry) {
    std::string bytes;
    ByteWriter out{bytes};
    out.number(code_version);
    out.signed_number(entry.kept_under.time_since_epoch().count());
    out.signed_number(entry.duration ? entry.duration->count() : -1);
    out.number(entry.playback.events().size());
    for (const PlaybackEvent& event : entry.playback.events()) put_event(out, event);
    return bytes;
}

void PlaybackLedger::take_changes(PlayChanges& changes) {
    for (const std::string& id : std::exchange(dirty_, {})) {
        Entry& entry = entries_.at(id);
        publish(entry, changes);
        changes.states.push_back({.day = entry.kept_under, .key = key_mark + id, .bytes = encode(entry)});
    }
}

Result<void> PlaybackLedger::restore(std::string_view key, std::string_view bytes) {
    if (!key.starts_with(key_mark)) return Error{Errc::corrupt, "a key that names no playback"};
    ByteReader in{bytes};
    if (in.number() != code_version) return Error{Errc::corrupt, "a playback in an unknown form"};
    Entry entry;
    entry.kept_under = std::chrono::sys_days{std::chrono::days{static_cast<std::int32_t>(in.signed_number())}};
    if (const std::int64_t duration = in.signed_number(); duration >= 0) {
        entry.duration = std::chrono::milliseconds{duration};
    }
    for (std::size_t left = in.count(); left > 0; --left) static_cast<void>(entry.playback.add(take_event(in)));
    if (in.failed() || !in.at_end()) return Error{Errc::corrupt, "a garbled playback"};
    // States are written with what they published: the same again.
    entry.published = entry.playback.plays(entry.duration);
    entries_.insert_or_assign(std::string{key.substr(1)}, std::move(entry));
    return ok();
}

void PlaybackLedger::forget_before(std::chrono::sys_days day) {
    std::erase_if(entries_, [&](const auto& entry) {
        const auto& events = entry.second.playback.events();
        return !dirty_.contains(entry.first) && (events.empty() || day_of(events.back().at) < day);
    });
}

}  // namespace mooring::analytics
