#pragma once

#include <string_view>

namespace mooring::app::delivering {

/// The HTTP Content-Type of a media file by its extension (delivery.md, 2.4); `audio/mpeg` for an unknown one.
std::string_view media_type_of_extension(std::string_view extension);

}  // namespace mooring::app::delivering
