#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/extra_xml.hpp"
#include "mooring/feed/reading/feed_date.hpp"
#include "mooring/feed/reading/read_feed.hpp"

// Whatever a feed holds: what is read of it is well-formed text of bounded size, with GUIDs that differ.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    static_cast<void>(feed::reading::parse_feed_date(bytes));
    static_cast<void>(feed::reading::parse_feed_duration(bytes));
    const auto read = feed::reading::read_feed(bytes, "https://old.example/feed.xml");
    if (!read) return 0;
    MOORING_ASSERT(!read->show.title.empty() && is_valid_utf8(read->show.title), "a show has a title");
    MOORING_ASSERT(read->show.categories.size() <= 3, "a show has three categories at most");
    static_cast<void>(feed::clean_opaque_xml(read->show.tags.extra_xml, feed::OpaqueXml::foreign_elements));
    for (const auto& item : read->items) {
        MOORING_ASSERT(!item.episode.guid.empty() && is_valid_utf8(item.episode.guid), "an episode has a GUID");
        MOORING_ASSERT(item.enclosure_url.starts_with("http"), "media are on the web");
        MOORING_ASSERT(is_valid_utf8(item.episode.description), "notes are text");
    }
    return 0;
}
