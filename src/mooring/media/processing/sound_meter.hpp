#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/media/processing/loudness.hpp"
#include "mooring/media/processing/media_facts.hpp"
#include "mooring/media/processing/waveform.hpp"

namespace mooring::media::processing {

/// Takes decoded sound as a pipe brings it (32-bit floats, little endian, interleaved), in pieces of any size, and
/// measures it while the encoder works in another process.
class SoundMeter {
public:
    /// Errors: those of `LoudnessMeter::make`.
    static Result<SoundMeter> make(int channels, int sample_rate_hz);

    Result<void> add(std::string_view bytes);

    /// How long the sound was that came.
    microseconds duration() const;
    Loudness loudness() const { return loudness_.result(); }
    Waveform waveform() const { return waveform_.result(); }

private:
    SoundMeter(LoudnessMeter loudness, int channels, int sample_rate_hz)
        : loudness_(std::move(loudness)),
          waveform_(channels, sample_rate_hz),
          channels_(channels),
          sample_rate_hz_(sample_rate_hz) {}

    LoudnessMeter loudness_;
    WaveformBuilder waveform_;
    int channels_;
    int sample_rate_hz_;
    std::int64_t frames_ = 0;
    std::string rest_;  ///< the beginning of a frame whose end has not come yet
    std::vector<float> samples_;
};

}  // namespace mooring::media::processing
