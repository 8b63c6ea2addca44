#pragma once

#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

/// `literal` as a value of `type`, with defaults filled in; absent when it does not fit. `variables` is an object of
/// coerced values, or absent. A validated literal can only fail by its variables.
/// Source: https://spec.graphql.org/October2021/#sec-Input-Objects.Input-Coercion and the like for other types
Value coerce_literal(const Schema& schema, const ast::Value& literal, const Type& type, const Value& variables,
                     Arena& arena);

}  // namespace mooring::graphql
