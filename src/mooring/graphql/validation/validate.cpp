#include "mooring/graphql/validation/validate.hpp"

#include "mooring/graphql/validation/rules/argument_rules.hpp"
#include "mooring/graphql/validation/rules/directive_rules.hpp"
#include "mooring/graphql/validation/rules/field_rules.hpp"
#include "mooring/graphql/validation/rules/fragment_rules.hpp"
#include "mooring/graphql/validation/rules/operation_rules.hpp"
#include "mooring/graphql/validation/rules/overlapping_fields.hpp"
#include "mooring/graphql/validation/rules/type_rules.hpp"
#include "mooring/graphql/validation/rules/value_rules.hpp"
#include "mooring/graphql/validation/rules/variable_rules.hpp"
#include "mooring/graphql/validation/walker.hpp"

namespace mooring::graphql {

namespace {

/// The order is that of graphql-js: it decides the order of errors at one node.
using AllRules =
    Walker<ExecutableDefinitions, UniqueOperationNames, LoneAnonymousOperation, SingleFieldSubscriptions,
           KnownTypeNames, FragmentsOnCompositeTypes, VariablesAreInputTypes, ScalarLeafs, FieldsOnCorrectType,
           UniqueFragmentNames, KnownFragmentNames, NoUnusedFragments, PossibleFragmentSpreads, NoFragmentCycles,
           UniqueVariableNames, NoUndefinedVariables, NoUnusedVariables, KnownDirectives, UniqueDirectivesPerLocation,
           KnownArgumentNames, UniqueArgumentNames, ValuesOfCorrectType, ProvidedRequiredArguments,
           VariablesInAllowedPosition, OverlappingFieldsCanBeMerged, UniqueInputFieldNames, MaxIntrospectionDepth>;

}  // namespace

std::vector<RequestError> validate(const Schema& schema, const Document& document, const ValidationLimits& limits) {
    ValidationContext context{schema, document, limits};
    AllRules rules{context, context.tracker()};
    rules.walk(document);
    return context.take_errors();
}

}  // namespace mooring::graphql
