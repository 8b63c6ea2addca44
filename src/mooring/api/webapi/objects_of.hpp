#pragma once

#include "mooring/api/webapi/call.hpp"
#include "mooring/api/webapi/wire_objects.hpp"

namespace mooring::api::webapi {

// From what the use cases give to what goes over the wire.

ShowObject show_object(const Call& call, const app::webcatalog::ShowListing& listing);

/// With what it inherits from its show, of which show, language and artwork have to be set.
EpisodeObject episode_object(const Call& call, const app::webcatalog::EpisodeListing& listing, const ShowObject& show);

}  // namespace mooring::api::webapi
