#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/confine/confinement.hpp"

namespace mooring::media::processing {

/// The programs of FFmpeg, by absolute path.
struct Tools {
    std::string ffmpeg = "/usr/bin/ffmpeg";
    std::string ffprobe = "/usr/bin/ffprobe";
};

/// One file in work. The functions of this folder read `input` and write into `folder`, nowhere else; what a killed
/// worker left there may be deleted with the folder, and the same call made again with an empty one.
struct Work {
    std::string input;   ///< a regular file; absolute and plain, without links in it (`path_of_descriptor`)
    std::string folder;  ///< an existing folder for this work alone, likewise absolute
    Tools tools = {};
    std::stop_token stop = {};  ///< ends the worker at once; the answer is unavailable, `cancelled`
    std::function<void(double)> on_progress =
        {};                     ///< 0 to 1, never falling, some times a second; on the calling thread
    confine::Walls walls = {};  ///< for tests
};

/// The path of an open regular file, such as a blob's descriptor, for `Work::input`. The file must not be removed
/// while the work goes on. Errors: unavailable (it has no path any more).
Result<std::string> path_of_descriptor(int descriptor);

}  // namespace mooring::media::processing
