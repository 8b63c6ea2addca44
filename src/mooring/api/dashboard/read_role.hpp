#pragma once

#include "mooring/api/dashboard/body.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::api::dashboard {

/// The member `role`. Errors: invalid_argument.
inline Result<domain::Role> read_role(const Body& body) {
    MOORING_TRY(const std::string text, body.required_text("role"));
    const auto role = domain::parse_role(text);
    if (!role) return invalid("role", "must be analyst, editor, show_admin or owner");
    return *role;
}

}  // namespace mooring::api::dashboard
