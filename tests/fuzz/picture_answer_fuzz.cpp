// Any bytes as the answer of the picture program, which a hostile picture may have taken over.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/media/picture_answer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    const auto answer = media::read_picture_answer({reinterpret_cast<const char*>(data), size});
    if (!answer) return 0;
    std::size_t bytes = 0;
    for (const media::Derivative& picture : answer->pictures) bytes += picture.bytes.size();
    MOORING_ASSERT(bytes <= size, "pictures lie in the answer");
    const auto again = media::read_picture_answer(media::to_text(answer));
    MOORING_ASSERT(again && again->pictures.size() == answer->pictures.size(),
                   "an answer that was read can be written");
    return 0;
}
