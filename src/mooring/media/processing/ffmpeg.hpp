#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/confine/run.hpp"
#include "mooring/media/processing/container.hpp"
#include "mooring/media/processing/media_facts.hpp"
#include "mooring/media/processing/work.hpp"

namespace mooring::media::processing {

/// The options that stand before the input, and the input: its reader by name, no protocol but files and pipes, no
/// pictures of more than 40 million pixels.
std::vector<std::string> input_options(const std::string& path, Container container);
/// The same for `ffmpeg`, which may use no decoder but those of sound and film.
std::vector<std::string> decoding_options(const std::string& path, Container container);

/// How many threads a decoder or an encoder may have: as many as the machine, up to 8, so that memory has a bound.
std::string thread_count();

/// What an FFmpeg run may use: generous for honest media of this length, and an end for those made to take for ever.
confine::Limits limits_for(microseconds duration, std::int64_t input_bytes, bool is_video);

/// What an ending that was no success says: `corrupt_media` when the program gave up or crashed on the file; an error
/// that is not the file's fault when it was killed from outside, did not even start, or the disk is full.
Error judge_ending(const confine::Ending& ending, const Work& work);

/// Run `ffmpeg` with `arguments` behind the usual ones, confined. `reads_output` gets what it writes to standard
/// output. Progress goes to `work.on_progress` as a share of `duration`.
/// Errors: `corrupt_media` (it failed on the input; the words say how), and errors that are not the file's fault.
Result<confine::Ending> run_ffmpeg(const Work& work, const std::vector<std::string>& arguments, microseconds duration,
                                   const confine::Limits& limits,
                                   std::function<Result<void>(std::string_view)> reads_output = {});

}  // namespace mooring::media::processing
