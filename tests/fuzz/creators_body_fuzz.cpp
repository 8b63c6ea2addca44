// Any bytes as the body of a creators request: every member is read as every type, and times stay within their years.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/api/creators/body.hpp"
#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    constexpr std::array<std::string_view, 5> names{"a", "title", "publishOn", "isPublished", ""};
    const auto body = api::creators::Body::parse({reinterpret_cast<const char*>(data), size});
    if (!body) return 0;
    const Instant first = from_unix_seconds(0), end = from_unix_seconds(253'402'300'800);
    for (const std::string_view name : names) {
        MOORING_ASSERT(!(body->has(name) && body->is_null(name)), "a member is there or null");
        if (const auto text = body->text(name); text && *text) {
            MOORING_ASSERT(is_valid_utf8(**text), "a text is UTF-8");
        }
        static_cast<void>(body->flag(name));
        static_cast<void>(body->integer(name));
        static_cast<void>(body->id(name));
        for (const auto& time : {body->time(name), body->iso_time(name)}) {
            if (time && *time) MOORING_ASSERT(**time >= first && **time < end, "a time lies in the years we write");
        }
    }
    return 0;
}
