#include "mooring/analytics/listening/retention.hpp"

#include <algorithm>
#include <map>

namespace mooring::analytics {

namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t heard_from_ms = 500;

std::int64_t rounded_percent(std::int64_t part, std::int64_t whole) {
    return (200 * part + whole) / (2 * whole);
}

}  // namespace

IntervalSet heard_seconds(const IntervalSet& heard_ms, std::int64_t seconds) {
    IntervalSet whole;
    std::map<std::int64_t, std::int64_t> parts;  // milliseconds heard of seconds that a stretch begins or ends in
    for (const Interval& stretch : heard_ms.stretches()) {
        const std::int64_t end = std::min(stretch.end, seconds * second_ms);
        if (stretch.begin >= end) continue;
        const std::int64_t first = stretch.begin / second_ms;
        const std::int64_t last = (end - 1) / second_ms;
        if (first == last) {
            parts[first] += end - stretch.begin;
            continue;
        }
        parts[first] += (first + 1) * second_ms - stretch.begin;
        parts[last] += end - last * second_ms;
        whole.add(first + 1, last);
    }
    for (const auto& [second, heard] : parts) {
        if (heard >= heard_from_ms) whole.add(second, second + 1);
    }
    return whole;
}

void CurveBuilder::add_listener(const IntervalSet& heard_ms) {
    const auto seconds = static_cast<std::int64_t>(steps_.size()) - 1;
    const IntervalSet heard = heard_seconds(heard_ms, seconds);
    if (heard.empty()) return;
    ++listeners_;
    for (const Interval& stretch : heard.stretches()) {
        ++steps_[static_cast<std::size_t>(stretch.begin)];
        --steps_[static_cast<std::size_t>(stretch.end)];
    }
    const std::int64_t furthest = heard.stretches().back().end;
    completed_ += furthest * 100 >= seconds * 95 ? 1 : 0;
}

RetentionCurve CurveBuilder::finish() const {
    RetentionCurve curve{.listeners = listeners_, .completed = completed_};
    if (listeners_ == 0) return curve;
    std::int64_t present = 0;
    for (std::size_t second = 0; second + 1 < steps_.size(); ++second) {
        present += steps_[second];
        curve.samples.push_back(present);
        curve.seconds_heard += present;
    }
    return curve;
}

CurveFigures figures_of(const RetentionCurve& curve) {
    if (curve.samples.empty()) return {};
    const auto peak = std::ranges::max_element(curve.samples);
    const auto half =
        std::find_if(peak + 1, curve.samples.end(), [&](std::int64_t sample) { return 2 * sample <= *peak; });
    const auto length = static_cast<std::int64_t>(curve.samples.size());
    const std::int64_t median = half - curve.samples.begin();
    return {.max = *peak,
            .peak_second = peak - curve.samples.begin(),
            .median_second = median,
            .median_percent = rounded_percent(median, length)};
}

std::int64_t share_at(const RetentionCurve& curve, int percent) {
    if (curve.samples.empty()) return 0;
    const auto length = static_cast<std::int64_t>(curve.samples.size());
    const std::int64_t index = std::min(length - 1, length * percent / 100);
    const std::int64_t max = std::ranges::max(curve.samples);
    return max == 0 ? 0 : rounded_percent(curve.samples[static_cast<std::size_t>(index)], max);
}

}  // namespace mooring::analytics
