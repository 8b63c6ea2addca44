#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/error.hpp"

namespace mooring::media::processing {

/// Why a file is refused: the file's own fault, so that trying again is of no use.
/// Source: creators-rest.md, 6-D, "Failure reasons".
enum class FailureReason : std::uint8_t {
    unsupported_media,
    corrupt_media,
    media_too_large,
    no_audio_track,
    audio_longer_than_video,
    video_longer_than_audio,
    inconsistent_color
};

/// The contract's name, such as `CORRUPT_MEDIA`.
std::string_view to_string(FailureReason reason);

/// The error that refuses a file: `words` is one sentence for the person who uploaded it, without a full stop; `field`
/// holds the contract's name. Codes: unsupported, corrupt, too_large, invalid_argument.
Error reject(FailureReason reason, std::string words);

/// Why the file was refused; nothing when the error is not the file's fault (the disk, the machine, a cancellation)
/// and the same file may be tried again.
std::optional<FailureReason> failure_reason(const Error& error);

}  // namespace mooring::media::processing
