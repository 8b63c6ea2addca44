#pragma once

#include <memory>
#include <optional>
#include <span>

#include "mooring/base/result.hpp"

namespace mooring::media::processing {

/// How loud something is as a whole. Source: EBU R 128, ITU-R BS.1770-4.
struct Loudness {
    std::optional<double> integrated_lufs;  ///< nothing for silence, and for sound shorter than 0.4 s
    std::optional<double> range_lu;         ///< nothing for sound too short or too even to have one
    std::optional<double> true_peak_dbtp;   ///< nothing for digital silence
};

/// Measures sound as it comes; memory does not grow with it. One thread at a time.
class LoudnessMeter {
public:
    /// Errors: invalid_argument (1 to 8 channels, 8 to 192 kHz), unavailable.
    static Result<LoudnessMeter> make(int channels, int sample_rate_hz);

    /// Interleaved samples of whole frames, full scale at 1.
    void add(std::span<const float> samples);
    Loudness result() const;

private:
    struct Closer {
        void operator()(void* state) const;
    };
    LoudnessMeter(void* state, int channels) : state_(state), channels_(channels) {}

    std::unique_ptr<void, Closer> state_;  ///< an `ebur128_state`, whose header names it in a way of its own
    int channels_;
};

}  // namespace mooring::media::processing
