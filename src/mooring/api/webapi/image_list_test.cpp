#include "mooring/api/webapi/image_list.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

std::vector<ImageEntry> images_of(int width, int height) {
    return image_list(width, height, [](std::string_view size) { return "/" + std::string{size} + ".jpg"; });
}

TEST(ImageList, HasThreeSizesWidestFirst) {
    const std::vector<ImageEntry> three{{640, "/640.jpg", 640}, {300, "/300.jpg", 300}, {64, "/64.jpg", 64}};
    EXPECT_EQ(images_of(3000, 3000), three);
    EXPECT_EQ(images_of(640, 2000), three) << "the square in the middle";
}

TEST(ImageList, EnlargesNothingAndListsASizeOnce) {
    EXPECT_EQ(images_of(200, 200), (std::vector<ImageEntry>{{200, "/640.jpg", 200}, {64, "/64.jpg", 64}}));
    EXPECT_EQ(images_of(1400, 400),
              (std::vector<ImageEntry>{{400, "/640.jpg", 400}, {300, "/300.jpg", 300}, {64, "/64.jpg", 64}}));
    EXPECT_EQ(images_of(300, 300), (std::vector<ImageEntry>{{300, "/640.jpg", 300}, {64, "/64.jpg", 64}}));
    EXPECT_EQ(images_of(10, 10), (std::vector<ImageEntry>{{10, "/640.jpg", 10}}));
    EXPECT_TRUE(images_of(0, 0).empty());
}

TEST(ImageList, IsWrittenWithItsThreeMembers) {
    JsonWriter json;
    write_images(json, {{64, "https://p.example/img/a/64.jpg", 64}});
    EXPECT_EQ(json.take(), R"([{"height":64,"url":"https://p.example/img/a/64.jpg","width":64}])");
    JsonWriter none;
    write_images(none, {});
    EXPECT_EQ(none.take(), "[]");
}

}  // namespace
}  // namespace mooring::api::webapi
