#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/domain/podcast_tags.hpp"

namespace mooring::server::admin {

// The `podcast:` tags of a show or an episode as JSON, named as in domain/podcast_tags.hpp. Fractions are texts.

/// Read all tags from a file. Errors: not_found (no such file), invalid_argument (no JSON, or a member that no tag
/// has: its path is named).
Result<domain::ShowTags> read_show_tags(const std::string& path);
Result<domain::EpisodeTags> read_episode_tags(const std::string& path);

boost::json::value tags_json(const domain::ShowTags& tags);
boost::json::value tags_json(const domain::EpisodeTags& tags);

}  // namespace mooring::server::admin
