#include "mooring/media/processing/failure.hpp"

#include <array>
#include <utility>

namespace mooring::media::processing {
namespace {

struct Row {
    FailureReason reason;
    std::string_view name;
    Errc code;
};

constexpr std::array rows{
    Row{FailureReason::unsupported_media, "UNSUPPORTED_MEDIA", Errc::unsupported},
    Row{FailureReason::corrupt_media, "CORRUPT_MEDIA", Errc::corrupt},
    Row{FailureReason::media_too_large, "MEDIA_TOO_LARGE", Errc::too_large},
    Row{FailureReason::no_audio_track, "NO_AUDIO_TRACK", Errc::invalid_argument},
    Row{FailureReason::audio_longer_than_video, "AUDIO_DURATION_LONGER_THAN_VIDEO", Errc::invalid_argument},
    Row{FailureReason::video_longer_than_audio, "VIDEO_DURATION_LONGER_THAN_AUDIO", Errc::invalid_argument},
    Row{FailureReason::inconsistent_color, "INCONSISTENT_COLOR_DETAILS", Errc::invalid_argument},
};

const Row& row_of(FailureReason reason) {
    return rows[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string_view to_string(FailureReason reason) {
    return row_of(reason).name;
}

Error reject(FailureReason reason, std::string words) {
    return Error{row_of(reason).code, std::move(words), std::string{row_of(reason).name}};
}

std::optional<FailureReason> failure_reason(const Error& error) {
    for (const Row& row : rows) {
        if (error.field == row.name) return row.reason;
    }
    return std::nullopt;
}

}  // namespace mooring::media::processing
