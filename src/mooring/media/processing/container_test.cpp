#include "mooring/media/processing/container.hpp"

#include <gtest/gtest.h>

#include "mooring/media/processing/mp4_layout.hpp"
#include "mooring/media/processing/wav_layout.hpp"

namespace mooring::media::processing {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

std::optional<Container> sniff(std::string bytes) {
    bytes.resize(std::max<std::size_t>(bytes.size(), 64));
    MemorySource source{std::string_view{bytes}};
    return sniff_container(source).value();
}

TEST(SniffContainer, KnowsFormatsByTheirFirstBytes) {
    const std::pair<std::string_view, Container> rows[] = {
        {"RIFF\0\0\0\0WAVEfmt "sv, Container::wav},
        {"RF64\xff\xff\xff\xffWAVEds64"sv, Container::wav},
        {"FORM\0\0\0\0AIFFCOMM"sv, Container::aiff},
        {"FORM\0\0\0\0AIFCFVER"sv, Container::aiff},
        {"fLaC\0\0\0\x22"sv, Container::flac},
        {"OggS\0\x02"sv, Container::ogg},
        {"\0\0\0\x20"
         "ftypM4A "sv,
         Container::mp4},
        {"\0\0\0\x20"
         "ftypisom"sv,
         Container::mp4},
        {"\0\0\0\x14"
         "ftypqt  "sv,
         Container::mov},
        {"\0\0\x08\0moov"sv, Container::mov},
        {"\0\0\0\x08wide\0\0\0\0mdat"sv, Container::mov},
    };
    for (const auto& [bytes, container] : rows) EXPECT_EQ(sniff(std::string{bytes}), container) << bytes;
}

TEST(SniffContainer, LooksBehindATag) {
    std::string tagged{"ID3\x04\0\0\0\0\0\x0a"sv};
    tagged += std::string(10, '\0') + "fLaC";
    EXPECT_EQ(sniff(tagged), Container::flac);
}

TEST(SniffContainer, TakesNothingElse) {
    for (const std::string_view bytes :
         {""sv, "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"sv, "ffconcat version 1.0\nfile /etc/passwd\n"sv,
          "<?xml version=\"1.0\"?><MPD>"sv, "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n"sv, "[playlist]\nFile1=/etc/passwd"sv,
          "RIFF\0\0\0\0AVI LIST"sv, "\x1a\x45\xdf\xa3webm"sv, "\x89PNG\r\n\x1a\n"sv, "PK\x03\x04"sv, "GIF89a"sv,
          "ID3\x04\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0#EXTM3U\nfile:///etc/passwd"sv, "FORM\0\0\0\0 8SVX"sv, "%PDF-1.4"sv,
          "1\n00:00:00,000 --> 00:00:01,000\nfile\n"sv}) {
        EXPECT_EQ(sniff(std::string{bytes}), std::nullopt) << bytes;
    }
}

std::string box(std::string_view type, std::size_t payload, std::optional<std::uint32_t> claimed = {}) {
    const auto size = claimed.value_or(static_cast<std::uint32_t>(payload + 8));
    std::string bytes;
    for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(size >> shift & 0xff));
    return bytes + std::string{type} + std::string(payload, 'x');
}

Mp4Layout layout_of(const std::string& bytes) {
    MemorySource source{std::string_view{bytes}};
    return read_mp4_layout(source).value();
}

TEST(Mp4LayoutOf, TellsWhetherTheIndexComesFirst) {
    EXPECT_TRUE(layout_of(box("ftyp", 8) + box("moov", 40) + box("mdat", 100)).is_fast_start);
    const Mp4Layout late = layout_of(box("ftyp", 8) + box("mdat", 100) + box("moov", 40));
    EXPECT_FALSE(late.is_fast_start);
    EXPECT_TRUE(late.has_index);
    EXPECT_FALSE(layout_of(box("ftyp", 8) + box("mdat", 100)).has_index);
    EXPECT_TRUE(layout_of(box("moov", 40) + box("moof", 8) + box("mdat", 9, 0)).is_fragmented);
}

TEST(Mp4LayoutOf, FindsFilesThatAreCutOffOrLie) {
    EXPECT_TRUE(layout_of(box("ftyp", 8) + box("moov", 40) + box("mdat", 100).substr(0, 50)).is_truncated);
    EXPECT_TRUE(layout_of(box("ftyp", 8, 4)).is_truncated) << "smaller than its own head";
    EXPECT_TRUE(layout_of(box("ftyp", 8) + box("mdat", 8, 0xfffffff0)).is_truncated);
    EXPECT_TRUE(
        layout_of(box("ftyp", 8) + "\0\0\0\1mdat\xff\xff\xff\xff\xff\xff\xff\xff" + std::string(8, 'x')).is_truncated);
    EXPECT_TRUE(layout_of(box("ftyp", 8) + std::string("\0\0\0\1mdat\0\0", 10)).is_truncated);
    EXPECT_FALSE(layout_of(box("moov", 8) + std::string(4, '\0')).is_truncated) << "QuickTime pads";
}

TEST(WavLayout, TellsACutFromARecordingWithoutALength) {
    const auto is_cut = [](std::string_view chunks, std::size_t samples) {
        const std::string bytes = "RIFF\xff\xff\xff\xffWAVE"s + std::string{chunks} + std::string(samples, '\0');
        MemorySource source{std::string_view{bytes}};
        return is_wav_cut_off(source).value();
    };
    EXPECT_FALSE(is_cut("fmt \2\0\0\0xxdata\x10\0\0\0"sv, 16));
    EXPECT_TRUE(is_cut("LIST\1\0\0\0x\0data\0\0\1\0"sv, 16));
    EXPECT_FALSE(is_cut("data\0\0\1\0"sv, 65'500));
    EXPECT_FALSE(is_cut("data\xff\xff\xff\xff"sv, 16));
    EXPECT_FALSE(is_cut("data\0\0\0\0"sv, 16));
    EXPECT_TRUE(is_cut("ds64\x1c\0\0\0riffsizedatasizesamples \0\0\0\0data\xff\xff\xff\xff"sv, 16));
    EXPECT_FALSE(is_cut("odd \xff\xff\xff\xff"sv, 16));
    EXPECT_FALSE(is_cut("da"sv, 0));
}

}  // namespace
}  // namespace mooring::media::processing
