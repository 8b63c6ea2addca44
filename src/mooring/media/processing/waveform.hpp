#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mooring::media::processing {

/// The outline of sound for drawing: the lowest and the highest sample of each stretch, all channels together.
struct Waveform {
    int sample_rate_hz = 0;
    std::int64_t samples_per_pixel = 0;       ///< how many samples of one channel a stretch has
    std::vector<std::int8_t> lowest_highest;  ///< two for each stretch, -128 to 127

    std::size_t length() const { return lowest_highest.size() / 2; }
};

/// As JSON of audiowaveform, version 2, 8 bits, one channel, which peaks.js and others draw:
/// `{"version":2,"channels":1,"sample_rate":…,"samples_per_pixel":…,"bits":8,"length":…,"data":[min,max,…]}`.
/// Source: https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md
std::string waveform_json(const Waveform& waveform);

/// Builds a waveform of sound whose length nobody knows yet: between `most_pixels` / 2 and `most_pixels` stretches for
/// all but very short sound, by joining neighbours whenever there are too many. Memory is constant.
class WaveformBuilder {
public:
    static constexpr std::size_t most_pixels = 8192;
    static constexpr std::int64_t least_samples = 128;

    WaveformBuilder(int channels, int sample_rate_hz) : channels_(channels), sample_rate_hz_(sample_rate_hz) {}

    /// Interleaved samples of whole frames, full scale at 1; beyond it they are cut.
    void add(std::span<const float> samples);
    /// What came so far; the last stretch may be shorter than the others.
    Waveform result() const;

private:
    struct Stretch {
        float lowest = 0, highest = 0;
    };
    void close_stretch();

    int channels_;
    int sample_rate_hz_;
    std::int64_t samples_per_pixel_ = least_samples;
    std::vector<Stretch> stretches_;
    Stretch current_;
    std::int64_t in_current_ = 0;
};

}  // namespace mooring::media::processing
