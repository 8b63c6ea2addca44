#include "mooring/app/measuring/day_sources.hpp"

#include <iterator>

#include "mooring/app/measuring/known_regions.hpp"
#include "mooring/base/byte_code.hpp"

namespace mooring::app::measuring {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::int64_t number_of(sys_days day) {
    return day.time_since_epoch().count();
}

sys_days take_day(ByteReader& in) {
    return sys_days{days{static_cast<std::int32_t>(in.signed_number())}};
}

}  // namespace

const DaySources::Stretches::value_type* DaySources::find(domain::ShowId show, sys_days day) const {
    const auto stretches = shows_.find(show);
    if (stretches == shows_.end()) return nullptr;
    auto after = stretches->second.upper_bound(day);
    if (after == stretches->second.begin()) return nullptr;
    --after;
    return after->second.last >= day ? &*after : nullptr;
}

std::optional<std::string_view> DaySources::owner(domain::ShowId show, sys_days day) const {
    const auto* stretch = find(show, day);
    if (stretch == nullptr || stretch->second.import_name.empty()) return std::nullopt;
    return stretch->second.import_name;
}

bool DaySources::is_chosen(domain::ShowId show, sys_days day) const {
    return find(show, day) != nullptr;
}

void DaySources::choose(domain::ShowId show, sys_days day, std::string_view import_name) {
    if (const auto* present = find(show, day)) {
        if (present->second.import_name == import_name) return;
        const sys_days first = present->first;
        const Until until = present->second;
        Stretches& stretches = shows_[show];
        stretches.erase(first);
        if (first < day) stretches[first] = {day - days{1}, until.import_name};
        if (until.last > day) stretches[day + days{1}] = {until.last, until.import_name};
    }
    Stretches& stretches = shows_[show];
    auto place = stretches.insert_or_assign(day, Until{day, std::string{import_name}}).first;
    // Neighbours of the same owner become one stretch.
    if (const auto next = std::next(place);
        next != stretches.end() && next->first == day + days{1} && next->second.import_name == import_name) {
        place->second.last = next->second.last;
        stretches.erase(next);
    }
    if (place != stretches.begin()) {
        const auto before = std::prev(place);
        if (before->second.last == day - days{1} && before->second.import_name == import_name) {
            before->second.last = place->second.last;
            stretches.erase(place);
        }
    }
    changed_.insert(show);
}

std::vector<DaySources::Stretch> DaySources::stretches() const {
    std::vector<Stretch> all;
    for (const auto& [show, stretches] : shows_) {
        for (const auto& [first, until] : stretches) {
            if (!until.import_name.empty()) all.push_back({show, first, until.last, until.import_name});
        }
    }
    return all;
}

void DaySources::take_states(std::vector<analytics::CountingState>& states) {
    for (const domain::ShowId show : changed_) {
        analytics::CountingState state{.day = KnownRegions::kept_under, .key = std::string{key_mark}, .bytes = {}};
        ByteWriter{state.key}.signed_number(show.value);
        ByteWriter out{state.bytes};
        const Stretches& stretches = shows_[show];
        out.number(stretches.size());
        for (const auto& [first, until] : stretches) {
            out.signed_number(number_of(first));
            out.signed_number(number_of(until.last));
            out.text(until.import_name);
        }
        states.push_back(std::move(state));
    }
    changed_.clear();
}

Result<void> DaySources::restore(const analytics::CountingState& state) {
    ByteReader name{std::string_view{state.key}.substr(1)};
    const domain::ShowId show{name.signed_number()};
    ByteReader in{state.bytes};
    Stretches stretches;
    for (std::size_t left = in.count(); left > 0; --left) {
        const sys_days first = take_day(in);
        const sys_days last = take_day(in);
        stretches[first] = {last, in.text()};
    }
    if (name.failed() || in.failed()) return Error{Errc::corrupt, "a garbled list of days and whose hits make them"};
    shows_[show] = std::move(stretches);
    return ok();
}

}  // namespace mooring::app::measuring
