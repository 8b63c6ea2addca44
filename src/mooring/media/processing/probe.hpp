#pragma once

#include "mooring/base/result.hpp"
#include "mooring/media/processing/media_facts.hpp"
#include "mooring/media/processing/work.hpp"

namespace mooring::media::processing {

/// Find out what a file is: its format by content, never by name; tracks, durations and chapters by ffprobe, confined;
/// an MP3's length by its frames, an MP4's wholeness by its boxes. Reads headers, not the whole, except for MP3s.
/// Errors: `unsupported_media` (none of the formats), `corrupt_media` (it is one, and broken: cut off, without tracks
/// that can be read); and errors that are not the file's fault: unavailable, timeout, unsupported (no FFmpeg, no
/// confinement).
Result<MediaFacts> probe(const Work& work);

}  // namespace mooring::media::processing
