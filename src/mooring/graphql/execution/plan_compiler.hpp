#pragma once

#include <memory>

#include "mooring/graphql/execution/plan.hpp"
#include "mooring/graphql/language/request_error.hpp"

namespace mooring::graphql {

struct PlanLimits {
    std::size_t fields = 50'000;  ///< of all object types together, after fragments are spread
    double cost = 10'000'000;     ///< see `FieldCost`
};

/// Make the plan of a validated operation. `variables` are the coerced ones; only those in `@skip` and `@include` are
/// looked at (see `condition_variables`). The document and the table have to outlive the plan.
/// Errors: `too_costly`.
Parsed<std::shared_ptr<const Plan>> compile_plan(const Schema& schema, const ResolverTable& resolvers,
                                                 const Document& document, const ast::Definition& operation,
                                                 const Value& variables, const PlanLimits& limits);

/// The variables that decide on fields and fragments anywhere in the document, in order of their first use.
std::vector<std::string_view> condition_variables(const Document& document);

}  // namespace mooring::graphql
