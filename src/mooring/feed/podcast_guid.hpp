#pragma once

#include <string>
#include <string_view>

namespace mooring::feed {

/// The `podcast:guid` of a show whose feed was first at `feed_url`: the UUIDv5 of the URL without its scheme and
/// without trailing slashes, lower case. Given once, then data; it is not computed again when the URL changes.
/// Source: delivery.md, 3.1; https://podcastindex.org/namespace/1.0#guid
std::string podcast_guid(std::string_view feed_url);

}  // namespace mooring::feed
