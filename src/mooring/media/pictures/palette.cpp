#include "mooring/media/palette.hpp"

#include <algorithm>
#include <array>

#include "mooring/media/pictures/imaging.hpp"
#include "mooring/media/pictures/pictures.hpp"

namespace mooring::media::pictures {
namespace {

constexpr int side = 48;                            // pixels that are looked at, each way
constexpr std::size_t bucket_count = 16 * 16 * 16;  // four bits a channel
constexpr double least_saturation = 0.05;           // grey counts too, but little

struct Bucket {
    std::int64_t pixels = 0, red = 0, green = 0, blue = 0;

    Color mean() const {
        const auto of = [&](std::int64_t sum) {
            return static_cast<std::uint8_t>(sum / std::max<std::int64_t>(pixels, 1));
        };
        return {of(red), of(green), of(blue)};
    }
};

double saturation(const Color& color) {
    const auto [least, most] = std::minmax({color.red, color.green, color.blue});
    return most == 0 ? 0.0 : static_cast<double>(most - least) / most;
}

/// `share` of the way from `color` to `goal`.
Color towards(const Color& color, int goal, double share) {
    const auto mix = [&](std::uint8_t channel) {
        return static_cast<std::uint8_t>(static_cast<double>(channel) + (goal - channel) * share + 0.5);
    };
    return {mix(color.red), mix(color.green), mix(color.blue)};
}

Color dominant(const unsigned char* pixels, std::size_t count) {
    std::array<Bucket, bucket_count> buckets{};
    for (std::size_t index = 0; index < count; ++index) {
        const unsigned char* pixel = pixels + index * 3;
        const auto at = static_cast<std::size_t>((pixel[0] >> 4) << 8 | (pixel[1] >> 4) << 4 | pixel[2] >> 4);
        Bucket& bucket = buckets[at];
        ++bucket.pixels;
        bucket.red += pixel[0];
        bucket.green += pixel[1];
        bucket.blue += pixel[2];
    }
    const auto weight = [](const Bucket& bucket) {
        return static_cast<double>(bucket.pixels) * (least_saturation + saturation(bucket.mean()));
    };
    return std::ranges::max_element(buckets, {}, weight)->mean();
}

}  // namespace

Result<Palette> palette_of(std::string_view bytes) {
    MOORING_CHECK(start_imaging());
    MOORING_TRY(const ArtworkFacts facts, inspect_artwork(bytes));
    MOORING_TRY(const imaging::Picture header, imaging::open(bytes, facts.format));
    MOORING_TRY(const imaging::Picture picture,
                imaging::open_shrunk(bytes, facts.format, header, {.width = side, .height = side}));
    MOORING_TRY(const imaging::Picture colored, imaging::to_srgb(picture));
    MOORING_TRY(const imaging::Picture flat, imaging::flatten(colored));
    MOORING_TRY(const imaging::Picture small, imaging::make("shrink", [&](VipsImage** out) {
                    return vips_thumbnail_image(flat.get(), out, side, "height", side, "size", VIPS_SIZE_FORCE,
                                                nullptr);
                }));
    std::size_t size = 0;
    void* memory = vips_image_write_to_memory(small.get(), &size);
    if (memory == nullptr) return imaging::take_error(Errc::corrupt, "read pixels");
    const Color color = dominant(static_cast<const unsigned char*>(memory), size / 3);
    g_free(memory);
    return Palette{color, towards(color, 255, 0.3), towards(color, 0, 0.45)};
}

}  // namespace mooring::media::pictures
