#include "mooring/media/picture_answer.hpp"

#include <gtest/gtest.h>

namespace mooring::media {
namespace {

using namespace std::string_literals;

PictureAnswer full_answer() {
    PictureAnswer answer;
    answer.facts = {.format = ImageFormat::webp,
                    .width = 1400,
                    .height = 900,
                    .size_bytes = 77,
                    .is_rgb = false,
                    .has_alpha = true,
                    .is_turned = true,
                    .is_animated = true};
    answer.palette = {{1, 2, 3}, {255, 254, 0}, {0, 0, 0}};
    answer.pictures = {{"64", "jpg", "one\n\ntwo"s, 64, 64, "image/jpeg"}, {"feed", "png", "\0\0"s, 9, 8, "image/png"}};
    return answer;
}

TEST(PictureAnswer, IsReadAsItWasWritten) {
    const auto read = read_picture_answer(to_text(full_answer()));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->facts.format, ImageFormat::webp);
    EXPECT_EQ(read->facts.width, 1400);
    EXPECT_EQ(read->facts.height, 900);
    EXPECT_EQ(read->facts.size_bytes, 77);
    EXPECT_FALSE(read->facts.is_rgb);
    EXPECT_TRUE(read->facts.has_alpha && read->facts.is_turned && read->facts.is_animated);
    EXPECT_EQ(read->palette.light, (Color{255, 254, 0}));
    ASSERT_EQ(read->pictures.size(), 2U);
    EXPECT_EQ(read->pictures[0].bytes, "one\n\ntwo");
    EXPECT_EQ(read->pictures[1].bytes, "\0\0"s);
    EXPECT_EQ(read->pictures[1].mime_type, "image/png");
    EXPECT_EQ(read->pictures[1].height, 8);
}

TEST(PictureAnswer, TellsErrorsOfPictures) {
    const Error error{Errc::corrupt, "cannot read\nthe picture", "image"};
    EXPECT_EQ(read_picture_answer(to_text(error)).error(), (Error{Errc::corrupt, "cannot read the picture", "image"}));
    EXPECT_EQ(read_picture_answer(to_text(Error{Errc::unavailable, "x"})).error(), (Error{Errc::unavailable, "x"}));
}

// A decoder that was taken over can answer anything.
TEST(PictureAnswer, IsNotBelieved) {
    const std::string good = to_text(full_answer());
    for (const std::string& bad : {
             ""s,
             "facts"s,
             "facts jpg 1 1 1 1 1 1\n\n"s,
             "facts jpg 99999 99999 1 1 0 0 0\n\n"s,
             "facts jpg -1 1 1 1 0 0 0\n\n"s,
             "facts svg 1 1 1 1 0 0 0\n\n"s,
             "facts jpg 1 1 1 2 0 0 0\n\n"s,
             "picture ../../etc jpg 1 1 0\n\n"s,
             "picture 64 html 1 1 0\n\n"s,
             "picture 64 jpg 1 1 5\n\nfour"s,
             "picture 64 jpg 1 1 99999999999999999999\n\nfour"s,
             "palette 000000 000000 00000g\n\n"s,
             "error unauthenticated - x\n\n"s,
             "error corrupt image \xff\n\n"s,
             "exec something\n\n"s,
             good + "more",
             good.substr(0, good.size() - 1),
         }) {
        const auto read = read_picture_answer(bad);
        ASSERT_FALSE(read) << bad;
        EXPECT_EQ(read.error().code, Errc::unavailable) << bad;
    }
    std::string many;
    for (int count = 0; count < 17; ++count) many += "picture 64 jpg 1 1 0\n";
    EXPECT_FALSE(read_picture_answer(many + "\n"));
    for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(read_picture_answer(good.substr(0, size)));
}

}  // namespace
}  // namespace mooring::media
