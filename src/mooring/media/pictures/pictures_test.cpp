#include "mooring/media/pictures/pictures.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "mooring/media/image_metadata.hpp"
#include "mooring/media/mp3_test_frames.hpp"
#include "mooring/media/pictures/imaging.hpp"
#include "mooring/media/pictures/lettering.hpp"

namespace mooring::media::pictures {
namespace {

using imaging::Picture;
using namespace std::string_literals;

Picture made(const std::function<int(VipsImage**)>& operation) {
    EXPECT_TRUE(start_imaging());
    auto picture = imaging::make("test", operation);
    EXPECT_TRUE(picture) << picture.error().message;
    return std::move(*picture);
}

/// A picture whose left upper quarter is red, the rest a blue slope.
Picture drawing(int width, int height, int bands = 3) {
    Picture black = made([&](VipsImage** out) { return vips_black(out, width, height, "bands", bands, nullptr); });
    Picture slope = made([&](VipsImage** out) {
        const double ones[] = {1, 1, 1, 1}, blue[] = {10, 20, 200, 255};
        return vips_linear(black.get(), out, ones, blue, bands, "uchar", TRUE, nullptr);
    });
    Picture tagged = made([&](VipsImage** out) {
        return vips_copy(slope.get(), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
    });
    Picture drawn = imaging::to_memory(tagged).value();
    double red[] = {220, 20, 20, 255};
    EXPECT_EQ(vips_draw_rect(drawn.get(), red, bands, 0, 0, width / 2, height / 2, "fill", TRUE, nullptr), 0);
    return drawn;
}

/// `drawn` as a file. `save` is a saver's suffix and options, such as `.jpg[Q=90]`.
std::string file(const Picture& drawn, const std::string& save) {
    void* buffer = nullptr;
    std::size_t length = 0;
    EXPECT_EQ(vips_image_write_to_buffer(drawn.get(), save.c_str(), &buffer, &length, nullptr), 0)
        << vips_error_buffer();
    std::string bytes(static_cast<const char*>(buffer), length);
    g_free(buffer);
    return bytes;
}

std::string jpeg(int width, int height) {
    return file(drawing(width, height), ".jpg");
}

/// What a decoder sees in `bytes`.
Picture decoded(const std::string& bytes) {
    return imaging::to_memory(imaging::open(bytes, imaging::format_of(bytes).value()).value()).value();
}

std::vector<double> pixel(const Picture& picture, int x, int y) {
    double* values = nullptr;
    int count = 0;
    EXPECT_EQ(vips_getpoint(picture.get(), &values, &count, x, y, nullptr), 0);
    std::vector<double> bands(values, values + count);
    g_free(values);
    return bands;
}

bool is_red(const std::vector<double>& bands) {
    return bands.size() >= 3 && bands[0] > 150 && bands[2] < 100;
}
bool is_blue(const std::vector<double>& bands) {
    return bands.size() >= 3 && bands[0] < 100 && bands[2] > 150;
}

/// By `size.extension`.
std::map<std::string, Derivative> derivatives(const std::string& bytes) {
    auto list = make_derivatives(bytes);
    EXPECT_TRUE(list) << list.error().message;
    std::map<std::string, Derivative> by_name;
    for (Derivative& one : list.value()) {
        const std::string name = one.size + "." + one.extension;
        by_name.emplace(name, std::move(one));
    }
    return by_name;
}

/// Every derivative is what it says, and holds nothing but the picture.
void expect_truthful(const std::map<std::string, Derivative>& made_ones) {
    for (const auto& [name, one] : made_ones) {
        const Picture picture = decoded(one.bytes);
        EXPECT_EQ(picture.width(), one.width) << name;
        EXPECT_EQ(picture.height(), one.height) << name;
        EXPECT_EQ(one.mime_type, mime_type_of(imaging::format_of(one.bytes).value())) << name;
        EXPECT_EQ(vips_image_get_typeof(picture.get(), VIPS_META_EXIF_NAME), 0U) << name;
        EXPECT_EQ(vips_image_get_typeof(picture.get(), VIPS_META_XMP_NAME), 0U) << name;
        EXPECT_EQ(vips_image_get_bands(picture.get()), vips_image_hasalpha(picture.get()) ? 4 : 3) << name;
        EXPECT_EQ(vips_image_get_format(picture.get()), VIPS_FORMAT_UCHAR) << name;
    }
}

struct SizeCase {
    int side;
    int feed;  ///< the side of the feed's copy
    std::size_t warnings;
};

// delivery.md, 13, Artwork: no enlargement, truthful sizes.
TEST(MakeDerivatives, MakesEverySizeOfSquares) {
    for (const SizeCase& row : {SizeCase{300, 300, 1}, SizeCase{1399, 1399, 1}, SizeCase{1400, 1400, 0},
                                SizeCase{3000, 3000, 0}, SizeCase{3001, 3000, 1}}) {
        const std::string bytes = jpeg(row.side, row.side);
        const auto facts = inspect_artwork(bytes);
        ASSERT_TRUE(facts);
        EXPECT_EQ(facts->width, row.side);
        EXPECT_TRUE(facts->is_rgb);
        EXPECT_EQ(artwork_warnings(*facts).size(), row.warnings) << row.side;
        const auto all = derivatives(bytes);
        EXPECT_EQ(all.size(), 11U);
        for (const int size : {64, 300, 400, 640}) {
            for (const auto* extension : {".jpg", ".webp"}) {
                ASSERT_TRUE(all.contains(std::to_string(size) + extension));
                EXPECT_EQ(all.at(std::to_string(size) + extension).width, std::min(size, row.side));
                EXPECT_EQ(all.at(std::to_string(size) + extension).height, std::min(size, row.side));
            }
        }
        EXPECT_EQ(all.at("feed.jpg").width, row.feed);
        EXPECT_EQ(all.at("og.jpg").width, 1200);
        EXPECT_EQ(all.at("og.jpg").height, 630);
        EXPECT_EQ(all.at("orig.jpg").width, row.side);
        expect_truthful(all);
        const Picture small = decoded(all.at("64.jpg").bytes);
        EXPECT_TRUE(is_red(pixel(small, 5, 5)));
        EXPECT_TRUE(is_blue(pixel(small, 60, 60)));
    }
}

TEST(MakeDerivatives, KeepsThePixelsOfAFitUploadForFeedAndOriginal) {
    const std::string bytes = jpeg(1400, 1400);
    const auto all = derivatives(bytes);
    EXPECT_EQ(all.at("feed.jpg").bytes, all.at("orig.jpg").bytes);
    EXPECT_EQ(all.at("feed.jpg").bytes, without_metadata(bytes, ImageFormat::jpeg));
    const std::string png = file(drawing(1400, 1400), ".png");
    const auto from_png = derivatives(png);
    EXPECT_EQ(from_png.at("feed.png").bytes, without_metadata(png, ImageFormat::png));
    EXPECT_EQ(from_png.at("orig.png").mime_type, "image/png");
    expect_truthful(from_png);
}

TEST(MakeDerivatives, CropsTheMiddleOfWhatIsNotSquare) {
    const std::string bytes = jpeg(3200, 1600);
    const auto warnings = artwork_warnings(inspect_artwork(bytes).value());
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings[0].find("3200 x 1600"), std::string::npos);
    const auto all = derivatives(bytes);
    EXPECT_EQ(all.at("feed.jpg").width, 1600);
    EXPECT_EQ(all.at("feed.jpg").height, 1600);
    EXPECT_EQ(all.at("orig.jpg").width, 3200);
    EXPECT_EQ(all.at("orig.jpg").height, 1600);
    const Picture square = decoded(all.at("400.jpg").bytes);
    EXPECT_TRUE(is_red(pixel(square, 150, 50)));
    EXPECT_TRUE(is_blue(pixel(square, 250, 50)));
    expect_truthful(all);
    for (const auto& [width, height] : {std::pair{3000, 1}, {1, 3000}, {1, 1}}) {
        const auto thin = derivatives(jpeg(width, height));
        EXPECT_EQ(thin.at("640.webp").width, 1);
        EXPECT_EQ(thin.at("og.jpg").height, 630);
        expect_truthful(thin);
    }
}

TEST(MakeDerivatives, AppliesOrientationAndRemovesExif) {
    Picture drawn = drawing(1600, 1400);
    vips_image_set_int(drawn.get(), VIPS_META_ORIENTATION, 6);  // to be turned right by a quarter
    vips_image_set_string(drawn.get(), "exif-ifd0-Artist", "somebody (somebody, ASCII, 9 components, 9 bytes)");
    const std::string bytes = file(drawn, ".jpg");
    ASSERT_NE(bytes.find("Exif"), std::string::npos);
    const auto facts = inspect_artwork(bytes);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->width, 1400);
    EXPECT_EQ(facts->height, 1600);
    EXPECT_TRUE(facts->is_turned);
    const auto all = derivatives(bytes);
    EXPECT_EQ(all.at("orig.jpg").width, 1400);
    EXPECT_EQ(all.at("orig.jpg").height, 1600);
    EXPECT_EQ(all.at("orig.jpg").bytes.find("somebody"), std::string::npos);
    EXPECT_TRUE(is_red(pixel(decoded(all.at("orig.jpg").bytes), 1390, 10)));
    EXPECT_TRUE(is_red(pixel(decoded(all.at("64.jpg").bytes), 60, 5)));
    EXPECT_TRUE(is_blue(pixel(decoded(all.at("64.jpg").bytes), 5, 5)));
    expect_truthful(all);
}

TEST(MakeDerivatives, ConvertsCmyk) {
    const Picture drawn = drawing(1500, 1500);
    const Picture cmyk =
        made([&](VipsImage** out) { return vips_icc_export(drawn.get(), out, "output_profile", "cmyk", nullptr); });
    for (const auto* save : {".jpg", ".jpg[strip]"}) {
        const std::string bytes = file(cmyk, save);
        const auto facts = inspect_artwork(bytes);
        ASSERT_TRUE(facts);
        EXPECT_FALSE(facts->is_rgb);
        EXPECT_EQ(artwork_warnings(*facts).size(), 1U);
        const auto all = derivatives(bytes);
        EXPECT_TRUE(is_red(pixel(decoded(all.at("orig.jpg").bytes), 10, 10))) << save;
        EXPECT_TRUE(is_red(pixel(decoded(all.at("300.webp").bytes), 10, 10))) << save;
        expect_truthful(all);
    }
}

TEST(MakeDerivatives, ReducesSixteenBitsGreyAndAlpha) {
    const Picture drawn = drawing(1400, 1400);
    const Picture deep =
        made([&](VipsImage** out) { return vips_colourspace(drawn.get(), out, VIPS_INTERPRETATION_RGB16, nullptr); });
    const auto from_deep = derivatives(file(deep, ".png"));
    EXPECT_TRUE(is_red(pixel(decoded(from_deep.at("orig.png").bytes), 10, 10)));
    EXPECT_TRUE(from_deep.contains("feed.jpg"));
    expect_truthful(from_deep);

    const Picture grey =
        made([&](VipsImage** out) { return vips_colourspace(drawn.get(), out, VIPS_INTERPRETATION_B_W, nullptr); });
    EXPECT_FALSE(inspect_artwork(file(grey, ".jpg"))->is_rgb);
    expect_truthful(derivatives(file(grey, ".jpg")));

    const Picture clear = made([&](VipsImage** out) {
        const double ones[] = {1, 1, 1, 0}, none[] = {0, 0, 0, 0};
        const Picture opaque = drawing(1400, 1400, 4);
        return vips_linear(opaque.get(), out, ones, none, 4, "uchar", TRUE, nullptr);
    });
    for (const auto* save : {".png", ".webp[lossless]"}) {
        const std::string bytes = file(clear, save);
        EXPECT_TRUE(inspect_artwork(bytes)->has_alpha);
        const auto all = derivatives(bytes);
        const auto corner = pixel(decoded(all.at("feed.jpg").bytes), 1, 1);
        EXPECT_GT(*std::min_element(corner.begin(), corner.end()), 250) << "transparent is white";
        EXPECT_EQ(pixel(decoded(all.at(save[1] == 'p' ? "orig.png" : "orig.webp").bytes), 1, 1).size(), 4U);
        expect_truthful(all);
    }
}

TEST(MakeDerivatives, TakesTheFirstFrameOfAnAnimation) {
    const Picture first = drawing(500, 500);
    const Picture second = made([](VipsImage** out) { return vips_black(out, 500, 500, "bands", 3, nullptr); });
    const Picture frames = made(
        [&](VipsImage** out) { return vips_join(first.get(), second.get(), out, VIPS_DIRECTION_VERTICAL, nullptr); });
    Picture animation = imaging::to_memory(frames).value();
    vips_image_set_int(animation.get(), VIPS_META_PAGE_HEIGHT, 500);
    for (const auto* save : {".gif", ".webp"}) {
        const std::string bytes = file(animation, save);
        const auto facts = inspect_artwork(bytes);
        ASSERT_TRUE(facts);
        EXPECT_TRUE(facts->is_animated);
        EXPECT_EQ(facts->height, 500);
        const auto all = derivatives(bytes);
        const Derivative& original = all.at(save == ".gif"s ? "orig.png" : "orig.webp");
        EXPECT_EQ(original.height, 500);
        EXPECT_FALSE(inspect_artwork(original.bytes)->is_animated);
        EXPECT_TRUE(is_red(pixel(decoded(all.at("300.jpg").bytes), 10, 10)));
        expect_truthful(all);
    }
}

TEST(MakeDerivatives, ReadsTiffAsFarAsImportNeeds) {
    const auto all = derivatives(file(drawing(700, 700), ".tif"));
    EXPECT_EQ(all.at("orig.png").width, 700);
    EXPECT_EQ(all.at("640.jpg").width, 640);
    expect_truthful(all);
}

TEST(MakeDerivatives, KeepsTheFeedsCopyWithinFiveMebibytes) {
    const Picture noise =
        made([](VipsImage** out) { return vips_gaussnoise(out, 3200, 3200, "mean", 128.0, "sigma", 60.0, nullptr); });
    const Picture coloured = made([&](VipsImage** out) {
        VipsImage* bands[] = {noise.get(), noise.get(), noise.get()};
        return vips_bandjoin(bands, out, 3, nullptr);
    });
    const Picture shown =
        made([&](VipsImage** out) { return vips_cast(coloured.get(), out, VIPS_FORMAT_UCHAR, nullptr); });
    const Picture tagged = made([&](VipsImage** out) {
        return vips_copy(shown.get(), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
    });
    const std::string bytes = file(tagged, ".jpg[Q=88]");
    ASSERT_GT(bytes.size(), 5'000'000U);
    ASSERT_LT(bytes.size(), artwork_most_bytes);
    EXPECT_LE(derivatives(bytes).at("feed.jpg").bytes.size(), 5U * 1024 * 1024);
}

TEST(InspectArtwork, RefusesWhatIsNotAPictureOrTooLarge) {
    EXPECT_EQ(inspect_artwork("").error().code, Errc::invalid_argument);
    EXPECT_EQ(inspect_artwork("<svg xmlns='http://www.w3.org/2000/svg'/>").error().code, Errc::unsupported);
    EXPECT_EQ(inspect_artwork("%PDF-1.7\n").error().code, Errc::unsupported);
    EXPECT_EQ(inspect_artwork(test::frames({}, 5)).error().code, Errc::unsupported);
    EXPECT_EQ(inspect_artwork(jpeg(10, 10) + std::string(artwork_most_bytes, 'x')).error().code, Errc::too_large);
    EXPECT_EQ(inspect_artwork("\xff\xd8\xff\xe0 and no more").error().code, Errc::corrupt);
    EXPECT_EQ(inspect_artwork("").error().field, "image");
}

// A few hundred kilobytes that would decode to gigabytes: refused before anything is decoded.
TEST(InspectArtwork, RefusesDecompressionBombs) {
    const Picture huge = made([](VipsImage** out) { return vips_black(out, 10'001, 10'000, nullptr); });
    const std::string png = file(huge, ".png[compression=1]");
    EXPECT_LT(png.size(), 1'000'000U);
    std::string jpg = file(drawing(10, 10), ".jpg");
    jpg.replace(jpg.find("\xff\xc0") + 5, 4, "\xff\x00\xff\x00"s);
    for (const std::string& bytes : {png, jpg, file(huge, ".tif[compression=deflate]")}) {
        EXPECT_EQ(inspect_artwork(bytes).error().code, Errc::too_large);
        EXPECT_EQ(make_derivatives(bytes).error().code, Errc::too_large);
    }
    std::string gif = file(drawing(10, 10), ".gif");
    gif.replace(6, 4, "\xff\xff\xff\xff");                                 // the screen
    gif.replace(gif.find(",\0\0\0\0\x0a\0"s) + 5, 4, "\xff\xff\xff\xff");  // the frame
    EXPECT_EQ(inspect_artwork(gif).error().code, Errc::too_large);
    std::string many_scans = file(drawing(10, 10), ".jpg[interlace]");
    const auto scan = many_scans.find("\xff\xda");
    const std::string empty_scan = "\xff\xda\0\x08\1\1\0\0\0\0"s;
    for (int count = 0; count < 101; ++count) {
        many_scans.insert(scan, empty_scan);
    }
    EXPECT_EQ(inspect_artwork(many_scans).error().code, Errc::corrupt);
}

TEST(MakeDerivatives, RefusesPicturesThatAreCutShort) {
    const Picture drawn = drawing(800, 800);
    for (const auto* save : {".jpg", ".png", ".webp", ".gif", ".tif"}) {
        const std::string bytes = file(drawn, save);
        for (const std::size_t part : {1U, 2U, 3U}) {
            const auto result = make_derivatives(std::string_view(bytes).substr(0, bytes.size() * part / 4));
            if (!result) {
                EXPECT_EQ(result.error().code, Errc::corrupt) << save;
            }
            EXPECT_FALSE(result && save == ".jpg"s) << part;
        }
    }
}

TEST(WithoutMetadata, RemovesEverythingButThePicture) {
    Picture drawn = drawing(300, 300);
    const std::string secret = "secret place";
    vips_image_set_blob_copy(drawn.get(), VIPS_META_XMP_NAME, secret.data(), secret.size());
    vips_image_set_string(drawn.get(), "exif-ifd0-Artist", "somebody (somebody, ASCII, 9 components, 9 bytes)");
    for (const auto* save : {".jpg", ".jpg[interlace]", ".png", ".webp"}) {
        const std::string bytes = file(drawn, save);
        ASSERT_NE(vips_image_get_typeof(decoded(bytes).get(), VIPS_META_XMP_NAME), 0U) << save;
        const auto stripped =
            without_metadata(bytes + (save == ".webp"s ? "" : secret), imaging::format_of(bytes).value());
        ASSERT_TRUE(stripped) << save;
        EXPECT_EQ(stripped->find(secret), std::string::npos) << save;
        EXPECT_EQ(stripped->find("somebody"), std::string::npos) << save;
        EXPECT_EQ(vips_image_get_typeof(decoded(*stripped).get(), VIPS_META_XMP_NAME), 0U) << save;
        EXPECT_EQ(pixel(decoded(*stripped), 10, 10), pixel(decoded(bytes), 10, 10)) << save;
        EXPECT_EQ(pixel(decoded(*stripped), 290, 290), pixel(decoded(bytes), 290, 290)) << save;
        for (std::size_t size = 0; size < bytes.size(); size += 7) {
            (void)without_metadata(std::string(bytes, 0, size), imaging::format_of(bytes).value());
        }
    }
    EXPECT_FALSE(without_metadata("\xff\xd8\xff\xe1\xff\xff Exif of no length", ImageFormat::jpeg));
    // Without the comment the restart marker would belong to the scan before it.
    EXPECT_FALSE(without_metadata(
        "\xff\xd8\xff\xda\x00\x02scan\xff\xfe\x00\x02\xff\xd0\x00\x02\xff\xfe\x00\x02\xff\xd9"s, ImageFormat::jpeg));
}

TEST(MakeDefaultArtwork, DrawsATitleThatDirectoriesAccept) {
    for (const auto* title : {"Harbour Talk", "<b>Salt & Pepper</b>", "",
                              "Ein sehr langer Titel über Schiffe, Häfen, Wetter "
                              "und alles, was dazwischen liegt, von Ebbe bis Flut und wieder zurück",
                              "\x01", "🎙️"}) {
        const auto bytes = make_default_artwork(title, "seed");
        ASSERT_TRUE(bytes) << bytes.error().message;
        const auto facts = inspect_artwork(*bytes);
        ASSERT_TRUE(facts);
        EXPECT_TRUE(artwork_warnings(*facts).empty());
        EXPECT_LT(bytes->size(), 512U * 1024);
    }
    EXPECT_EQ(make_default_artwork("One", "1").value(), make_default_artwork("One", "1").value());
    EXPECT_NE(make_default_artwork("One", "1").value(), make_default_artwork("Two", "1").value());
    EXPECT_NE(make_default_artwork("One", "1").value(), make_default_artwork("One", "2").value());
}

// Pango looks for substitute fonts on a thread of its own, which outlives a text: with libvips alone it read a font map
// that was freed, now and then, and the program ended with a division by zero.
TEST(MakeDefaultArtwork, LettersMayBeWrittenWhileFontsAreStillLookedFor) {
    ASSERT_TRUE(start_imaging());
    for (int number = 0; number < 150; ++number) {
        const auto letters = imaging::write_letters("Tide " + std::to_string(number) + " \u6f6e \u0448", 400, 300);
        ASSERT_TRUE(letters);
        EXPECT_LE(letters->width(), 400);
        EXPECT_LE(letters->height(), 300);
    }
}

}  // namespace
}  // namespace mooring::media::pictures
