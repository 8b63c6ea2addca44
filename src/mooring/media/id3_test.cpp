#include "mooring/media/id3.hpp"

#include <gtest/gtest.h>

#include <random>

#include "mooring/base/utf8.hpp"
#include "mooring/media/id3_text.hpp"
#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::media {
namespace {

using namespace std::string_literals;
using test::id3_frame;
using test::id3v2;

Id3Tags read(std::string_view bytes) {
    MemorySource source(bytes);
    return read_id3(source).value();
}

std::string title_tag(std::string_view body) {
    return id3v2(3, id3_frame(3, "TIT2", body));
}

/// A 00 after each FF, as a writer of an unsynchronised tag puts it.
std::string unsynchronised(std::string_view bytes) {
    std::string doubled;
    for (const char byte : bytes) {
        doubled += byte;
        if (byte == '\xff') {
            doubled += '\0';
        }
    }
    return doubled;
}

const std::string jpeg = "\xff\xd8\xff\xe0\0\x10JFIF\0"s + std::string(500, '\x11') + "\xff\xd9";

TEST(ReadId3, ReadsTheFramesOfEveryVersion) {
    const std::string v2 =
        id3v2(2, id3_frame(2, "TT2", "\0Title"s) + id3_frame(2, "TP1", "\0Artist"s) + id3_frame(2, "TAL", "\0Album"s) +
                     id3_frame(2, "TYE", "\0"s + "2031") + id3_frame(2, "TRK", "\0"s + "3/12") +
                     id3_frame(2, "COM", "\0eng\0Words"s) + id3_frame(2, "PIC", "\0JPG\3cover\0"s + jpeg));
    const std::string v3 = id3v2(3, id3_frame(3, "TIT2", "\0Title"s) + id3_frame(3, "TPE1", "\0Artist"s) +
                                        id3_frame(3, "TALB", "\0Album"s) + id3_frame(3, "TYER", "\0"s + "2031") +
                                        id3_frame(3, "TRCK", "\0"s + "3/12") + id3_frame(3, "COMM", "\0eng\0Words"s) +
                                        id3_frame(3, "APIC", "\0image/jpeg\0\3cover\0"s + jpeg));
    const std::string v4 =
        id3v2(4,
              id3_frame(4, "TIT2", "\3Title") + id3_frame(4, "TPE1", "\3Artist") + id3_frame(4, "TALB", "\3Album") +
                  id3_frame(4, "TDRC", "\3"s + "2031-05-04") + id3_frame(4, "TRCK", "\3"s + "3/12") +
                  id3_frame(4, "COMM", "\3eng\0Words"s) + id3_frame(4, "APIC", "\3image/jpeg\0\3cover\0"s + jpeg),
              0x10);
    for (const std::string& bytes : {v2, v3, v4}) {
        const Id3Tags tags = read(bytes);
        EXPECT_EQ(tags.title, "Title");
        EXPECT_EQ(tags.artist, "Artist");
        EXPECT_EQ(tags.album, "Album");
        EXPECT_EQ(tags.year, "2031");
        EXPECT_EQ(tags.track, "3/12");
        EXPECT_EQ(tags.comment, "Words");
        ASSERT_TRUE(tags.picture);
        EXPECT_EQ(tags.picture->mime_type, "image/jpeg");
        EXPECT_EQ(tags.picture->type, 3);
        MemorySource source(bytes);
        EXPECT_EQ(read_picture(source, *tags.picture).value(), jpeg);
    }
}

struct TextCase {
    std::string body;
    std::string expected;
};

TEST(ReadId3, DecodesEveryEncoding) {
    const TextCase cases[] = {
        {"\0Caf\xe9"s, "Café"},
        {"\1\xff\xfeG\0r\0\xfc\0"s, "Grü"},
        {"\1\xfe\xff\0G\0r\0\xfc"s, "Grü"},
        {"\1\0G\0r"s, "Gr"},  // without a mark: big endian
        {"\2\xd8\x3d\xde\x00"s, "😀"},
        {"\2\xd8\x3d\0A"s,
         "\xEF\xBF\xBD"
         "A"},  // half a pair
        {"\3Ol\xc3\xa9", "Olé"},
        {"\3Ol\xc3", "Ol\xEF\xBF\xBD"},
        {"\3\xc0\xaf", "\xEF\xBF\xBD\xEF\xBF\xBD"},                  // overlong
        {"\3\xed\xa0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // a surrogate
        {"\3One\0Two"s, "One"},
        {"\3a\x01\x1b[31mb\x7f\xc2\x85", "a[31mb"},
        {"\3  two\nlines\t ", "two lines"},
        {"\3", ""},
        {"\4Unknown", ""},
        {"", ""},
        {"\1\xff"s, ""},
    };
    for (const auto& row : cases) {
        EXPECT_EQ(read(title_tag(row.body)).title, row.expected) << testing::PrintToString(row.body);
    }
}

TEST(ReadId3, UndoesUnsynchronisationOfTheWholeTag) {
    const std::string frames = id3_frame(3, "TXXX", "\0\xff\xff\0\xff"s) +
                               id3_frame(3, "TIT2",
                                         "\1\xff\xfe"
                                         "A\0\xff\0"s) +
                               id3_frame(3, "TPE1", "\0Artist"s);
    const Id3Tags tags = read(id3v2(3, unsynchronised(frames), 0x80));
    EXPECT_EQ(tags.title, "Aÿ");
    EXPECT_EQ(tags.artist, "Artist");
}

TEST(ReadId3, UndoesUnsynchronisationOfOneFrame) {
    const std::string bytes = id3v2(4,
                                    id3_frame(4, "TIT2",
                                              unsynchronised("\1\xff\xfe"
                                                             "A\0\xff\0"s),
                                              0x02) +
                                        id3_frame(4, "APIC", unsynchronised("\0image/jpeg\0\3\0"s + jpeg), 0x02) +
                                        id3_frame(4, "TPE1", "\0\0\0\7\3Artist"s, 0x01),
                                    0x80);
    const Id3Tags tags = read(bytes);
    EXPECT_EQ(tags.title, "Aÿ");
    EXPECT_EQ(tags.artist, "Artist") << "behind a length indicator";
    ASSERT_TRUE(tags.picture);
    MemorySource source(bytes);
    EXPECT_EQ(read_picture(source, *tags.picture).value(), jpeg);
}

TEST(ReadId3, SkipsExtendedHeaders) {
    const std::string frame3 = id3_frame(3, "TIT2", "\0Title"s);
    EXPECT_EQ(read(id3v2(3, test::big_endian_text(6) + std::string(6, '\0') + frame3, 0x40)).title, "Title");
    const std::string frame4 = id3_frame(4, "TIT2", "\3Title");
    EXPECT_EQ(read(id3v2(4, test::syncsafe_text(6) + "\1\0"s + frame4, 0x40)).title, "Title");
}

TEST(ReadId3, SkipsWhatItDoesNotRead) {
    const std::string body = id3_frame(3, "PRIV", std::string(70'000, '\xff')) +
                             id3_frame(3, "TIT2", "\0\0\0\5zipped"s, 0x80) +  // compressed
                             id3_frame(3, "TIT2", "\0\1secret"s, 0x40) +      // encrypted
                             id3_frame(3, "COMM", "\0engiTunNORM\0 0000"s) + id3_frame(3, "TIT2", "\0Title"s);
    const Id3Tags tags = read(id3v2(3, body));
    EXPECT_EQ(tags.title, "Title");
    EXPECT_EQ(tags.comment, "");
}

TEST(ReadId3, PrefersTheFrontCover) {
    const std::string other = id3_frame(3, "APIC", "\0image/jpeg\0\4\0"s + jpeg);
    const std::string front = id3_frame(3, "APIC", "\0image/png\0\3\0"s + "\x89PNG\r\n\x1a\n");
    EXPECT_EQ(read(id3v2(3, other + front)).picture->mime_type, "image/png");
    EXPECT_EQ(read(id3v2(3, front + other)).picture->mime_type, "image/png");
    EXPECT_EQ(read(id3v2(3, other)).picture->type, 4);
}

TEST(ReadId3, LeavesPicturesThatAreLinksOrUnknown) {
    EXPECT_FALSE(read(id3v2(3, id3_frame(3, "APIC", "\0-->\0\3\0http://127.0.0.1/"s))).picture);
    EXPECT_FALSE(read(id3v2(3, id3_frame(3, "APIC", "\0image/svg+xml\0\3\0<svg/>"s))).picture);
}

TEST(ReadId3, ReadsTheSecondTagAndId3v1ForWhatIsMissing) {
    std::string v1 = test::id3v1("Old title");
    v1.replace(33, 10, "Old artist");
    v1.replace(93, 4, "1999");
    v1[126] = '\7';
    const std::string bytes = title_tag("\0First"s) +
                              id3v2(4, id3_frame(4, "TIT2", "\3Second") + id3_frame(4, "TALB", "\3Album")) +
                              test::frames({}, 5) + v1;
    const Id3Tags tags = read(bytes);
    EXPECT_EQ(tags.title, "First");
    EXPECT_EQ(tags.album, "Album");
    EXPECT_EQ(tags.artist, "Old artist");
    EXPECT_EQ(tags.year, "1999");
    EXPECT_EQ(tags.track, "7");
}

TEST(ReadId3, GivesNothingForAFileWithoutTags) {
    EXPECT_EQ(read(""), Id3Tags{});
    EXPECT_EQ(read(test::frames({}, 5)), Id3Tags{});
    EXPECT_EQ(read("ID3"), Id3Tags{});
    EXPECT_EQ(read("ID3\xff\0\0\0\0\0\x10"s + std::string(20, 'T')), Id3Tags{});
}

// ID3 bombs: each must end at once and within little memory.
TEST(ReadId3, IsNotLedByDeclaredSizes) {
    const std::string huge_frame = id3_frame(3, "TPE1", "\0Artist"s) + "TIT2\xff\xff\xff\xff\0\0\0Hello"s;
    EXPECT_EQ(read(id3v2(3, huge_frame)).artist, "Artist");
    EXPECT_EQ(read("ID3\3\0\0\x7f\x7f\x7f\x7f"s + id3_frame(3, "TIT2", "\0Hello"s)).title, "Hello");
    EXPECT_EQ(read(id3v2(3, "\xff\xff\xff\xff"s + id3_frame(3, "TIT2", "\0Hello"s), 0x40)), Id3Tags{});
    EXPECT_EQ(read(id3v2(4, "\x7f\x7f\x7f\x7f"s, 0x40)), Id3Tags{});
    EXPECT_EQ(read(id3v2(3, id3_frame(3, "TIT2", ""))), Id3Tags{});
    const std::string long_title = read(title_tag("\0"s + std::string(5'000'000, 'x'))).title;
    EXPECT_EQ(long_title.size(), 16U * 1024 - 1);
    std::string many;
    for (int count = 0; count < 100'000; ++count) {
        many += id3_frame(3, "TXXX", "\0"s);
    }
    EXPECT_EQ(read(id3v2(3, many + id3_frame(3, "TIT2", "\0Late"s))).title, "") << "after 4,096 frames";
    const std::string over = id3_frame(3, "APIC", "\0image/jpeg\0\3\0"s + jpeg + std::string(17'000'000, '\0'));
    EXPECT_FALSE(read(id3v2(3, over)).picture);
}

TEST(ReadId3, SurvivesEveryCutAndManyMutations) {
    const std::string frames = id3_frame(3, "TIT2",
                                         "\1\xff\xfe"
                                         "A\0\xff\0"s) +
                               id3_frame(3, "COMM", "\0eng\0Words"s) +
                               id3_frame(3, "APIC", "\0image/jpeg\0\3cover\0"s + jpeg.substr(0, 40));
    std::mt19937 random(20310504);
    for (const int flags : {0, 0x40, 0x80, 0xc0}) {
        for (const int version : {2, 3, 4}) {
            const std::string whole = id3v2(version, frames, flags) + test::id3v1();
            for (std::size_t size = 0; size <= whole.size(); ++size) {
                (void)read(std::string(whole, 0, size));
            }
            for (int round = 0; round < 500; ++round) {
                std::string bytes = whole;
                for (int change = 0; change < 3; ++change) {
                    bytes[random() % bytes.size()] = static_cast<char>(random());
                }
                const Id3Tags tags = read(bytes);
                for (const auto& text : {tags.title, tags.artist, tags.album, tags.comment}) {
                    EXPECT_TRUE(is_valid_utf8(text) && !has_control_character(text));
                }
                if (tags.picture) {
                    EXPECT_LE(tags.picture->offset + tags.picture->size_bytes, static_cast<std::int64_t>(bytes.size()));
                }
            }
        }
    }
}

}  // namespace
}  // namespace mooring::media
