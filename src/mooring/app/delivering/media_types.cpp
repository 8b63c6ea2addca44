#include "mooring/app/delivering/media_types.hpp"

#include <array>

namespace mooring::app::delivering {
namespace {

struct MediaType {
    std::string_view extension, type;
};

constexpr std::array media_types{
    MediaType{"mp3", "audio/mpeg"},  MediaType{"m4a", "audio/mp4"},       MediaType{"mp4", "video/mp4"},
    MediaType{"m4v", "video/x-m4v"}, MediaType{"mov", "video/quicktime"}, MediaType{"aac", "audio/aac"},
    MediaType{"ogg", "audio/ogg"},   MediaType{"opus", "audio/opus"},     MediaType{"wav", "audio/wav"},
    MediaType{"flac", "audio/flac"}, MediaType{"webm", "video/webm"},
};

}  // namespace

std::string_view media_type_of_extension(std::string_view extension) {
    for (const MediaType& row : media_types) {
        if (row.extension == extension) return row.type;
    }
    return "audio/mpeg";
}

}  // namespace mooring::app::delivering
