#include "mooring/media/processing/waveform.hpp"

#include <algorithm>
#include <cmath>

namespace mooring::media::processing {

std::string waveform_json(const Waveform& waveform) {
    std::string text = "{\"version\":2,\"channels\":1,\"sample_rate\":" + std::to_string(waveform.sample_rate_hz) +
                       ",\"samples_per_pixel\":" + std::to_string(waveform.samples_per_pixel) +
                       ",\"bits\":8,\"length\":" + std::to_string(waveform.length()) + ",\"data\":[";
    for (std::size_t index = 0; index < waveform.lowest_highest.size(); ++index) {
        if (index > 0) text += ',';
        text += std::to_string(waveform.lowest_highest[index]);
    }
    return text + "]}";
}

void WaveformBuilder::add(std::span<const float> samples) {
    const auto channels = static_cast<std::size_t>(channels_);
    while (samples.size() >= channels) {
        const auto frames =
            std::min(static_cast<std::size_t>(samples_per_pixel_ - in_current_), samples.size() / channels);
        const auto now = samples.first(frames * channels);
        float lowest = in_current_ == 0 ? now[0] : current_.lowest,
              highest = in_current_ == 0 ? now[0] : current_.highest;
        for (const float sample : now) {
            lowest = std::min(lowest, sample);
            highest = std::max(highest, sample);
        }
        current_ = {lowest, highest};
        in_current_ += static_cast<std::int64_t>(frames);
        samples = samples.subspan(now.size());
        if (in_current_ == samples_per_pixel_) close_stretch();
    }
}

void WaveformBuilder::close_stretch() {
    stretches_.push_back(current_);
    in_current_ = 0;
    if (stretches_.size() < most_pixels) return;
    for (std::size_t pair = 0; pair < most_pixels / 2; ++pair) {
        const Stretch &left = stretches_[2 * pair], &right = stretches_[2 * pair + 1];
        stretches_[pair] = {std::min(left.lowest, right.lowest), std::max(left.highest, right.highest)};
    }
    stretches_.resize(most_pixels / 2);
    samples_per_pixel_ *= 2;
}

Waveform WaveformBuilder::result() const {
    const auto scaled = [](float sample) {
        if (std::isnan(sample)) return std::int8_t{0};
        return static_cast<std::int8_t>(std::lround(std::clamp(sample * 128.0F, -128.0F, 127.0F)));
    };
    Waveform waveform{.sample_rate_hz = sample_rate_hz_, .samples_per_pixel = samples_per_pixel_};
    const auto add = [&](const Stretch& stretch) {
        waveform.lowest_highest.push_back(scaled(stretch.lowest));
        waveform.lowest_highest.push_back(scaled(stretch.highest));
    };
    for (const Stretch& stretch : stretches_) add(stretch);
    if (in_current_ > 0) add(current_);
    return waveform;
}

}  // namespace mooring::media::processing
