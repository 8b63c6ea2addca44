#include "mooring/media/sniff.hpp"

#include <array>

#include "mooring/base/utf8.hpp"
#include "mooring/media/big_endian.hpp"
#include "mooring/media/mp3_extent.hpp"
#include "mooring/media/mp3_frame.hpp"
#include "mooring/media/mp3_walk.hpp"

namespace mooring::media {
namespace {

using namespace std::string_view_literals;

struct Signature {
    std::string_view bytes;
    std::string_view mime;
};

// The longer and more certain ones first. Source: WHATWG MIME Sniffing, 6; publishing-v1.md, 9.4.3.
constexpr std::array signatures{
    Signature{"\x89PNG\r\n\x1a\n"sv, "image/png"},
    Signature{"\xff\xd8\xff"sv, "image/jpeg"},
    Signature{"GIF87a"sv, "image/gif"},
    Signature{"GIF89a"sv, "image/gif"},
    Signature{"II*\0"sv, "image/tiff"},
    Signature{"MM\0*"sv, "image/tiff"},
    Signature{"fLaC"sv, "audio/flac"},
    Signature{"OggS"sv, "audio/ogg"},
    Signature{"caff"sv, "audio/x-caf"},
    Signature{"\x1a\x45\xdf\xa3"sv, "video/webm"},
    Signature{"%PDF-"sv, "application/pdf"},
    Signature{"PK\x03\x04"sv, "application/zip"},
};

std::string_view sniff_container(std::string_view bytes) {
    if (bytes.size() < 12) {
        return {};
    }
    const auto form = bytes.substr(8, 4);
    if (bytes.starts_with("RIFF")) {
        return form == "WAVE" ? "audio/wav"sv : form == "WEBP" ? "image/webp"sv : ""sv;
    }
    if (bytes.starts_with("FORM")) {
        return form == "AIFF" || form == "AIFC" ? "audio/aiff"sv : ""sv;
    }
    if (bytes.substr(4, 4) == "ftyp") {
        return form.starts_with("M4A") || form.starts_with("M4B") ? "audio/mp4"sv
               : form == "qt  "                                   ? "video/quicktime"sv
                                                                  : "video/mp4"sv;
    }
    return {};
}

/// AAC in ADTS: two headers, one frame apart. Source: ISO/IEC 13818-7, 6.2.
bool is_adts(std::string_view bytes) {
    const auto is_header = [](std::string_view head) {
        return head.size() >= 6 && byte_at(head, 0) == 0xff && (byte_at(head, 1) & 0xf6) == 0xf0;
    };
    if (!is_header(bytes)) {
        return false;
    }
    const std::size_t length = (big_endian(bytes, 3, 3) >> 5) & 0x1fff;
    return length >= 7 && length < bytes.size() && is_header(bytes.substr(length));
}

bool is_html(std::string_view bytes) {
    const auto start = to_lower_ascii(trim_ascii(bytes.substr(0, 256)));
    return start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<head");
}

std::string_view sniff_untagged(std::string_view bytes) {
    for (const auto& signature : signatures) {
        if (bytes.starts_with(signature.bytes)) {
            return signature.mime;
        }
    }
    if (const auto container = sniff_container(bytes); !container.empty()) {
        return container;
    }
    if (const auto frame = parse_mp3_frame(bytes); frame && follow_frames(bytes, *frame, false) != Chain::broken) {
        return "audio/mpeg";
    }
    return is_adts(bytes) ? "audio/aac"sv : is_html(bytes) ? "text/html"sv : ""sv;
}

}  // namespace

std::string_view sniff_mime(std::string_view bytes) {
    const auto tag = id3v2_size(bytes);
    if (!tag) {
        return sniff_untagged(bytes);
    }
    // ID3 stands before other formats too, but hardly ever; look if the bytes reach so far.
    const auto after = static_cast<std::uint64_t>(*tag) < bytes.size()
                           ? sniff_untagged(bytes.substr(static_cast<std::size_t>(*tag)))
                           : std::string_view();
    return after.empty() ? "audio/mpeg"sv : after;
}

}  // namespace mooring::media
