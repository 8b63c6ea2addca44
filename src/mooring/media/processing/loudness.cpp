#include "mooring/media/processing/loudness.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>

namespace mooring::media::processing {

void LoudnessMeter::Closer::operator()(void* state) const {
    auto* meter = static_cast<ebur128_state*>(state);
    ebur128_destroy(&meter);
}

Result<LoudnessMeter> LoudnessMeter::make(int channels, int sample_rate_hz) {
    if (channels < 1 || channels > 8 || sample_rate_hz < 8000 || sample_rate_hz > 192'000) {
        return Error{Errc::invalid_argument, "no meter for such sound"};
    }
    // In histograms: the size does not depend on the length.
    ebur128_state* state =
        ebur128_init(static_cast<unsigned>(channels), static_cast<unsigned long>(sample_rate_hz),
                     EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK | EBUR128_MODE_HISTOGRAM);
    if (state == nullptr) return Error{Errc::unavailable, "no memory for a loudness meter"};
    return LoudnessMeter(state, channels);
}

void LoudnessMeter::add(std::span<const float> samples) {
    const std::size_t frames = samples.size() / static_cast<std::size_t>(channels_);
    if (frames > 0) ebur128_add_frames_float(static_cast<ebur128_state*>(state_.get()), samples.data(), frames);
}

Loudness LoudnessMeter::result() const {
    auto* state = static_cast<ebur128_state*>(state_.get());
    Loudness loudness;
    double value = 0;
    if (ebur128_loudness_global(state, &value) == EBUR128_SUCCESS && std::isfinite(value)) {
        loudness.integrated_lufs = value;
    }
    if (ebur128_loudness_range(state, &value) == EBUR128_SUCCESS && std::isfinite(value) && value > 0) {
        loudness.range_lu = value;
    }
    double peak = 0;
    for (unsigned channel = 0; channel < static_cast<unsigned>(channels_); ++channel) {
        if (ebur128_true_peak(state, channel, &value) == EBUR128_SUCCESS) peak = std::max(peak, value);
    }
    if (peak > 0) loudness.true_peak_dbtp = 20 * std::log10(peak);
    return loudness;
}

}  // namespace mooring::media::processing
