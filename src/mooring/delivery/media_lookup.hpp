#pragma once

#include <optional>
#include <string_view>

#include "mooring/app/delivering/media_facts.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {

/// Answer for an episode that was found, whatever name it was found by: its sound, 404 while it is hidden, 410 once it
/// is deleted. With `extension` a wrong one is sent to the right one. On record in every case.
Response serve_media(Delivering& delivering, const Request& request, const app::delivering::MediaFact& fact,
                     std::optional<std::string_view> extension);

}  // namespace mooring::delivery
