#include "mooring/media/artwork.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <set>

#include "mooring/media/palette.hpp"

namespace mooring::media {
namespace {

/// The system's folder for temporary files, for as long as this lives: empty, and nobody else's.
class OwnTemporaryFolder {
public:
    OwnTemporaryFolder() {
        std::string path = (std::filesystem::temp_directory_path() / "mooring-artwork-test-XXXXXX").string();
        EXPECT_NE(::mkdtemp(path.data()), nullptr);
        path_ = path;
        ::setenv("TMPDIR", path_.c_str(), 1);
    }
    OwnTemporaryFolder(const OwnTemporaryFolder&) = delete;
    OwnTemporaryFolder& operator=(const OwnTemporaryFolder&) = delete;
    ~OwnTemporaryFolder() {
        ::unsetenv("TMPDIR");
        std::filesystem::remove_all(path_);
    }
    bool is_empty() const { return std::filesystem::is_empty(path_); }

private:
    std::filesystem::path path_;
};

// The work itself is tested in `pictures`; this is the way there and back, through the confined program.
TEST(Artwork, IsMadeByTheConfinedProgram) {
    const OwnTemporaryFolder temporary;
    const auto drawn = make_default_artwork("Harbour Talk – Ebbe & Flut", "seed");
    ASSERT_TRUE(drawn) << drawn.error().message;
    EXPECT_EQ(make_default_artwork("Harbour Talk – Ebbe & Flut", "seed").value(), *drawn);
    EXPECT_NE(make_default_artwork("Harbour Talk – Ebbe & Flut", "other").value(), *drawn);
    EXPECT_NE(make_default_artwork("", "seed").value(), *drawn);

    const auto facts = inspect_artwork(*drawn);
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_EQ(facts->format, ImageFormat::jpeg);
    EXPECT_EQ(facts->width, 1400);
    EXPECT_TRUE(artwork_warnings(*facts).empty());

    const auto derivatives = make_derivatives(*drawn);
    ASSERT_TRUE(derivatives) << derivatives.error().message;
    std::set<std::string> names;
    for (const Derivative& one : *derivatives) {
        names.insert(one.size + "." + one.extension);
        EXPECT_EQ(inspect_artwork(one.bytes)->width, one.width);
    }
    EXPECT_EQ(names, (std::set<std::string>{"64.jpg", "64.webp", "300.jpg", "300.webp", "400.jpg", "400.webp",
                                            "640.jpg", "640.webp", "feed.jpg", "og.jpg", "orig.jpg"}));

    const auto palette = palette_of(*drawn);
    ASSERT_TRUE(palette) << palette.error().message;
    EXPECT_NE(palette->raw, palette->light);
    EXPECT_TRUE(temporary.is_empty());
}

TEST(Artwork, SaysWhatIsWrongWithAPicture) {
    EXPECT_EQ(inspect_artwork("").error().code, Errc::invalid_argument);
    EXPECT_EQ(inspect_artwork(std::string(artwork_most_bytes + 1, 'x')).error().code, Errc::too_large);
    EXPECT_EQ(inspect_artwork("<svg xmlns='http://www.w3.org/2000/svg'/>").error().code, Errc::unsupported);
    const auto cut = make_derivatives("\xff\xd8\xff\xe0 and no more");
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, Errc::corrupt);
    EXPECT_EQ(cut.error().field, "image");
    EXPECT_EQ(palette_of("\x89PNG\r\n\x1a\n").error().code, Errc::corrupt);
}

}  // namespace
}  // namespace mooring::media
