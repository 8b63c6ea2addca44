#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace mooring::domain {

/// Where a chapter takes place. Source: JSON chapters, "location".
struct ChapterPlace {
    std::string name;
    std::string geo;  ///< `geo:lat,lon`
    std::string osm;  ///< empty: none
    bool operator==(const ChapterPlace&) const = default;
};

/// One chapter of an episode. Texts are well-formed UTF-8 in one line without control characters.
struct Chapter {
    std::chrono::milliseconds start{0};
    std::optional<std::chrono::milliseconds> end;
    std::string title;
    std::string url;        ///< `http` or `https`; empty: none
    std::string image_url;  ///< likewise
    bool is_listed = true;  ///< `toc`: false keeps it out of lists
    std::optional<ChapterPlace> location;
    bool operator==(const Chapter&) const = default;
};

}  // namespace mooring::domain
