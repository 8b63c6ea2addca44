#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"

namespace mooring::app::moving {

// Shows and episodes as the JSON objects of an archive. All that makes them what they are is in it, but for numeric
// ids, which a catalog gives anew; members that are unset are left out. Equal values give equal texts.

boost::json::object to_object(const domain::Show& show);
boost::json::object to_object(const domain::Episode& episode);

/// What a stranger's object says, held to the model's rules. Errors: corrupt (the member is named).
Result<domain::Show> show_from(const boost::json::object& object);
Result<domain::Episode> episode_from(const boost::json::object& object);

/// A text of an archive as an object. Errors: corrupt.
Result<boost::json::object> parse_object(std::string_view text);

}  // namespace mooring::app::moving
