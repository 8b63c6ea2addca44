#include "mooring/media/sniff.hpp"

#include <gtest/gtest.h>

#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::media {
namespace {

using namespace std::string_literals;

TEST(SniffMime, KnowsTypesByTheirFirstBytes) {
    std::string adts = "\xff\xf1\x50\x80\x02\x1f\xfc"s + std::string(9, '\0');  // 16 bytes
    adts += adts;
    const std::pair<std::string, std::string_view> rows[] = {
        {test::frames({}, 5), "audio/mpeg"},
        {test::frames({}, 5).substr(0, 300), "audio/mpeg"},
        {test::id3v2(3, std::string(5000, '\0')).substr(0, 100), "audio/mpeg"},
        {test::id3v2(3, "") + "fLaC\0\0"s, "audio/flac"},
        {test::id3v2(3, "") + adts, "audio/aac"},
        {adts, "audio/aac"},
        {"RIFF\0\0\0\0WAVEfmt "s, "audio/wav"},
        {"RIFF\0\0\0\0WEBPVP8 "s, "image/webp"},
        {"FORM\0\0\0\0AIFC"s, "audio/aiff"},
        {"OggS\0\2"s, "audio/ogg"},
        {"\0\0\0\x20"s + "ftypM4A \0\0"s, "audio/mp4"},
        {"\0\0\0\x20"s + "ftypisom\0\0"s, "video/mp4"},
        {"\0\0\0\x20"s + "ftypqt  \0\0"s, "video/quicktime"},
        {"\x1a\x45\xdf\xa3", "video/webm"},
        {"\xff\xd8\xff\xe0", "image/jpeg"},
        {"\x89PNG\r\n\x1a\n", "image/png"},
        {"GIF89a", "image/gif"},
        {"II*\0"s, "image/tiff"},
        {"%PDF-1.7", "application/pdf"},
        {" \n<!DOCTYPE html><title>", "text/html"},
        {"", ""},
        {"plain text", ""},
        {std::string(4096, '\xff'), ""},
        {std::string(4096, '\0'), ""},
    };
    for (const auto& [bytes, mime] : rows) {
        EXPECT_EQ(sniff_mime(bytes), mime) << testing::PrintToString(bytes.substr(0, 20));
    }
}

TEST(SniffMime, IsNotLedAroundByManyTags) {
    std::string bytes;
    for (int count = 0; count < 100'000; ++count) {
        bytes += test::id3v2(4, "");
    }
    EXPECT_EQ(sniff_mime(bytes), "audio/mpeg");
}

}  // namespace
}  // namespace mooring::media
