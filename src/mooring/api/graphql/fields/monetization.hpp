#pragma once

#include <string_view>

#include "mooring/domain/show.hpp"

namespace mooring::api::graphql::fields {

/// What the operator has on record about the show's money, in this family's words.
inline std::string_view monetization_state(const domain::Show& show) {
    const std::string& state = show.money.partner_program;
    if (state == "ELIGIBLE" || state == "APPLICATION_REQUIRED") return "ELIGIBLE";
    if (state == "ONBOARDING" || state == "PENDING" || state == "IN_REVIEW") return "ONBOARDING";
    if (state == "ENROLLED" || state == "ENABLED" || state == "ACTIVE") return "ENABLED";
    if (state == "SUSPENDED") return "SUSPENDED";
    return "NOT_ELIGIBLE";
}

}  // namespace mooring::api::graphql::fields
