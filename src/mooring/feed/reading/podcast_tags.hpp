#pragma once

#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "mooring/domain/chapter.hpp"
#include "mooring/domain/podcast_tags.hpp"

namespace mooring::feed::reading {

// `podcast:` elements of a channel or item (delivery.md, 2.5). Each call takes one element into `tags`; false: it is
// none of those that this reads, or lacks what its namespace demands.

bool take_show_tag(const pugi::xml_node& element, std::string_view name, std::string_view base, domain::ShowTags& tags);
bool take_episode_tag(const pugi::xml_node& element, std::string_view name, std::string_view base,
                      domain::EpisodeTags& tags);

/// `psc:chapters` (https://podlove.org/simple-chapters); what is malformed is left out.
std::vector<domain::Chapter> simple_chapters(const pugi::xml_node& element, std::string_view base);

}  // namespace mooring::feed::reading
