#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/upload.hpp"

namespace mooring::storage {

using domain::AccountId;
using domain::AudioId;
using domain::EpisodeId;
using domain::Upload;
using domain::UploadPart;

class UploadReader {
public:
    virtual ~UploadReader() = default;
    virtual Result<std::optional<Upload>> find(std::string_view id) = 0;
    virtual Result<std::optional<Upload>> find_by_audio(AudioId audio) = 0;
    /// The submitted media upload of an episode that was begun last.
    virtual Result<std::optional<Upload>> find_latest_media(EpisodeId episode) = 0;
    /// Audio of the account without an episode that is being processed or was, newest first.
    virtual Result<std::vector<Upload>> library(AccountId account, std::int64_t limit) = 0;
    /// By number.
    virtual Result<std::vector<UploadPart>> parts(std::string_view id) = 0;
    /// Parts, of any upload, that are this blob, and processed uploads without an episode whose media it is.
    virtual Result<std::int64_t> count_with_blob(std::string_view sha256) = 0;
    /// Open ones, begun before `time`, oldest first.
    virtual Result<std::vector<Upload>> open_before(Instant time, int limit) = 0;
};

class UploadWriter {
public:
    virtual ~UploadWriter() = default;
    /// Store a new one. Errors: conflict (the id is taken).
    virtual Result<void> insert(const Upload& upload) = 0;
    /// Replace all fields but the id. Errors: not_found.
    virtual Result<void> update(const Upload& upload) = 0;
    /// Store a part in the place of the one with its number, if there is one. Errors: not_found (the upload).
    virtual Result<void> put_part(std::string_view id, const UploadPart& part) = 0;
    virtual Result<void> remove_parts(std::string_view id) = 0;
    /// A number that no audio had.
    virtual Result<AudioId> next_audio() = 0;
};

}  // namespace mooring::storage
