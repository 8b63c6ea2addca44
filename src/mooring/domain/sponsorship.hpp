#pragma once

#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::domain {

/// Somebody who pays for a show. What was agreed is agreed elsewhere; the operator puts it on record here.
struct Sponsorship {
    std::string id;  ///< `spn_` and base-62 characters
    ShowId show;
    std::string title;  ///< such as the sponsor's name
    Instant created_at;
    bool operator==(const Sponsorship&) const = default;
};

}  // namespace mooring::domain
