#pragma once

#include <string>
#include <string_view>

#include "mooring/api/people/services.hpp"

namespace mooring::api::people {

/// Where an invitation is taken: a page of the accounts family, on the public base. No cache and no log has it.
std::string invitation_link(const Services& services, std::string_view token);

}  // namespace mooring::api::people
