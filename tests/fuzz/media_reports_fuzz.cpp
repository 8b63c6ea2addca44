#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "mooring/media/processing/container.hpp"
#include "mooring/media/processing/ffprobe_report.hpp"
#include "mooring/media/processing/fragment.hpp"
#include "mooring/media/processing/mp4_layout.hpp"
#include "mooring/media/processing/playlist.hpp"
#include "mooring/media/processing/validate.hpp"
#include "mooring/media/processing/wav_layout.hpp"

using namespace mooring::media;
using namespace mooring::media::processing;

/// What the server itself reads of a file of strangers, and of a worker that a file may have taken over.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    MemorySource source(bytes);
    if (!sniff_container(source) || !read_mp4_layout(source) || !is_wav_cut_off(source)) std::abort();
    if (const auto end = end_of_first_frame(source)) {
        if (*end < 0 || *end > static_cast<std::int64_t>(size)) std::abort();
    }
    (void)codec_of(source);
    if (const auto facts = read_ffprobe_report(bytes)) {
        (void)validate(*facts, {.checks_color = true});
        if (facts->duration.count() < 0 || facts->chapters.size() > 1000) std::abort();
    }
    if (const auto playlist = read_media_playlist(bytes)) {
        for (const Segment& segment : playlist->segments) {
            if (segment.name.find('/') != std::string::npos || segment.name.starts_with('.')) std::abort();
        }
    }
    return 0;
}
