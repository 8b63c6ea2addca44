#pragma once

#include <memory>

#include "mooring/base/result.hpp"
#include "mooring/graphql/schema/schema.hpp"

namespace mooring::api::graphql {

/// The schema with the readers of its scalars (creators-graphql.md, 2.1).
/// Errors: invalid_argument (the bundled text breaks a rule: a bug).
Result<std::shared_ptr<const mooring::graphql::Schema>> make_creators_schema();

}  // namespace mooring::api::graphql
