#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::media {

/// The pictures that are accepted, told by content. Source: delivery.md, 7.1.
enum class ImageFormat { jpeg, png, webp, gif, tiff };

/// `image/jpeg` and so on.
std::string_view mime_type_of(ImageFormat format);
/// Without a dot: `jpg`, `png`, `webp`, `gif`, `tiff`.
std::string_view extension_of(ImageFormat format);

/// The largest picture that is accepted.
inline constexpr std::size_t artwork_most_bytes = 10 * 1024 * 1024;
inline constexpr std::int64_t artwork_most_pixels = 100'000'000;
/// What a feed may offer, in pixels a side. Source: Apple.
inline constexpr int feed_least_side = 1400, feed_most_side = 3000;

/// What a picture is, from its header.
struct ArtworkFacts {
    ImageFormat format = ImageFormat::jpeg;
    int width = 0, height = 0;  ///< pixels, orientation applied
    std::int64_t size_bytes = 0;
    bool is_rgb = true;  ///< three channels of 8 bits in sRGB, as directories want it
    bool has_alpha = false;
    bool is_turned = false;    ///< orientation had to be applied
    bool is_animated = false;  ///< only the first frame counts
};

/// One size and format of a picture, as `/img/{hash}/{size}.{extension}` serves it.
struct Derivative {
    std::string size;       ///< `64`, `300`, `400`, `640`, `feed`, `og`, `orig`
    std::string extension;  ///< `jpg`, `png`, `webp`
    std::string bytes;
    int width = 0, height = 0;  ///< of these bytes; a small source is not enlarged
    std::string mime_type;
};

/// Name the directory rules a picture breaks, one sentence each; empty when it breaks none. For the show's readiness
/// report: nothing is refused for these. Source: delivery.md, 7.1 (Apple).
std::vector<std::string> artwork_warnings(const ArtworkFacts& facts);

/// What follows is done by the program `mooring-pictures`, confined: decoders of pictures are large and read strangers'
/// bytes. One picture at a time, about 50 ms before the work itself begins. All may answer unavailable (the program is
/// missing, cannot be confined here, crashed or was stopped) and timeout besides what each names.

/// Read the header of a picture; nothing is decoded.
/// Errors: invalid_argument (empty), too_large (over 10 MiB or 100 million pixels), unsupported (another type),
/// corrupt. Field `image`.
Result<ArtworkFacts> inspect_artwork(std::string_view bytes);

/// Make every size of delivery.md, 7.2: `64`, `300`, `400`, `640` as jpg and webp, cover-cropped squares; `feed` as
/// jpg or png; `og` as jpg; `orig` in the upload's format (png for GIF and TIFF). None holds metadata; `feed` and
/// `orig` keep the very pixels of the upload where they may. Takes a second or two for the largest ones.
/// Errors: as `inspect_artwork`; corrupt for what does not decode to its end.
Result<std::vector<Derivative>> make_derivatives(std::string_view bytes);

/// A picture for a show that has none: 1,400 px square, JPEG, the title on a colour that title and `seed` choose.
/// The same arguments give the same picture on one machine.
Result<std::string> make_default_artwork(std::string_view title, std::string_view seed);

}  // namespace mooring::media
