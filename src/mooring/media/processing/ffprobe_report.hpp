#pragma once

#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/media/processing/media_facts.hpp"

namespace mooring::media::processing {

/// Read what `ffprobe -of json -show_format -show_streams -show_chapters` wrote: tracks, chapters and durations. It
/// comes from a program that worked on hostile input, so every member is checked for kind and range; what is missing
/// or odd is left at nothing. Errors: corrupt (no such report).
Result<MediaFacts> read_ffprobe_report(std::string_view json);

}  // namespace mooring::media::processing
