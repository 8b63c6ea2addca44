#include "mooring/media/processing/sound_meter.hpp"

#include <bit>
#include <cmath>
#include <cstring>

namespace mooring::media::processing {

static_assert(std::endian::native == std::endian::little, "samples are read as they come");

Result<SoundMeter> SoundMeter::make(int channels, int sample_rate_hz) {
    MOORING_TRY(LoudnessMeter loudness, LoudnessMeter::make(channels, sample_rate_hz));
    return SoundMeter(std::move(loudness), channels, sample_rate_hz);
}

Result<void> SoundMeter::add(std::string_view bytes) {
    const std::size_t frame_bytes = sizeof(float) * static_cast<std::size_t>(channels_);
    if (!rest_.empty()) {
        rest_.append(bytes);
        bytes = rest_;
    }
    const std::size_t frames = bytes.size() / frame_bytes;
    samples_.resize(frames * static_cast<std::size_t>(channels_));
    std::memcpy(samples_.data(), bytes.data(), frames * frame_bytes);
    for (float& sample : samples_) {
        if (!std::isfinite(sample)) sample = 0;  // a file of floats can hold anything; one would spoil the whole
    }
    loudness_.add(samples_);
    waveform_.add(samples_);
    frames_ += static_cast<std::int64_t>(frames);
    rest_ = std::string{bytes.substr(frames * frame_bytes)};
    return ok();
}

microseconds SoundMeter::duration() const {
    return microseconds{std::llround(static_cast<double>(frames_) * 1e6 / sample_rate_hz_)};
}

}  // namespace mooring::media::processing
