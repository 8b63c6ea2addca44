#pragma once

#include <map>
#include <memory>
#include <string>

#include "mooring/outbound/resolver.hpp"

namespace mooring::server {

/// Answers the names it was given, and leaves the rest to the machine's resolver (`testing.hosts`). What it answers
/// is judged like any other address. Errors: invalid_argument (not an address).
Result<std::shared_ptr<outbound::Resolver>> make_static_resolver(const std::map<std::string, std::string>& hosts);

}  // namespace mooring::server
