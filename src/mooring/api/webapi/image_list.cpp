#include "mooring/api/webapi/image_list.hpp"

#include <algorithm>
#include <array>

namespace mooring::api::webapi {
namespace {

constexpr std::array sides{640, 300, 64};

}  // namespace

std::vector<ImageEntry> image_list(int width, int height,
                                   const std::function<std::string(std::string_view)>& address_of) {
    std::vector<ImageEntry> images;
    const int own_side = std::min(width, height);
    if (own_side <= 0) return images;
    for (const int side : sides) {
        const int shown = std::min(side, own_side);
        if (!images.empty() && images.back().width == shown) continue;
        images.push_back({shown, address_of(std::to_string(side)), shown});
    }
    return images;
}

void write_images(JsonWriter& json, const std::vector<ImageEntry>& images) {
    json.begin_array();
    for (const ImageEntry& image : images) {
        json.begin_object().member("height", image.height).member("url", image.url).member("width", image.width);
        json.end_object();
    }
    json.end_array();
}

}  // namespace mooring::api::webapi
