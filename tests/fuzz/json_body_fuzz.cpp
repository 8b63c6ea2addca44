// Any bytes as the body of a create or an update: every member is read as every type, and what is accepted keeps the
// limits it was asked for with.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/api/publishing/fields.hpp"
#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"

namespace {

using namespace mooring;
using api::publishing::Fields;
using api::publishing::TextKind;

constexpr std::size_t longest = 20;

void read_all(const Fields& fields, std::string_view name) {
    for (const TextKind kind : {TextKind::line, TextKind::prose}) {
        const auto text = fields.text(name, longest, kind);
        if (!text || !*text) continue;
        MOORING_ASSERT(is_valid_utf8(**text) && code_point_count(**text) <= longest,
                       "an accepted text keeps its limit");
        const std::string_view allowed = kind == TextKind::prose ? "\t\n\r" : "";
        MOORING_ASSERT(!has_control_character(**text, allowed), "an accepted text holds no control characters");
        const auto filled = fields.filled_text(name, longest, kind);
        MOORING_ASSERT(filled.has_value() != (*text)->empty(), "only an empty text is missing");
    }
    if (const auto datetime = fields.datetime(name); datetime && *datetime) {
        MOORING_ASSERT(**datetime >= 0, "no time before 1970");
    }
    if (const auto url = fields.url(name, [](std::string_view) { return true; }); url && *url) {
        MOORING_ASSERT(is_valid_utf8(**url), "an accepted URL is UTF-8");
    }
    static_cast<void>(fields.integer(name));
    static_cast<void>(fields.boolean(name));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    constexpr std::array names{"a", "title", "datetime", "show_id", ""};
    if (const auto fields = Fields::from_json(bytes)) {
        for (const std::string_view name : names) read_all(*fields, name);
    }
    read_all(Fields::from_form({{"title", std::string{bytes}}}), "title");
    return 0;
}
