#include "mooring/analytics/listening/playback.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <span>
#include <tuple>

#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::analytics {

namespace {

constexpr std::chrono::hours longest_session{24};

bool is_before(const PlaybackEvent& left, const PlaybackEvent& right) {
    return std::tie(left.at, left.sequence, left.id) < std::tie(right.at, right.sequence, right.id);
}

std::int64_t heard_by(const PlaybackEvent& event) {
    std::int64_t total = 0;
    for (const Interval& stretch : event.heard_ms) total += std::max<std::int64_t>(stretch.end - stretch.begin, 0);
    return total;
}

std::uint64_t session_key(const std::string& playback_id, std::size_t number) {
    const Digest256 digest = sha256(playback_id + "#" + std::to_string(number));
    std::uint64_t key = 0;
    std::memcpy(&key, digest.data(), sizeof key);
    return key;
}

/// When the first listened millisecond sounded: with the first event if that announces it, else as long before the
/// first report as it took to hear what it reports.
Instant first_sound(std::span<const PlaybackEvent> session, const PlaybackEvent& first_report) {
    if (session.front().type == EventType::start) return session.front().at;
    const double rate = first_report.rate > 0 ? first_report.rate : 1.0;
    const auto took = static_cast<std::int64_t>(static_cast<double>(heard_by(first_report)) / rate);
    return first_report.at - std::chrono::milliseconds{took};
}

/// The facts of one session.
void add_plays(std::span<const PlaybackEvent> session, std::uint64_t key,
               std::optional<std::chrono::milliseconds> duration, std::vector<Play>& plays) {
    const auto first_report = std::ranges::find_if(session, [](const auto& event) { return heard_by(event) > 0; });
    if (first_report == session.end()) return;
    const Instant began = first_sound(session, *first_report);
    std::int64_t total = 0;
    std::map<std::chrono::sys_days, Play> days;
    std::map<std::chrono::sys_days, IntervalSet> heard;
    const auto on = [&](Instant at) -> Play& {
        Play& play = days[day_of(at)];
        if (play.kind == PlayKind::session) return play;
        play.kind = PlayKind::session;
        play.key = key;
        play.show = session.front().show;
        play.episode = session.front().episode;
        play.at = at;
        play.listener = listener_of(session.front().actor);
        play.context = session.front().context;
        play.revision = session.front().revision;
        play.duration_ms = duration ? duration->count() : 0;
        return play;
    };
    Play& first = on(began);
    for (const PlaybackEvent& event : session) {
        const std::int64_t listened = heard_by(event);
        if (listened == 0) continue;
        Play& play = on(event.at);
        play.listened_ms += listened;
        play.foreground_ms += event.is_foreground ? listened : 0;
        play.is_video = play.is_video || event.is_video;
        for (const Interval& stretch : event.heard_ms) heard[day_of(event.at)].add(stretch.begin, stretch.end);
        total += listened;
    }
    const std::chrono::milliseconds listened{total};
    first.is_start = true;
    first.is_play = listened >= listening_threshold(std::chrono::seconds{30}, duration);
    first.is_stream = listened >= listening_threshold(std::chrono::seconds{60}, duration);
    for (auto& [day, play] : days) {
        play.heard = encode_heard(heard[day]);
        plays.push_back(std::move(play));
    }
}

}  // namespace

std::chrono::milliseconds listening_threshold(std::chrono::seconds seconds,
                                              std::optional<std::chrono::milliseconds> duration) {
    if (!duration) return seconds;
    return std::min(seconds, std::chrono::floor<std::chrono::seconds>(*duration));
}

bool Playback::add(PlaybackEvent event) {
    const auto same = std::ranges::find(events_, event.id, &PlaybackEvent::id);
    if (same != events_.end()) return false;
    events_.insert(std::ranges::upper_bound(events_, event, is_before), std::move(event));
    return true;
}

std::vector<Play> Playback::plays(std::optional<std::chrono::milliseconds> duration) const {
    std::vector<Play> plays;
    std::size_t number = 1;
    for (auto begin = events_.begin(); begin != events_.end(); ++number) {
        const auto end =
            std::ranges::upper_bound(begin, events_.end(), begin->at + longest_session, {}, &PlaybackEvent::at);
        add_plays({begin, end}, session_key(begin->playback_id, number), duration, plays);
        begin = end;
    }
    return plays;
}

}  // namespace mooring::analytics
