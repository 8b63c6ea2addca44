#pragma once

#include <string_view>
#include <vector>

#include "mooring/app/engagement/ports.hpp"
#include "mooring/domain/sponsorship.hpp"

namespace mooring::app::engagement {

/// So many sponsorships a show has at most.
inline constexpr std::size_t most_sponsorships = 200;

/// Put a sponsorship on record. Errors: invalid_argument (`title`: 1 to 140 characters), conflict (the show has as many
/// as it may).
Result<domain::Sponsorship> add_sponsorship(CatalogTransaction& tx, Random& random, Instant now, ShowId show,
                                            std::string_view title);

}  // namespace mooring::app::engagement
