#include <algorithm>

#include "mooring/media/image_metadata.hpp"
#include "mooring/media/pictures/imaging.hpp"
#include "mooring/media/pictures/pictures.hpp"

namespace mooring::media::pictures {
namespace {

using imaging::Picture;

constexpr std::size_t feed_preferred_bytes = 512 * 1024;  // Apple's advice
constexpr std::size_t feed_most_bytes = 5 * 1024 * 1024;
constexpr int social_width = 1200, social_height = 630;  // OpenGraph's
constexpr int most_jpeg_scans = 100;
constexpr int quality = 86;

/// True when the picture's numbers are sRGB: no profile, or one that says so.
bool has_srgb_numbers(VipsImage* image) {
    const void* profile = nullptr;
    std::size_t length = 0;
    if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) == 0 ||
        vips_image_get_blob(image, VIPS_META_ICC_NAME, &profile, &length) != 0) {
        return true;
    }
    const std::string_view bytes(static_cast<const char*>(profile), length);
    using namespace std::string_view_literals;
    return bytes.find("sRGB") != std::string_view::npos || bytes.find("s\0R\0G\0B"sv) != std::string_view::npos;
}

struct Header {
    Picture picture;
    ArtworkFacts facts;
};

Result<Header> read_header(std::string_view bytes) {
    MOORING_CHECK(start_imaging());
    if (bytes.empty()) {
        return invalid("image", "the picture is empty");
    }
    if (bytes.size() > artwork_most_bytes) {
        return Error{Errc::too_large, "the picture is over 10 MiB", "image"};
    }
    const auto format = imaging::format_of(bytes);
    if (!format) {
        return Error{Errc::unsupported, "the picture is neither JPEG, PNG, WebP, GIF nor TIFF", "image"};
    }
    if (*format == ImageFormat::jpeg && jpeg_scans(bytes) > most_jpeg_scans) {
        return Error{Errc::corrupt, "the picture has over 100 scans", "image"};
    }
    MOORING_TRY(Picture picture, imaging::open(bytes, *format));
    VipsImage* image = picture.get();
    ArtworkFacts facts{.format = *format,
                       .width = picture.width(),
                       .height = picture.height(),
                       .size_bytes = static_cast<std::int64_t>(bytes.size())};
    if (static_cast<std::int64_t>(facts.width) * facts.height > artwork_most_pixels) {
        return Error{Errc::too_large, "the picture has over 100 million pixels", "image"};
    }
    const int orientation = vips_image_get_orientation(image);
    facts.is_turned = orientation > 1;
    if (vips_image_get_orientation_swap(image)) {
        std::swap(facts.width, facts.height);
    }
    facts.has_alpha = vips_image_hasalpha(image);
    facts.is_animated = vips_image_get_n_pages(image) > 1 && *format != ImageFormat::tiff;
    const int colours = vips_image_get_bands(image) - (facts.has_alpha ? 1 : 0);
    facts.is_rgb = vips_image_get_interpretation(image) == VIPS_INTERPRETATION_sRGB && colours == 3 &&
                   vips_image_get_format(image) == VIPS_FORMAT_UCHAR && has_srgb_numbers(image);
    return Header{std::move(picture), facts};
}

/// Scale to lie within `width` by `height`, turned as its orientation says, never enlarged.
Result<Picture> fit(const Picture& picture, int width, int height, VipsInteresting crop) {
    return imaging::make("cannot resize the picture", [&](VipsImage** out) {
        return vips_thumbnail_image(picture.get(), out, width, "height", height, "size", VIPS_SIZE_DOWN, "crop", crop,
                                    nullptr);
    });
}

Result<Derivative> derivative(std::string size, const Picture& picture, ImageFormat format, int with_quality) {
    MOORING_TRY(std::string bytes, imaging::encode(picture, format, with_quality));
    return Derivative{.size = std::move(size),
                      .extension = std::string(extension_of(format)),
                      .bytes = std::move(bytes),
                      .width = picture.width(),
                      .height = picture.height(),
                      .mime_type = std::string(mime_type_of(format))};
}

/// The upload's own pixels, if they may be served as they are.
std::optional<std::string> served_as_is(std::string_view bytes, const ArtworkFacts& facts) {
    return facts.is_turned || facts.is_animated || !facts.is_rgb ? std::nullopt : without_metadata(bytes, facts.format);
}

Result<Derivative> make_original(std::string_view bytes, const ArtworkFacts& facts) {
    const bool is_importable_only = facts.format == ImageFormat::gif || facts.format == ImageFormat::tiff;
    const ImageFormat format = is_importable_only ? ImageFormat::png : facts.format;
    if (auto same = served_as_is(bytes, facts)) {
        return Derivative{.size = "orig",
                          .extension = std::string(extension_of(format)),
                          .bytes = *std::move(same),
                          .width = facts.width,
                          .height = facts.height,
                          .mime_type = std::string(mime_type_of(format))};
    }
    const auto access = facts.is_turned ? VIPS_ACCESS_RANDOM : VIPS_ACCESS_SEQUENTIAL;
    MOORING_TRY(const Picture loaded, imaging::open(bytes, facts.format, access));
    MOORING_TRY(const Picture upright, imaging::make("cannot turn the picture", [&](VipsImage** out) {
                    return vips_autorot(loaded.get(), out, nullptr);
                }));
    MOORING_TRY(const Picture coloured, imaging::to_srgb(upright));
    return derivative("orig", coloured, format, 92);
}

