#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <numbers>

#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/ffprobe_report.hpp"
#include "mooring/media/processing/sound_meter.hpp"
#include "mooring/media/processing/validate.hpp"

namespace mooring::media::processing {
namespace {

/// A sine of 1 kHz, full scale times `amplitude`, in one channel at 48 kHz.
std::vector<float> sine(double seconds, double amplitude) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * 48'000));
    for (std::size_t at = 0; at < samples.size(); ++at) {
        samples[at] =
            static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(at) / 48'000));
    }
    return samples;
}

std::string bytes_of(const std::vector<float>& samples) {
    std::string bytes(samples.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), samples.data(), bytes.size());
    return bytes;
}

TEST(SoundMeterOf, MeasuresASineAsTheStandardSays) {
    // EBU Tech 3341: a sine of 1 kHz at -23 dBFS in both channels reads -23 LUFS; in one channel, 3 LU less.
    auto meter = SoundMeter::make(1, 48'000).value();
    const std::string bytes = bytes_of(sine(5, std::pow(10, -23.0 / 20)));
    for (std::size_t at = 0; at < bytes.size(); at += 4093) {  // pieces that cut samples
        ASSERT_TRUE(meter.add(std::string_view{bytes}.substr(at, 4093)));
    }
    EXPECT_NEAR(meter.loudness().integrated_lufs.value(), -26.0, 0.1);
    EXPECT_NEAR(meter.loudness().true_peak_dbtp.value(), -23.0, 0.2);
    EXPECT_EQ(meter.duration(), std::chrono::seconds{5});
}

TEST(SoundMeterOf, HasNothingToSayOfSilence) {
    auto meter = SoundMeter::make(2, 44'100).value();
    ASSERT_TRUE(meter.add(bytes_of(std::vector<float>(88'200, 0.0F))));
    EXPECT_EQ(meter.loudness().integrated_lufs, std::nullopt);
    EXPECT_EQ(meter.loudness().true_peak_dbtp, std::nullopt);
    EXPECT_EQ(meter.duration(), std::chrono::seconds{1});
}

TEST(SoundMeterOf, IsNotSpoiltByNumbersThatAreNone) {
    auto samples = sine(2, 0.5);
    samples[100] = std::nanf("");
    samples[200] = INFINITY;
    auto meter = SoundMeter::make(1, 48'000).value();
    ASSERT_TRUE(meter.add(bytes_of(samples)));
    EXPECT_NEAR(meter.loudness().true_peak_dbtp.value(), -5.5, 0.7) << "a gap overshoots a little";
}

TEST(WaveformOf, KeepsLowestAndHighestOfEachStretch) {
    WaveformBuilder builder(2, 8000);
    std::vector<float> samples(2 * 3 * 128, 0.0F);
    samples[10] = 0.5F;
    samples[11] = -0.25F;
    samples[2 * 128 + 5] = 2.0F;  // beyond full scale
    samples[2 * 2 * 128] = -2.0F;
    builder.add(std::span(samples).first(100));
    builder.add(std::span(samples).subspan(100));
    const Waveform waveform = builder.result();
    EXPECT_EQ(waveform.samples_per_pixel, 128);
    EXPECT_THAT(waveform.lowest_highest, testing::ElementsAre(-32, 64, 0, 127, -128, 0));
    EXPECT_EQ(waveform_json(waveform),
              "{\"version\":2,\"channels\":1,\"sample_rate\":8000,\"samples_per_pixel\":128,\"bits\":8,\"length\":3,"
              "\"data\":[-32,64,0,127,-128,0]}");
}

TEST(WaveformOf, StaysSmallHoweverLongTheSound) {
    WaveformBuilder builder(1, 8000);
    const std::vector<float> silence(100'000, 0.0F);
    std::vector<float> peak(1, 1.0F);
    for (int turn = 0; turn < 100; ++turn) builder.add(silence);
    builder.add(peak);
    const Waveform waveform = builder.result();
    EXPECT_LE(waveform.length(), WaveformBuilder::most_pixels);
    EXPECT_GE(waveform.length(), WaveformBuilder::most_pixels / 2);
    EXPECT_EQ(waveform.samples_per_pixel, 2048);
    EXPECT_EQ(waveform.length(), (10'000'001 + 2047) / 2048);
    EXPECT_EQ(waveform.lowest_highest.back(), 127);
}

MediaFacts film() {
    return {.container = Container::mp4,
            .size_bytes = 1'000'000,
            .duration = std::chrono::seconds{60},
            .audio = {{.codec = "aac", .sample_rate_hz = 48'000, .channels = 2, .duration = std::chrono::seconds{60}}},
            .video = {{.codec = "h264",
                       .width = 1920,
                       .height = 1080,
                       .duration = std::chrono::seconds{60},
                       .color = {"tv", "bt709", "bt709", "bt709"}}}};
}

std::string verdict(const MediaFacts& facts, const Rules& rules = {}) {
    const auto result = validate(facts, rules);
    if (result) return "fine";
    EXPECT_FALSE(result.error().message.empty());
    EXPECT_TRUE(failure_reason(result.error()));
    return std::string{to_string(*failure_reason(result.error()))};
}

TEST(Validate, RefusesWithTheReasonsOfTheContract) {
    EXPECT_EQ(verdict(film()), "fine");
    MediaFacts facts = film();
    facts.audio.clear();
    EXPECT_EQ(verdict(facts), "NO_AUDIO_TRACK");
    facts = film();
    facts.size_bytes = (std::int64_t{4} << 30) + 1;
    EXPECT_EQ(verdict(facts), "MEDIA_TOO_LARGE");
    facts.size_bytes -= 1;
    EXPECT_EQ(verdict(facts), "fine");
    facts.video.clear();
    EXPECT_EQ(verdict(facts), "MEDIA_TOO_LARGE") << "500 MiB is the limit of sound";
    facts = film();
    facts.audio[0].codec.clear();
    EXPECT_EQ(verdict(facts), "UNSUPPORTED_MEDIA");
    facts = film();
    facts.audio[0].duration = microseconds{0};
    EXPECT_EQ(verdict(facts), "CORRUPT_MEDIA");
    facts = film();
    facts.video.clear();
    facts.audio[0] = {.codec = "pcm_s16le",
                      .sample_rate_hz = 44'100,
                      .channels = 2,
                      .bit_rate_bps = 1'411'200,
                      .duration = std::chrono::seconds{60}};
    EXPECT_EQ(verdict(facts), "CORRUPT_MEDIA") << "sixty seconds of it take 10.6 MB";
    facts.size_bytes = 10'600'000;
    EXPECT_EQ(verdict(facts), "fine");
}

TEST(Validate, LetsTracksDifferByTheTolerance) {
    MediaFacts facts = film();
    facts.audio[0].duration += std::chrono::milliseconds{1000};
    EXPECT_EQ(verdict(facts), "fine");
    facts.audio[0].duration += microseconds{1};
    EXPECT_EQ(verdict(facts), "AUDIO_DURATION_LONGER_THAN_VIDEO");
    EXPECT_EQ(verdict(facts, {.wants_video = false}), "fine");
    EXPECT_EQ(verdict(facts, {.duration_tolerance = std::chrono::seconds{2}}), "fine");
    facts = film();
    facts.video[0].duration += std::chrono::milliseconds{1001};
    EXPECT_EQ(verdict(facts), "VIDEO_DURATION_LONGER_THAN_AUDIO");
    EXPECT_EQ(validate(facts, {}).error().message,
              "the picture lasts 61.001 s, the sound only 60.000 s; they may differ by 1.000 s");
}

TEST(Validate, ChecksColourWhenAsked) {
    MediaFacts facts = film();
    EXPECT_EQ(verdict(facts, {.checks_color = true}), "fine");
    facts.video[0].color.primaries.clear();
    EXPECT_EQ(verdict(facts), "fine");
    EXPECT_EQ(verdict(facts, {.checks_color = true}), "INCONSISTENT_COLOR_DETAILS");
    facts.video[0].color = {};
    EXPECT_EQ(verdict(facts, {.checks_color = true}), "fine") << "nothing said, nothing contradicted";
    facts.video[0].color = {"tv", "bt2020nc", "smpte2084", "bt709"};
    EXPECT_EQ(verdict(facts, {.checks_color = true}), "INCONSISTENT_COLOR_DETAILS");
}

TEST(ReadFfprobeReport, BelievesOnlyWhatMakesSense) {
    for (const char* odd : {"", "{", "[]", "{\"streams\":{}}", "null", "{\"streams\":null}"}) {
        EXPECT_FALSE(read_ffprobe_report(odd)) << odd;
    }
    const auto facts = read_ffprobe_report(
        R"({"streams":[7,{"codec_type":"audio","index":-4,"codec_name":9,"sample_rate":"99999999999","channels":-2,)"
        R"("duration":"nan"},{"codec_type":"video","width":1e99,"height":"x","avg_frame_rate":"1/0","duration":"-5"},)"
        R"({"codec_type":"video","disposition":{"attached_pic":1},"width":5,"height":5}],)"
        R"("chapters":[{"start_time":"2.5","end_time":"3","tags":{"title":"b\u0007"}},{"start_time":"1","tags":[]},3],)"
        R"("format":{"duration":"1e300"}})");
    ASSERT_TRUE(facts);
    ASSERT_EQ(facts->audio.size(), 1U);
    EXPECT_EQ(facts->audio[0].sample_rate_hz, 0);
    EXPECT_EQ(facts->audio[0].channels, 0);
    EXPECT_EQ(facts->audio[0].duration.count(), 0);
    ASSERT_EQ(facts->video.size(), 1U);
    EXPECT_EQ(facts->video[0].width, 0);
    ASSERT_EQ(facts->chapters.size(), 2U);
    EXPECT_EQ(facts->chapters[0].start, std::chrono::seconds{1});
    EXPECT_EQ(facts->chapters[1].title, "b");
}

}  // namespace
}  // namespace mooring::media::processing
