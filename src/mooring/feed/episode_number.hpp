#pragma once

#include <string_view>

#include "mooring/domain/episode.hpp"

namespace mooring::feed {

/// The episode's number for `itunes:episode`, which takes positive integers only; empty when it has no such one.
/// A view into the episode. Source: delivery.md, 2.4.
std::string_view episode_number(const domain::Episode& episode);

}  // namespace mooring::feed
