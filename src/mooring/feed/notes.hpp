#pragma once

#include <string>
#include <string_view>

namespace mooring::feed {

/// What the feed says of a text with HTML in it.
struct FeedNotes {
    std::string description;  ///< at most 4,000 bytes
    std::string full;         ///< at most 262,144 bytes; empty when `description` holds all of it
};

/// Filter and cut `text`. Source: delivery.md, 2.2.
FeedNotes feed_notes(std::string_view text);

}  // namespace mooring::feed
