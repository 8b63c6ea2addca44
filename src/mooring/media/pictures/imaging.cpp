#include "mooring/media/pictures/imaging.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "mooring/base/assert.hpp"
#include "mooring/media/image_metadata.hpp"
#include "mooring/media/sniff.hpp"

namespace mooring::media::pictures {

Result<void> start_imaging() {
    static const Result<void> started = []() -> Result<void> {
        // libvips looks for plug-ins (PDF, SVG by other libraries, ImageMagick ...) below this directory. We use
        // none, they cost 30 ms and 7 MB at start, and each is one more parser for strangers' bytes.
        const char* name = "VIPSHOME";
        const std::optional<std::string> before =
            g_getenv(name) != nullptr ? std::optional<std::string>(g_getenv(name)) : std::nullopt;
        g_setenv(name, "/nonexistent", TRUE);
        const int status = vips_init("mooring");
        if (before) {
            g_setenv(name, before->c_str(), TRUE);
        } else {
            g_unsetenv(name);
        }
        if (status != 0) {
            return imaging::take_error(Errc::unavailable, "cannot start libvips");
        }
        // What libvips has to say comes back as errors; it must not write to our log on its own.
        g_log_set_handler(
            "VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_INFO),
            [](const gchar*, GLogLevelFlags, const gchar*, gpointer) {}, nullptr);
        vips_block_untrusted_set(TRUE);
        vips_concurrency_set(1);
        vips_cache_set_max(0);
        return ok();
    }();
    return started;
}

namespace imaging {

Error take_error(Errc code, std::string_view doing) {
    char* text = vips_error_buffer_copy();  // clears the buffer
    std::string message = std::string(doing) + ": " + text;
    g_free(text);
    while (!message.empty() && message.back() == '\n') {
        message.pop_back();
    }
    std::replace(message.begin(), message.end(), '\n', ' ');
    return Error{code, std::move(message), "image"};
}

std::optional<ImageFormat> format_of(std::string_view bytes) {
    const auto mime = sniff_mime(bytes);
    for (const auto format :
         {ImageFormat::jpeg, ImageFormat::png, ImageFormat::webp, ImageFormat::gif, ImageFormat::tiff}) {
        if (mime == mime_type_of(format)) {
            return format;
        }
    }
    return std::nullopt;
}

namespace {

using Loader = int (*)(void*, std::size_t, VipsImage**, ...);

Loader loader_of(ImageFormat format) {
    switch (format) {
        case ImageFormat::jpeg: return vips_jpegload_buffer;
        case ImageFormat::png: return vips_pngload_buffer;
        case ImageFormat::webp: return vips_webpload_buffer;
        case ImageFormat::gif: return vips_gifload_buffer;
        case ImageFormat::tiff: return vips_tiffload_buffer;
    }
    return nullptr;
}

void* start_of(std::string_view bytes) {
    return const_cast<char*>(bytes.data());
}

constexpr std::string_view reading = "cannot read the picture";
constexpr std::string_view converting = "cannot convert the picture's colours";

}  // namespace

Result<Picture> open(std::string_view bytes, ImageFormat format, VipsAccess access) {
    return make(reading, [&](VipsImage** out) {
        return loader_of(format)(start_of(bytes), bytes.size(), out, "access", access, "fail_on",
                                 VIPS_FAIL_ON_TRUNCATED, nullptr);
    });
}

Result<Picture> open_shrunk(std::string_view bytes, ImageFormat format, const Picture& header, Wanted wanted) {
    // Sides are not known to be turned or not; the longer ones of both hold in either case.
    const int shorter_side = std::min(header.width(), header.height());
    const double factor = static_cast<double>(shorter_side) / std::max({wanted.width, wanted.height, 1});
    const bool can_shrink = factor >= 2 && wanted.width > 0;
    if (can_shrink && format == ImageFormat::jpeg) {
        const int shrink = factor >= 8 ? 8 : factor >= 4 ? 4 : 2;
        return make(reading, [&](VipsImage** out) {
            return vips_jpegload_buffer(start_of(bytes), bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                        VIPS_FAIL_ON_TRUNCATED, "shrink", shrink, nullptr);
        });
    }
    if (can_shrink && format == ImageFormat::webp) {
        return make(reading, [&](VipsImage** out) {
            return vips_webpload_buffer(start_of(bytes), bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                        VIPS_FAIL_ON_TRUNCATED, "scale", 1 / std::floor(factor), nullptr);
        });
    }
    return open(bytes, format);
}

Result<Picture> to_srgb(const Picture& picture) {
    const bool is_cmyk = vips_image_get_interpretation(picture.get()) == VIPS_INTERPRETATION_CMYK;
    const bool has_profile = vips_image_get_typeof(picture.get(), VIPS_META_ICC_NAME) != 0;
    Picture device;
    if (is_cmyk || has_profile) {
        auto transformed = make(converting, [&](VipsImage** out) {
            return vips_icc_transform(picture.get(), out, "srgb", "embedded", TRUE, "input_profile",
                                      is_cmyk ? "cmyk" : "srgb", "intent", VIPS_INTENT_RELATIVE, nullptr);
        });
        if (transformed) {
            device = std::move(*transformed);
        }  // A broken profile is not the picture's end: its numbers are taken for sRGB below.
    }
    VipsImage* source = device.get() != nullptr ? device.get() : picture.get();
    MOORING_TRY(const Picture coloured, make(converting, [&](VipsImage** out) {
                    return vips_colourspace(source, out, VIPS_INTERPRETATION_sRGB, nullptr);
                }));
    MOORING_TRY(const Picture bytes, make(converting, [&](VipsImage** out) {
                    return vips_cast(coloured.get(), out, VIPS_FORMAT_UCHAR, nullptr);
                }));
    // More than one alpha, or spot colours, may hang on behind.
    const int bands = std::min(vips_image_get_bands(bytes.get()), 4);
    return make(converting,
                [&](VipsImage** out) { return vips_extract_band(bytes.get(), out, 0, "n", bands, nullptr); });
}

Result<Picture> flatten(const Picture& picture) {
    VipsArrayDouble* white = vips_array_double_newv(1, 255.0);
    auto flat = make(converting, [&](VipsImage** out) {
        return vips_image_hasalpha(picture.get()) ? vips_flatten(picture.get(), out, "background", white, nullptr)
                                                  : vips_copy(picture.get(), out, nullptr);
    });
    vips_area_unref(VIPS_AREA(white));
    return flat;
}

Result<Picture> to_memory(const Picture& picture) {
    VipsImage* copy = vips_image_copy_memory(picture.get());
    return copy == nullptr ? Result<Picture>(take_error(Errc::corrupt, reading)) : Result<Picture>(Picture(copy));
}

Result<std::string> encode(const Picture& picture, ImageFormat format, int quality) {
    MOORING_ASSERT(format == ImageFormat::jpeg || format == ImageFormat::png || format == ImageFormat::webp,
                   "pictures are written as JPEG, PNG or WebP only");
    void* buffer = nullptr;
    std::size_t length = 0;
    const int status =
        format == ImageFormat::jpeg ? vips_jpegsave_buffer(picture.get(), &buffer, &length, "Q", quality, "strip", TRUE,
                                                           "optimize_coding", TRUE, "interlace", FALSE, nullptr)
        : format == ImageFormat::png
            ? vips_pngsave_buffer(picture.get(), &buffer, &length, "strip", TRUE, "compression", 7, nullptr)
            : vips_webpsave_buffer(picture.get(), &buffer, &length, "Q", quality, "strip", TRUE, nullptr);
    if (status != 0) {
        return take_error(Errc::corrupt, reading);
    }
    std::string bytes(static_cast<const char*>(buffer), length);
    g_free(buffer);
    // 8.14 writes EXIF into WebP all the same.
    return format == ImageFormat::webp ? without_metadata(bytes, format).value_or(bytes) : bytes;
}

}  // namespace imaging
}  // namespace mooring::media::pictures
