#pragma once

#include <string>
#include <vector>

#include "mooring/base/clock.hpp"

namespace mooring::feed {

/// One public show of a list.
struct OpmlShow {
    std::string title;
    std::string feed_url;
    std::string page_url;
    std::string description;  ///< as stored; written as plain text
    std::string language;     ///< left out when empty
};

struct OpmlList {
    std::string title;
    std::string owner_name;  ///< left out when empty
    Instant created;         ///< of the last change, so that equal lists have equal bytes
    std::vector<OpmlShow> shows;
};

/// An OPML 2.0 document, one outline per show, sorted by title without regard to case. Which shows are public is the
/// caller's to say. Source: delivery.md, 10.1; http://opml.org/spec2.opml
std::string render_opml(OpmlList list);

}  // namespace mooring::feed
