#include "mooring/media/artwork.hpp"

#include <algorithm>
#include <cstring>

namespace mooring::media {

std::string_view mime_type_of(ImageFormat format) {
    switch (format) {
        case ImageFormat::jpeg: return "image/jpeg";
        case ImageFormat::png: return "image/png";
        case ImageFormat::webp: return "image/webp";
        case ImageFormat::gif: return "image/gif";
        case ImageFormat::tiff: return "image/tiff";
    }
    return {};
}

std::string_view extension_of(ImageFormat format) {
    return format == ImageFormat::jpeg ? "jpg" : mime_type_of(format).substr(std::strlen("image/"));
}

std::vector<std::string> artwork_warnings(const ArtworkFacts& facts) {
    std::vector<std::string> warnings;
    const std::string size = std::to_string(facts.width) + " x " + std::to_string(facts.height) + " pixels";
    if (facts.width != facts.height) {
        warnings.push_back("The artwork is not square (" + size + "); apps show its middle.");
    }
    const int shorter_side = std::min(facts.width, facts.height);
    if (shorter_side < feed_least_side) {
        warnings.push_back("The artwork is smaller than 1400 x 1400 pixels (" + size + ").");
    }
    if (shorter_side > feed_most_side) {
        warnings.push_back("The artwork is larger than 3000 x 3000 pixels (" + size +
                           "); the feed has a smaller copy.");
    }
    if (facts.format != ImageFormat::jpeg && facts.format != ImageFormat::png) {
        warnings.emplace_back("The artwork is neither JPEG nor PNG; the feed has a JPEG copy.");
    }
    if (!facts.is_rgb) {
        warnings.emplace_back(
            "The artwork is not in the RGB colour space with 8 bits a channel; the feed has a converted copy.");
    }
    if (facts.has_alpha) {
        warnings.emplace_back("The artwork has transparent parts; the feed has a copy on white.");
    }
    return warnings;
}

}  // namespace mooring::media
