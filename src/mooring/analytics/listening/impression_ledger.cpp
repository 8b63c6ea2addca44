#include "mooring/analytics/listening/impression_ledger.hpp"

#include <cstring>

#include "mooring/base/byte_code.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::analytics {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::chrono::minutes counts_again_after{30};

/// One actor, thing and surface.
std::string name_of(const ListenerEvent& event) {
    std::string name;
    ByteWriter out{name};
    out.array(event.playback.actor);
    out.signed_number(event.playback.show.value);
    out.signed_number(event.playback.episode.value);
    out.number(event.type == TelemetryType::open ? 1 : 0);
    out.text(event.surface);
    return name;
}

std::uint64_t key_of(const std::string& name, Instant at) {
    const Digest256 digest = sha256(name + std::to_string(unix_micros(at)));
    std::uint64_t key = 0;
    std::memcpy(&key, digest.data(), sizeof key);
    return key;
}

}  // namespace

/// Whether one that counts lies within half an hour of `at`.
bool ImpressionLedger::is_close(const Key& key, Instant at) const {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return false;
    const std::set<Instant>& counted = found->second.counted;
    const auto next = counted.lower_bound(at);
    if (next != counted.end() && *next - at < counts_again_after) return true;
    return next != counted.begin() && at - *std::prev(next) < counts_again_after;
}

std::optional<Impression> ImpressionLedger::add(const ListenerEvent& event) {
    const Instant at = event.playback.at;
    const Key key{day_of(at), name_of(event)};
    // Half an hour may reach over midnight.
    for (const int apart : {-1, 0, 1}) {
        if (is_close({key.first + days{apart}, key.second}, at)) return std::nullopt;
    }
    entries_[key].counted.insert(at);
    dirty_.insert(key);
    return Impression{.key = key_of(key.second, at),
                      .show = event.playback.show,
                      .episode = event.playback.episode,
                      .actor = listener_of(event.playback.actor),
                      .at = at,
                      .is_open = event.type == TelemetryType::open,
                      .surface = event.surface};
}

void ImpressionLedger::take_states(std::vector<CountingState>& states) {
    for (const Key& key : std::exchange(dirty_, {})) {
        CountingState state{.day = key.first, .key = key_mark + key.second, .bytes = {}};
        ByteWriter out{state.bytes};
        const std::set<Instant>& counted = entries_[key].counted;
        out.number(counted.size());
        for (const Instant at : counted) out.signed_number(unix_micros(at));
        states.push_back(std::move(state));
    }
}

Result<void> ImpressionLedger::restore(std::string_view key, std::string_view bytes) {
    if (!key.starts_with(key_mark)) return Error{Errc::corrupt, "a key that names no impressions"};
    ByteReader in{bytes};
    Entry entry;
    for (std::size_t left = in.count(); left > 0; --left) entry.counted.insert(from_unix_micros(in.signed_number()));
    if (in.failed() || !in.at_end() || entry.counted.empty()) return Error{Errc::corrupt, "garbled impressions"};
    const sys_days day = day_of(*entry.counted.begin());
    entries_.insert_or_assign({day, std::string{key.substr(1)}}, std::move(entry));
    return ok();
}

void ImpressionLedger::forget_before(sys_days day) {
    std::erase_if(entries_,
                  [&](const auto& entry) { return entry.first.first < day && !dirty_.contains(entry.first); });
}

}  // namespace mooring::analytics
