#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "mooring/media/chapters/chapters.hpp"

using namespace mooring::media::chapters;

/// Chapters of strangers: what is taken keeps the rules, and is read back as it was written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto chapters = parse_json({reinterpret_cast<const char*>(data), size});
    if (!chapters) return 0;
    if (!validate(*chapters)) std::abort();
    const auto back = parse_json(write_json(*chapters));
    if (!back || *back != *chapters) std::abort();
    return 0;
}
