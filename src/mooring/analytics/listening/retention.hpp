#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "mooring/analytics/counting/interval_set.hpp"

namespace mooring::analytics {

/// The seconds of a recording that were heard: those of which 500 ms or more were (measurement.md, 8.3). `seconds` is
/// the number of whole seconds of the recording; what lies behind them is left out.
IntervalSet heard_seconds(const IntervalSet& heard_ms, std::int64_t seconds);

/// How many distinct listeners heard each second of an episode (8.3).
struct RetentionCurve {
    std::vector<std::int64_t> samples;  ///< one per whole second, from 0
    std::int64_t listeners = 0;         ///< who heard at least one
    std::int64_t completed = 0;         ///< who reached 95 % of the length
    std::int64_t seconds_heard = 0;     ///< the sum of the samples
    bool operator==(const RetentionCurve&) const = default;
};

/// Adds listeners up to a curve.
class CurveBuilder {
public:
    explicit CurveBuilder(std::int64_t seconds) : steps_(static_cast<std::size_t>(seconds) + 1) {}
    /// All that one listener heard, all sessions together.
    void add_listener(const IntervalSet& heard_ms);
    RetentionCurve finish() const;

private:
    std::vector<std::int64_t> steps_;  // change of the number of listeners at each second
    std::int64_t listeners_ = 0;
    std::int64_t completed_ = 0;
};

/// What is read off a curve (8.3). All zero for a curve nobody is on.
struct CurveFigures {
    std::int64_t max = 0;             ///< the largest sample
    std::int64_t peak_second = 0;     ///< where it is reached first
    std::int64_t median_second = 0;   ///< first second behind the peak with half of it or less left; the length if none
    std::int64_t median_percent = 0;  ///< of the length, rounded
};
CurveFigures figures_of(const RetentionCurve& curve);

/// The part of the peak audience still there at `percent` of the length, in percent, rounded half up.
std::int64_t share_at(const RetentionCurve& curve, int percent);

}  // namespace mooring::analytics
