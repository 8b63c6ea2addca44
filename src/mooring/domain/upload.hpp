#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/domain/account.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::domain {

/// What an upload is for (creators-rest.md, 1-V, 6-A, X-6).
enum class UploadKind { audio, video, show_picture, episode_picture };

enum class UploadState {
    open,        ///< bytes may come
    processing,  ///< submitted: no more bytes, a job works on it
    processed,
    failed
};

/// Why the media of an upload was refused; the words of creators-rest.md, 6-D and 1-V-4.
struct UploadFailure {
    std::string code;     ///< such as `CORRUPT_MEDIA`
    std::string message;  ///< for a person
    bool operator==(const UploadFailure&) const = default;
};

/// A file on its way from a client in one or several parts, from the address it was given to what became of it. Only
/// the kind decides which of the members below `state` mean anything.
struct Upload {
    std::string id;  ///< UUID
    UploadKind kind = UploadKind::audio;
    AccountId account;           ///< who began it
    std::optional<ShowId> show;  ///< none: for the account's own library
    std::optional<EpisodeId> episode;
    std::string filename;      ///< cleaned, with its extension
    std::string content_type;  ///< as the client said
    int part_count = 1;
    UploadState state = UploadState::open;

    bool takes_sound_only = false;  ///< of a video
    std::string caption, origin;
    bool is_extracted_from_video = false;

    AudioId audio;          ///< once submitted
    bool is_video = false;  ///< by the content
    std::optional<std::chrono::milliseconds> duration;
    std::optional<StoredMedia> media;  ///< what listeners get
    std::string picture_hash;
    UploadFailure failure;

    Instant created_at;
    Instant modified_at;
    bool operator==(const Upload&) const = default;
};

/// One stored part of an open upload.
struct UploadPart {
    int number = 1;
    std::string md5;     ///< 32 lower-case hexadecimal digits: its ETag
    std::string sha256;  ///< its blob
    std::int64_t size_bytes = 0;
    bool operator==(const UploadPart&) const = default;
};

}  // namespace mooring::domain
