#pragma once

#include <vector>

#include "mooring/graphql/language/document.hpp"
#include "mooring/graphql/language/request_error.hpp"
#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

/// The variables of `operation` out of `input` (an object, null or absent), coerced, as an object. Those not given and
/// without default are left out; those not declared are ignored. Every error, up to 50, with its place.
/// Source: https://spec.graphql.org/October2021/#sec-Coercing-Variable-Values
tl::expected<Value, std::vector<RequestError>> coerce_variables(const Schema& schema, const Document& document,
                                                                const ast::Definition& operation, const Value& input,
                                                                Arena& arena);

/// The operation that `name` chooses: without a name the only one there is.
/// Errors: `operation`.
Parsed<const ast::Definition*> choose_operation(const Document& document, std::string_view name);

}  // namespace mooring::graphql
