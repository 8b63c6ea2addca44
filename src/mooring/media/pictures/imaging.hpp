#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <vips/vips.h>

#include "mooring/base/result.hpp"
#include "mooring/media/artwork.hpp"

/// Our thin hold on libvips: ownership, errors as values, and only the loaders we name. Not for use outside this
/// folder.
///
/// What bounds decoding besides the walls around the process: 10 MiB of input, 100 million pixels known from the header
/// before anything is decoded, 100 scans in a JPEG, one thread, no cache of operations, and pictures over 100 MB
/// decoded go through a temporary file where they have to be turned.
namespace mooring::media::pictures::imaging {

/// One reference to a lazy picture. The bytes it was loaded from must outlive it.
class Picture {
public:
    Picture() = default;
    explicit Picture(VipsImage* image) : image_(image) {}
    Picture(Picture&& other) noexcept : image_(std::exchange(other.image_, nullptr)) {}
    Picture& operator=(Picture&& other) noexcept {
        std::swap(image_, other.image_);
        return *this;
    }
    ~Picture() {
        if (image_ != nullptr) {
            g_object_unref(image_);
        }
    }

    VipsImage* get() const { return image_; }
    int width() const { return vips_image_get_width(image_); }
    int height() const { return vips_image_get_height(image_); }

private:
    VipsImage* image_ = nullptr;
};

/// Turn what libvips has to say into an error, and forget it.
Error take_error(Errc code, std::string_view doing);

/// Run `operation(VipsImage** out) -> int` and own what it makes. Errors: corrupt.
template <class Operation>
Result<Picture> make(std::string_view doing, Operation operation) {
    VipsImage* out = nullptr;
    if (operation(&out) != 0) {
        return take_error(Errc::corrupt, doing);
    }
    return Picture(out);
}

/// The accepted format that `bytes` begin as.
std::optional<ImageFormat> format_of(std::string_view bytes);

/// How much of the picture is wanted: the decoder may shrink while it reads, but not below this.
struct Wanted {
    int width = 0, height = 0;  ///< 0: all of it
};

/// Open the first frame, with exactly the loader of `format`. Lazy: only the header is read.
Result<Picture> open(std::string_view bytes, ImageFormat format, VipsAccess access = VIPS_ACCESS_SEQUENTIAL);

/// As `open`, letting a JPEG or WebP decoder shrink on the way so that both sides stay at least as wanted.
Result<Picture> open_shrunk(std::string_view bytes, ImageFormat format, const Picture& header, Wanted wanted);

/// 8 bits a channel, three channels of sRGB, and a fourth of alpha if there was one.
Result<Picture> to_srgb(const Picture& picture);

/// Without alpha, on white.
Result<Picture> flatten(const Picture& picture);

/// A copy in memory, so that it can be read often and in any order.
Result<Picture> to_memory(const Picture& picture);

/// Encoded bytes without any metadata. `quality` is not used for PNG. Encodes `jpeg`, `png` and `webp`.
Result<std::string> encode(const Picture& picture, ImageFormat format, int quality);

}  // namespace mooring::media::pictures::imaging
