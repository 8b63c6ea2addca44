#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_check.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/html_rewrite.hpp"

// Any bytes through the HTML filter: harmless to a parser, the same a second time, and so is every cut of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string clean = mooring::without_xml_forbidden(text);
    MOORING_ASSERT(mooring::feed::is_harmless_html(mooring::feed::rewrite_html(clean)),
                   "the rewriting alone must be harmless");
    const std::string filtered = mooring::feed::filter_html(text);
    MOORING_ASSERT(mooring::feed::filter_html(filtered) == filtered, "the filter must be idempotent");
    MOORING_ASSERT(clean.find('<') != std::string::npos || filtered == clean || !mooring::is_valid_utf8(text),
                   "text without markup must stay as it is");
    const std::size_t limit = size == 0 ? 0 : data[0] * filtered.size() / 255;
    const std::string cut = mooring::feed::cut_html(filtered, limit);
    MOORING_ASSERT(cut.size() <= limit, "a cut must keep its limit");
    MOORING_ASSERT(mooring::feed::is_harmless_html(cut), "a cut must be harmless");
    static_cast<void>(mooring::feed::plain_text(text));
    static_cast<void>(mooring::feed::visible_length(text));
    return 0;
}
