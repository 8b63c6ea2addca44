// Any bytes as a picture of each format: taking the metadata out never adds bytes, and a second time finds nothing.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/media/image_metadata.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring::media;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    for (const ImageFormat format : {ImageFormat::jpeg, ImageFormat::png, ImageFormat::webp}) {
        const auto clean = without_metadata(bytes, format);
        if (!clean || clean->size() < 12) continue;
        MOORING_ASSERT(clean->size() <= size + 1, "metadata only goes");  // a WebP's last padding byte may be missing
        MOORING_ASSERT(without_metadata(*clean, format) == clean, "a clean picture must stay as it is");
    }
    MOORING_ASSERT(jpeg_scans(bytes) >= 0, "scans are counted");
    return 0;
}
