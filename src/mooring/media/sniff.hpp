#pragma once

#include <string_view>

namespace mooring::media {

/// The type of a file by its first bytes (4 KiB are plenty; of an MP3 with tags, `audio/mpeg` is told by the
/// tag alone): `audio/mpeg`, `audio/mp4`, `video/mp4`, `video/quicktime`, `audio/aac`, `audio/flac`,
/// `audio/ogg`, `audio/wav`, `audio/aiff`, `audio/x-caf`, `video/webm`, `image/jpeg`, `image/png`,
/// `image/webp`, `image/gif`, `image/tiff`, `application/pdf`, `application/zip`, `text/html`.
/// Empty when it is none of these. A guess, for what we did not store ourselves; `probe_mp3` decides for uploads.
std::string_view sniff_mime(std::string_view bytes);

}  // namespace mooring::media
