#include "mooring/media/processing/container.hpp"

#include <array>

#include "mooring/media/mp3.hpp"
#include "mooring/media/mp3_extent.hpp"
#include "mooring/media/sniff.hpp"

namespace mooring::media::processing {
namespace {

constexpr std::size_t head_bytes = 4096;

struct Type {
    std::string_view mime;
    Container container;
};

constexpr std::array types{
    Type{"audio/mp4", Container::mp4}, Type{"video/mp4", Container::mp4},   Type{"video/quicktime", Container::mov},
    Type{"audio/wav", Container::wav}, Type{"audio/aiff", Container::aiff}, Type{"audio/flac", Container::flac},
    Type{"audio/ogg", Container::ogg},
};

/// QuickTime files from before `ftyp` begin with another box. Source: QuickTime File Format, "Basic atoms".
bool is_old_quicktime(std::string_view head) {
    constexpr std::array first_boxes{"moov", "mdat", "wide", "free", "skip", "pnot"};
    if (head.size() < 8) return false;
    for (const char* name : first_boxes) {
        if (head.substr(4, 4) == name) return true;
    }
    return false;
}

std::optional<Container> by_head(std::string_view head) {
    // Waves over 4 GiB. Source: EBU Tech 3306.
    if (head.size() >= 12 && (head.starts_with("RF64") || head.starts_with("BW64")) && head.substr(8, 4) == "WAVE") {
        return Container::wav;
    }
    const std::string_view mime = sniff_mime(head);
    for (const Type& type : types) {
        if (type.mime == mime) return type.container;
    }
    if (mime.empty() && is_old_quicktime(head)) return Container::mov;
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Container container) {
    switch (container) {
        case Container::mp3: return "mp3";
        case Container::mp4: return "mp4";
        case Container::mov: return "mov";
        case Container::wav: return "wav";
        case Container::aiff: return "aiff";
        case Container::flac: return "flac";
        case Container::ogg: return "ogg";
    }
    return "";
}

std::string_view demuxer_of(Container container) {
    return container == Container::mp4 ? "mov" : to_string(container);
}

Result<std::optional<Container>> sniff_container(ByteSource& source) {
    MOORING_TRY(const std::int64_t begin, end_of_leading_tags(source));
    MOORING_TRY(const std::string head, read_string(source, begin, head_bytes));
    if (const auto found = by_head(head)) return found;
    const std::string_view mime = sniff_mime(head);
    if (!mime.empty() && mime != "audio/mpeg") return std::nullopt;  // something else, and certain
    const auto mp3 = probe_mp3(source);
    if (mp3) return std::optional{Container::mp3};
    if (mp3.error().code == Errc::unavailable) return mp3.error();
    return std::nullopt;
}

}  // namespace mooring::media::processing
