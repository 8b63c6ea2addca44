// Any bytes as the body of a management operation: every member is read as every type, and none but the known ones
// is let in.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/api/dashboard/body.hpp"
#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    constexpr std::array<std::string_view, 3> known{"a", "name", "redirect_uris"};
    const auto body = api::dashboard::Body::parse(std::string{reinterpret_cast<const char*>(data), size}, known);
    if (!body) return 0;
    for (const std::string_view name : {"a", "name", "redirect_uris", "other"}) {
        const auto text = body->text(name);
        MOORING_ASSERT(!text || !*text || is_valid_utf8(**text), "an accepted text is UTF-8");
        MOORING_ASSERT(name != "other" || (text && !*text), "only known members are let in");
        if (const auto texts = body->texts(name); texts && *texts) {
            MOORING_ASSERT((*texts)->size() <= 100, "a list keeps its limit");
        }
        static_cast<void>(body->integer(name));
        static_cast<void>(body->flag(name));
        static_cast<void>(body->password(name));
    }
    return 0;
}
