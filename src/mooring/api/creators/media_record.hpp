#pragma once

#include "mooring/api/creators/call.hpp"

namespace mooring::api::creators {

/// What a poll tells of an upload (6-D).
struct MediaRecord {
    Upload upload;
    AccountId owner;                 ///< of the show, or whose library it is
    std::string media_url;           ///< empty while there is none
    std::optional<double> progress;  ///< 0 to 1, while it is processed here
};

Checked<MediaRecord> media_record(const Call& call, const Upload& upload);

void write_media_record(JsonWriter& json, const MediaRecord& record, bool with_validation);
/// `request` and `data` alone, which older clients read.
void write_old_record(JsonWriter& json, const MediaRecord& record);

}  // namespace mooring::api::creators
