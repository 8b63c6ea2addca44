#pragma once

#include "mooring/graphql/execution/resolvers.hpp"

namespace mooring::graphql {

/// Add the resolvers of `__schema`, `__type` and of all introspection types. `schema` has to outlive them.
/// Source: https://spec.graphql.org/October2021/#sec-Introspection
void add_introspection(Resolvers& resolvers, const Schema& schema);

}  // namespace mooring::graphql
