#include "mooring/feed/notes.hpp"

#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/render.hpp"

namespace mooring::feed {

FeedNotes feed_notes(std::string_view text) {
    const std::string filtered = filter_html(text);
    const std::string_view trimmed = trim(filtered);
    if (trimmed.size() <= max_description_bytes) {
        return {std::string(trimmed), {}};
    }
    return {std::string(trim(cut_html(trimmed, max_description_bytes))),
            std::string(trim(cut_html(trimmed, max_notes_bytes)))};
}

}  // namespace mooring::feed
