#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/api/json/json_writer.hpp"

namespace mooring::api::webapi {

/// One entry of `images` (webapi-v1.md, 5.4). In pixels.
struct ImageEntry {
    int height = 0;
    std::string url;
    int width = 0;
    bool operator==(const ImageEntry&) const = default;
};

/// The sizes of a stored picture, widest first: 640, 300 and 64 pixels square. Nothing is enlarged: a source smaller
/// than a size is listed with its own size, once. `width` and `height` are the source's, of which the square in the
/// middle is shown; without any (0) the list is empty. `address_of("640")` is the address of a size.
std::vector<ImageEntry> image_list(int width, int height,
                                   const std::function<std::string(std::string_view)>& address_of);

/// The value of `images`.
void write_images(JsonWriter& json, const std::vector<ImageEntry>& images);

}  // namespace mooring::api::webapi
