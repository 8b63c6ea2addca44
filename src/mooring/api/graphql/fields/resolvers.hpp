#pragma once

#include "mooring/graphql/execution/resolvers.hpp"
#include "mooring/graphql/schema/schema.hpp"

namespace mooring::api::graphql::fields {

/// A resolver for every field of the schema, gathered from the files that hold them.
mooring::graphql::Resolvers make_resolvers(const mooring::graphql::Schema& schema);

}  // namespace mooring::api::graphql::fields
