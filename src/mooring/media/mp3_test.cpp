#include "mooring/media/mp3.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::media {
namespace {

using std::chrono::milliseconds;
using namespace std::string_literals;
using test::Stream;

Result<Mp3Facts> probe(std::string_view bytes) {
    MemorySource source(bytes);
    return probe_mp3(source);
}

void expect_refused(std::string_view bytes, std::string_view message = "File must be an MP3 file") {
    const auto facts = probe(bytes);
    ASSERT_FALSE(facts);
    EXPECT_EQ(facts.error().code, Errc::invalid_argument);
    EXPECT_EQ(facts.error().message, message);
    EXPECT_EQ(facts.error().field, "file");
}

struct Accepted {
    std::string name;
    std::string bytes;
    int frames;
    std::size_t begin = 0;  ///< of the sound
    std::size_t after = 0;  ///< bytes of tags at the end
};

class AcceptedMp3 : public testing::TestWithParam<Accepted> {};

// publishing-v1.md, 18, Upload, first line.
std::vector<Accepted> accepted() {
    const std::string sound = test::frames({}, 40);
    const std::string title = test::id3_frame(4, "TIT2", "\3Hello");
    const std::string v2 = test::id3v2(2, test::id3_frame(2, "TT2", "\0Hello"s));
    const std::string v3 = test::id3v2(3, test::id3_frame(3, "TIT2", "\0Hello"s));
    const std::string v4 = test::id3v2(4, title);
    const std::string footer = test::id3v2(4, title, 0x10);
    const std::string padded = test::id3v2(3, std::string(70'000, '\0'));
    std::vector<Accepted> rows{
        {"bare", sound, 40},
        {"id3v2_2", v2 + sound, 40, v2.size()},
        {"id3v2_3", v3 + sound, 40, v3.size()},
        {"id3v2_4", v4 + sound, 40, v4.size()},
        {"id3v2_4_footer", footer + sound, 40, footer.size()},
        {"two_id3v2_tags", v3 + v4 + sound, 40, v3.size() + v4.size()},
        {"id3v2_beyond_64_kib", padded + sound, 40, padded.size()},
        {"id3v1", sound + test::id3v1(), 40, 0, 128},
        {"apev2", sound + test::apev2(), 40, 0, test::apev2().size()},
        {"apev2_id3v1", sound + test::apev2() + test::id3v1(), 40, 0, test::apev2().size() + 128},
        {"lyrics3_id3v1", sound + test::lyrics3v2() + test::id3v1(), 40, 0, test::lyrics3v2().size() + 128},
        {"appended_id3v2_4", sound + footer, 40, 0, footer.size()},
        {"leading_zeros", std::string(1000, '\0') + sound, 40},
        {"zeros_after_tag", v4 + std::string(60'000, '\0') + sound, 40, v4.size()},
        {"last_possible_start", std::string(65'535, '\0') + sound, 40},
        {"false_sync_before", "\xff\xfb\x90\x40" + std::string(10, 'x') + sound, 40},
        {"vbr", test::vbr_frames({}, 50), 50},
        {"xing", test::xing_frame({}, "Xing", 50) + test::vbr_frames({}, 50), 50},
        {"info", test::xing_frame({}, "Info", 40) + sound, 40},
        {"vbri", test::vbri_frame({}, 50, 9000) + test::vbr_frames({}, 50), 50},
        {"two_frames", test::frames({}, 2), 2},
        {"one_frame", test::frame({}), 1},
        {"one_frame_id3v1", test::frame({}) + test::id3v1(), 1, 0, 128},
        {"one_frame_apev2", test::frame({}) + test::apev2(), 1, 0, test::apev2().size()},
        {"one_frame_lyrics3", test::frame({}) + test::lyrics3v2(), 1, 0, test::lyrics3v2().size()},
        {"last_frame_cut_short", sound + test::frame({}).substr(0, 100), 40},
        {"garbage_at_the_end", sound + std::string(5000, 'x'), 40},
    };
    for (const auto version : {MpegVersion::mpeg1, MpegVersion::mpeg2, MpegVersion::mpeg2_5}) {
        for (const int rate : {0, 1, 2}) {
            for (const bool is_mono : {false, true}) {
                const Stream stream{.version = version, .rate_index = rate, .is_mono = is_mono};
                const std::string name = "version" + std::to_string(static_cast<int>(version)) + "_rate" +
                                         std::to_string(rate) + (is_mono ? "_mono" : "_stereo");
                rows.push_back({name + "_cbr", test::frames(stream, 30), 30});
                rows.push_back({name + "_info", test::xing_frame(stream, "Info", 30) + test::frames(stream, 30), 30});
                rows.push_back(
                    {name + "_xing", test::xing_frame(stream, "Xing", 30) + test::vbr_frames(stream, 30), 30});
            }
        }
    }
    return rows;
}

TEST_P(AcceptedMp3, IsRecognisedAndMeasured) {
    const Accepted& row = GetParam();
    const auto facts = probe(row.bytes);
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_EQ(facts->frame_count, row.frames);
    const int samples = facts->version == MpegVersion::mpeg1 ? 1152 : 576;
    ASSERT_TRUE(facts->duration);
    EXPECT_NEAR(static_cast<double>(facts->duration->count()), row.frames * samples * 1000.0 / facts->sample_rate_hz,
                0.51);
    EXPECT_EQ(facts->media_begin, static_cast<std::int64_t>(row.begin));
    EXPECT_EQ(facts->media_end, static_cast<std::int64_t>(row.bytes.size() - row.after));
}

INSTANTIATE_TEST_SUITE_P(Files, AcceptedMp3, testing::ValuesIn(accepted()),
                         [](const auto& row) { return row.param.name; });

struct Refused {
    std::string name;
    std::string bytes;
};

class RefusedFile : public testing::TestWithParam<Refused> {};

std::string repeated(const std::string& piece, int count) {
    std::string bytes;
    for (int index = 0; index < count; ++index) {
        bytes += piece;
    }
    return bytes;
}

std::string layer_two_frame() {
    std::string bytes = test::header({.bitrate_index = 8}, false, 0b10);
    bytes.resize(144 * 128'000 / 44'100, '\0');  // index 8 is 128 kbit/s in layer II
    return bytes;
}

std::string adts_frame() {
    std::string bytes = "\xff\xf1\x50\x80\x2e\x7f\xfc"s;  // 371 bytes, AAC LC, 44.1 kHz
    bytes.resize(371, '\x21');
    return bytes;
}

std::vector<Refused> refused() {
    const std::string sound = test::frames({}, 40);
    std::string mixed = test::frame({});
    mixed += test::frame({.rate_index = 1}) + test::frame({.rate_index = 2}) + std::string(10, 'x');
    return {
        {"wav", "RIFF\x24\0\0\0WAVEfmt "s + sound},
        {"flac", "fLaC\0\0\0\x22"s + sound},
        {"flac_after_id3", test::id3v2(4, "") + "fLaC" + sound},
        {"ogg", "OggS\0\2"s + sound},
        {"m4a", "\0\0\0\x20"s + "ftypM4A " + sound},
        {"aiff", "FORM\0\0\0\0AIFF"s + sound},
        {"caf", "caff\0\1"s + sound},
        {"matroska", "\x1a\x45\xdf\xa3"s + sound},
        {"pdf", "%PDF-1.7\n" + sound},
        {"zip", "PK\3\4" + sound},
        {"html", "<!doctype html>" + sound},
        {"adts_aac", repeated(adts_frame(), 40)},
        {"mp2", repeated(layer_two_frame(), 40)},
        {"jpeg", "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1"s + std::string(5000, '\x5a') + "\xff\xd9"},
        {"text", repeated("Not a sound but a text.\n", 500)},
        {"only_id3", test::id3v2(4, test::id3_frame(4, "TIT2", "\3Hello"))},
        {"only_two_id3_tags", test::id3v2(3, "") + test::id3v2(4, "")},
        {"only_id3v1", test::id3v1()},
        {"id3_larger_than_the_file", "ID3\4\0\0\x7f\x7f\x7f\x7f"s + sound},
        {"one_frame_cut_short", test::frame({}).substr(0, 200)},
        {"one_frame_and_half_of_the_next", test::frame({}) + test::frame({}).substr(0, 200)},
        {"one_frame_and_garbage", test::frame({}) + "xyz"},
        {"one_header", test::header({})},
        {"one_byte", "\xff"},
        {"frames_of_three_rates", mixed},
        {"starts_too_late", std::string(65'536, '\0') + sound},
        {"three_id3_tags_before_flac",
         test::id3v2(4, "") + test::id3v2(4, "") + test::id3v2(4, "") + "fLaC" + std::string(70'000, '\0')},
        {"free_format", repeated(std::string("\xff\xfb\x00\x40", 4) + std::string(413, '\0'), 40)},
        {"zeros", std::string(100'000, '\0')},
        {"all_ones", std::string(100'000, '\xff')},
    };
}

TEST_P(RefusedFile, MustBeAnMp3) {
    expect_refused(GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(Files, RefusedFile, testing::ValuesIn(refused()),
                         [](const auto& row) { return row.param.name; });

TEST(ProbeMp3, SaysThatAnEmptyFileIsEmpty) {
    expect_refused("", "File is empty");
}

TEST(ProbeMp3, ReadsTheFactsOfTheFirstFrame) {
    const auto facts = probe(
        test::frames({.version = MpegVersion::mpeg2_5, .rate_index = 2, .bitrate_index = 8, .is_mono = true}, 100));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->version, MpegVersion::mpeg2_5);
    EXPECT_EQ(facts->sample_rate_hz, 8000);
    EXPECT_EQ(facts->channels, 1);
    EXPECT_EQ(facts->bitrate_kbps, 64);
    EXPECT_FALSE(facts->is_vbr);
    EXPECT_EQ(facts->duration, milliseconds(7200));
}

TEST(ProbeMp3, AveragesTheBitrateOfVbr) {
    const auto facts = probe(test::vbr_frames({}, 140));
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->is_vbr);
    EXPECT_NEAR(facts->bitrate_kbps, (32 + 40 + 48 + 56 + 64 + 80 + 96 + 112 + 128 + 160 + 192 + 224 + 256 + 320) / 14,
                2);
}

TEST(ProbeMp3, DoesNotBelieveACountThatTheFramesContradict) {
    const std::string sound = test::frames({}, 200);
    for (const std::uint32_t claimed : {0U, 1U, 100U, 190U, 210U, 100'000U, 0xffffffffU}) {
        for (const auto* name : {"Xing", "Info"}) {
            const auto facts = probe(test::xing_frame({}, name, claimed, 5) + sound);
            ASSERT_TRUE(facts);
            EXPECT_EQ(facts->frame_count, 200) << name << " claims " << claimed;
        }
        EXPECT_EQ(probe(test::vbri_frame({}, claimed, claimed) + sound).value().frame_count, 200);
    }
}

TEST(ProbeMp3, FindsSyncAgainAfterDamage) {
    for (const std::size_t damage : {1U, 3U, 1000U, 300'000U}) {
        const auto facts = probe(test::frames({}, 100) + std::string(damage, 'x') + test::frames({}, 100));
        ASSERT_TRUE(facts);
        EXPECT_EQ(facts->frame_count, 200) << damage;
    }
}

TEST(ProbeMp3, CountsFramesAcrossEveryWindowBorder) {
    const auto facts = probe(test::vbr_frames({}, 5000));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->frame_count, 5000);
}

TEST(ProbeMp3, AddsUpPartsOfDifferentSampleRates) {
    const auto facts = probe(test::frames({.rate_index = 1}, 1000) + "x" +
                             test::frames({.version = MpegVersion::mpeg2, .rate_index = 1}, 1000));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->duration, milliseconds(24'000 + 24'000));
}

TEST(ProbeMp3, IgnoresTrailingTagsThatLieAboutTheirSize) {
    const std::string sound = test::frames({}, 40);
    std::string ape = test::apev2();
    ape.replace(ape.size() - 20, 4, test::little_endian_text(10'000));
    std::string lyrics = test::lyrics3v2();
    lyrics.replace(lyrics.size() - 15, 6, "009999");
    for (const std::string& tag : {ape, lyrics, "3DI\4\0\x10\0\0\x20\0"s}) {
        const auto facts = probe(sound + tag);
        ASSERT_TRUE(facts);
        EXPECT_EQ(facts->frame_count, 40);
        EXPECT_EQ(facts->media_end, static_cast<std::int64_t>(sound.size() + tag.size()));
    }
}

TEST(ProbeMp3, SurvivesEveryCutAndManyMutations) {
    const std::string whole = test::id3v2(4, test::id3_frame(4, "TIT2", "\3Hello"), 0x10) +
                              test::xing_frame({}, "Xing", 6, 4000) + test::vbr_frames({}, 6) + test::lyrics3v2() +
                              test::apev2() + test::id3v1();
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        (void)probe(std::string(whole, 0, size));
        (void)duration_from_head(std::string(whole, 0, size), static_cast<std::int64_t>(whole.size()));
    }
    std::mt19937 random(20310504);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes = whole;
        for (int change = 0; change < 4; ++change) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        const auto facts = probe(bytes);
        if (facts) {
            EXPECT_LE(facts->media_begin, facts->media_end);
            EXPECT_LE(facts->media_end, static_cast<std::int64_t>(bytes.size()));
            EXPECT_LE(facts->frame_count.value_or(0), 30);
        }
    }
}

TEST(ProbeMp3, ReadsAFileOnDiskWithoutHoldingIt) {
    const auto path =
        std::filesystem::temp_directory_path() / ("mooring_mp3_test_" + std::to_string(std::random_device{}()));
    {
        std::ofstream file(path, std::ios::binary);
        const std::string second = test::frames({}, 1000);
        for (int part = 0; part < 50; ++part) {
            file << second;
        }
    }
    auto source = FileSource::open(path.string());
    ASSERT_TRUE(source);
    const auto facts = probe_mp3(*source);
    std::filesystem::remove(path);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->frame_count, 50'000);
}

TEST(FileSource, TellsWhatCannotBeRead) {
    EXPECT_EQ(FileSource::open("/nonexistent/file.mp3").error().code, Errc::not_found);
    EXPECT_EQ(FileSource::open("/").error().code, Errc::invalid_argument);
}

TEST(DurationFromHead, UsesTheHeaderWhenItFitsTheSize) {
    const std::string vbr = test::vbr_frames({}, 1400);
    const std::string whole = test::xing_frame({}, "Xing", 1400) + vbr;
    const auto head = std::string_view(whole).substr(0, 65'536);
    const auto total = static_cast<std::int64_t>(whole.size());
    EXPECT_EQ(duration_from_head(head, total), milliseconds(1400 * 1152 * 10 / 441));
    EXPECT_EQ(duration_from_head(head, total * 100), std::nullopt) << "too few frames for so many bytes";
    EXPECT_EQ(duration_from_head(head, std::nullopt), std::nullopt) << "nothing to check the claim against";
    const std::string lying = test::xing_frame({}, "Xing", 4'000'000'000U) + vbr;
    EXPECT_EQ(duration_from_head(std::string_view(lying).substr(0, 65'536), total), std::nullopt);
}

TEST(DurationFromHead, EstimatesFromTheSizeWhenAllFramesAgree) {
    const std::string whole = test::id3v2(3, std::string(1000, '\0')) + test::frames({.rate_index = 1}, 5000);
    const auto head = std::string_view(whole).substr(0, 65'536);
    const auto estimate = duration_from_head(head, static_cast<std::int64_t>(whole.size()));
    ASSERT_TRUE(estimate);
    EXPECT_NEAR(static_cast<double>(estimate->count()), 120'000, 200);
    EXPECT_EQ(duration_from_head(head, std::nullopt), std::nullopt);
    const std::string vbr = test::vbr_frames({}, 1400);
    EXPECT_EQ(duration_from_head(std::string_view(vbr).substr(0, 65'536), static_cast<std::int64_t>(vbr.size())),
              std::nullopt);
}

TEST(DurationFromHead, IsUnknownForWhatIsNotAnMp3OrBeginsTooLate) {
    EXPECT_EQ(duration_from_head("RIFF....WAVE", 1'000'000), std::nullopt);
    EXPECT_EQ(duration_from_head("", 1'000'000), std::nullopt);
    const std::string whole = test::id3v2(3, std::string(100'000, '\0')) + test::frames({}, 500);
    EXPECT_EQ(duration_from_head(std::string_view(whole).substr(0, 65'536), static_cast<std::int64_t>(whole.size())),
              std::nullopt);
}

TEST(ProbeMp3, SaysWhenAHeadIsTooShortToTell) {
    const std::string whole = test::id3v2(3, std::string(100'000, '\0')) + test::frames({}, 500);
    MemorySource head(std::string_view(whole).substr(0, 65'536), static_cast<std::int64_t>(whole.size()));
    const auto facts = probe_mp3(head);
    ASSERT_FALSE(facts);
    EXPECT_EQ(facts.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace mooring::media