Result<Derivative> make_feed(std::string_view bytes, const ArtworkFacts& facts, const Picture& square) {
    const bool is_fit = facts.width == facts.height && facts.width >= feed_least_side &&
                        facts.width <= feed_most_side && !facts.has_alpha &&
                        (facts.format == ImageFormat::jpeg || facts.format == ImageFormat::png);
    if (is_fit) {
        auto same = served_as_is(bytes, facts);
        if (same && same->size() <= feed_most_bytes) {
            return Derivative{.size = "feed",
                              .extension = std::string(extension_of(facts.format)),
                              .bytes = *std::move(same),
                              .width = facts.width,
                              .height = facts.height,
                              .mime_type = std::string(mime_type_of(facts.format))};
        }
    }
    Derivative smallest;
    for (const int with_quality : {90, 82, 72, 60, 40}) {
        MOORING_TRY(smallest, derivative("feed", square, ImageFormat::jpeg, with_quality));
        if (smallest.bytes.size() <= feed_preferred_bytes) {
            break;
        }
        if (with_quality <= 72 && smallest.bytes.size() <= feed_most_bytes) {
            break;  // worse quality for the advice's sake only down to here
        }
    }
    return smallest;
}

/// Open, convert, flatten; lazy. What is not `wanted` may be left out by the decoder.
Result<Picture> open_flat(std::string_view bytes, const Header& header, imaging::Wanted wanted) {
    MOORING_TRY(const Picture loaded, imaging::open_shrunk(bytes, header.facts.format, header.picture, wanted));
    MOORING_TRY(const Picture coloured, imaging::to_srgb(loaded));
    return imaging::flatten(coloured);
}

/// The middle of the picture in memory, at most as large as the feed's. Nothing else of the source stays there.
Result<Picture> decode_square(std::string_view bytes, const Header& header) {
    const int side = std::min({header.facts.width, header.facts.height, feed_most_side});
    MOORING_TRY(const Picture flat, open_flat(bytes, header, {side, side}));
    MOORING_TRY(const Picture lazy_square, fit(flat, side, side, VIPS_INTERESTING_CENTRE));
    return imaging::to_memory(lazy_square);
}

/// All of the picture in memory, small enough for `make_social`.
Result<Picture> decode_front(std::string_view bytes, const Header& header) {
    MOORING_TRY(const Picture flat, open_flat(bytes, header, {social_width, social_width}));
    MOORING_TRY(const Picture lazy_front, fit(flat, social_width, social_height, VIPS_INTERESTING_NONE));
    return imaging::to_memory(lazy_front);
}

/// The picture in the middle of a blurred extension of itself.
Result<Derivative> make_social(const Picture& front) {
    constexpr int width = social_width, height = social_height, blur_scale = 10;
    constexpr std::string_view doing = "cannot make the picture for social networks";
    MOORING_TRY(const Picture small, imaging::make(doing, [&](VipsImage** out) {
                    return vips_thumbnail_image(front.get(), out, width / blur_scale, "height", height / blur_scale,
                                                "size", VIPS_SIZE_BOTH, "crop", VIPS_INTERESTING_CENTRE, nullptr);
                }));
    MOORING_TRY(const Picture blurred,
                imaging::make(doing, [&](VipsImage** out) { return vips_gaussblur(small.get(), out, 4.0, nullptr); }));
    MOORING_TRY(const Picture large, imaging::make(doing, [&](VipsImage** out) {
                    return vips_resize(blurred.get(), out, blur_scale, "kernel", VIPS_KERNEL_LINEAR, nullptr);
                }));
    MOORING_TRY(const Picture whole, imaging::make(doing, [&](VipsImage** out) {
                    return vips_insert(large.get(), front.get(), out, (width - front.width()) / 2,
                                       (height - front.height()) / 2, nullptr);
                }));
    return derivative("og", whole, ImageFormat::jpeg, quality);
}

}  // namespace

Result<ArtworkFacts> inspect_artwork(std::string_view bytes) {
    return read_header(bytes).map([](const Header& header) { return header.facts; });
}

Result<std::vector<Derivative>> make_derivatives(std::string_view bytes) {
    MOORING_TRY(const Header header, read_header(bytes));
    const ArtworkFacts& facts = header.facts;

    std::vector<Derivative> made;
    MOORING_TRY(const Picture square, decode_square(bytes, header));
    Picture small;
    for (const int wanted : {640, 400, 300, 64}) {
        const Picture& larger = wanted == 640 ? square : small;  // each from the one before: the eye cannot tell
        const int small_side = std::min(wanted, square.width());
        MOORING_TRY(const Picture lazy_small, fit(larger, small_side, small_side, VIPS_INTERESTING_CENTRE));
        MOORING_TRY(small, imaging::to_memory(lazy_small));
        for (const auto format : {ImageFormat::jpeg, ImageFormat::webp}) {
            MOORING_TRY(Derivative one, derivative(std::to_string(wanted), small, format, quality));
            made.push_back(std::move(one));
        }
    }
    MOORING_TRY(Derivative feed, make_feed(bytes, facts, square));
    made.push_back(std::move(feed));
    MOORING_TRY(const Picture front, decode_front(bytes, header));
    MOORING_TRY(Derivative social, make_social(front));
    made.push_back(std::move(social));
    MOORING_TRY(Derivative original, make_original(bytes, facts));
    made.push_back(std::move(original));
    return made;
}

}  // namespace mooring::media::pictures
