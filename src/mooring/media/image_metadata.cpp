#include "mooring/media/image_metadata.hpp"

#include <algorithm>
#include <array>

#include "mooring/media/big_endian.hpp"

namespace mooring::media {
namespace {

using namespace std::string_view_literals;

// JPEG, ISO/IEC 10918-1, B.1.1.3.
constexpr std::uint8_t start_of_image = 0xd8, end_of_image = 0xd9, start_of_scan = 0xda, comment = 0xfe;
constexpr std::uint8_t first_restart = 0xd0, last_restart = 0xd7;
constexpr std::uint8_t first_application = 0xe0, last_application = 0xef;

/// Of the application segments, what decoders need: JFIF, the colour profile, Adobe's colour transform.
bool is_kept(std::uint8_t marker, std::string_view body) {
    if (marker == comment) {
        return false;
    }
    if (marker < first_application || marker > last_application) {
        return true;
    }
    return (marker == 0xe0 && body.starts_with("JFIF\0"sv)) ||
           (marker == 0xe2 && body.starts_with("ICC_PROFILE\0"sv)) || (marker == 0xee && body.starts_with("Adobe"));
}

/// The end of the compressed bytes that start at `index`: the next marker that is not a restart.
std::size_t end_of_scan_bytes(std::string_view bytes, std::size_t index) {
    while (true) {
        index = bytes.find('\xff', index);
        if (index == std::string_view::npos || index + 1 >= bytes.size()) {
            return bytes.size();
        }
        const std::uint8_t next = byte_at(bytes, index + 1);
        if (next != 0 && next != 0xff && (next < first_restart || next > last_restart)) {
            return index;
        }
        ++index;
    }
}

struct JpegLayout {
    bool is_whole = false;  ///< the end of the image was found
    bool is_sound = true;   ///< no marker stands where it would be read as compressed bytes once what is before it goes
    int scans = 0;
    std::string kept;  ///< without metadata
};

JpegLayout read_jpeg(std::string_view bytes) {
    JpegLayout layout;
    layout.kept = bytes.substr(0, 2);
    std::size_t index = 2;
    while (index + 2 <= bytes.size() && byte_at(bytes, index) == 0xff) {
        const std::uint8_t marker = byte_at(bytes, index + 1);
        if (marker == 0xff) {
            ++index;  // fill
            continue;
        }
        if (marker == end_of_image) {
            layout.kept += bytes.substr(index, 2);
            layout.is_whole = true;
            break;
        }
        if (index + 4 > bytes.size() || marker < 0xc0) {
            break;
        }
        if (marker >= first_restart && marker <= last_restart) {
            layout.is_sound = false;
        }
        const std::size_t length = big_endian(bytes, index + 2, 2);
        std::size_t end = index + 2 + length;
        if (length < 2 || end > bytes.size()) {
            break;
        }
        if (marker == start_of_scan) {
            ++layout.scans;
            end = end_of_scan_bytes(bytes, end);
        }
        if (is_kept(marker, bytes.substr(index + 4, length - 2))) {
            layout.kept += bytes.substr(index, end - index);
        }
        index = end;
    }
    return layout;
}

std::optional<std::string> strip_jpeg(std::string_view bytes) {
    JpegLayout layout = read_jpeg(bytes);
    return layout.is_whole && layout.is_sound ? std::optional(std::move(layout.kept)) : std::nullopt;
}

std::optional<std::string> strip_png(std::string_view bytes) {
    constexpr std::array chunks{"IHDR"sv, "PLTE"sv, "IDAT"sv, "IEND"sv, "tRNS"sv, "gAMA"sv,
                                "cHRM"sv, "sRGB"sv, "iCCP"sv, "sBIT"sv, "pHYs"sv};
    std::string kept(bytes.substr(0, 8));
    std::size_t index = 8;
    while (index + 12 <= bytes.size()) {
        const std::uint64_t length = big_endian(bytes, index);
        const auto name = bytes.substr(index + 4, 4);
        if (length > bytes.size() - index - 12) {
            break;
        }
        const auto chunk = bytes.substr(index, static_cast<std::size_t>(length) + 12);
        if (std::find(chunks.begin(), chunks.end(), name) != chunks.end()) {
            kept += chunk;
        }
        if (name == "IEND") {
            return kept;
        }
        index += chunk.size();
    }
    return std::nullopt;
}

std::uint64_t little_endian(std::string_view bytes, std::size_t index) {
    std::uint64_t value = 0;
    for (std::size_t next = 4; next-- > 0;) {
        value = value << 8 | byte_at(bytes, index + next);
    }
    return value;
}

std::optional<std::string> strip_webp(std::string_view bytes) {
    constexpr std::array chunks{"VP8X"sv, "ICCP"sv, "ALPH"sv, "VP8 "sv, "VP8L"sv};
    std::string kept("WEBP");
    std::size_t index = 12;
    const std::size_t end =
        static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), little_endian(bytes, 4) + 8));
    while (index + 8 <= end) {
        const auto name = bytes.substr(index, 4);
        const std::uint64_t length = little_endian(bytes, index + 4);
        if (length > end - index - 8) {
            return std::nullopt;
        }
        std::string chunk(bytes.substr(index, static_cast<std::size_t>(length) + 8));
        index = std::min(end, index + chunk.size() + length % 2);
        if (name == "VP8X" && length >= 10) {
            constexpr unsigned animation = 0x02, xmp = 0x04, exif = 0x08;
            const unsigned flags = byte_at(chunk, 8);
            if ((flags & animation) != 0) {
                return std::nullopt;
            }
            chunk[8] = static_cast<char>(flags & ~(xmp | exif));
        }
        if (std::find(chunks.begin(), chunks.end(), name) != chunks.end()) {
            kept += chunk;
            kept.append(length % 2, '\0');
        }
    }
    std::string size;
    for (std::size_t shift = 0; shift < 32; shift += 8) {
        size += static_cast<char>(kept.size() >> shift & 0xff);
    }
    return "RIFF" + size + kept;
}

}  // namespace

std::optional<std::string> without_metadata(std::string_view bytes, ImageFormat format) {
    if (bytes.size() < 12) {
        return std::nullopt;
    }
    switch (format) {
        case ImageFormat::jpeg: return byte_at(bytes, 1) == start_of_image ? strip_jpeg(bytes) : std::nullopt;
        case ImageFormat::png: return strip_png(bytes);
        case ImageFormat::webp: return strip_webp(bytes);
        case ImageFormat::gif:
        case ImageFormat::tiff: return std::nullopt;
    }
    return std::nullopt;
}

int jpeg_scans(std::string_view bytes) {
    return read_jpeg(bytes).scans;
}

}  // namespace mooring::media
