#include "mooring/graphql/schema/prelude.hpp"

namespace mooring::graphql {

std::string prelude_sdl() {
    return R"sdl(
"Text, in UTF-8."
scalar String

"A whole number from -2147483648 to 2147483647."
scalar Int

"A number with a fraction, in double precision (IEEE 754)."
scalar Float

"`true` or `false`."
scalar Boolean

"A unique identifier, not meant to be read by people. Written as a string; read from a string or a whole number."
scalar ID

"Leave the field or fragment out unless the argument is true."
directive @include(
  "Included when true."
  if: Boolean!
) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

"Leave the field or fragment out when the argument is true."
directive @skip(
  "Skipped when true."
  if: Boolean!
) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

"Says that a part of the schema should not be used any more."
directive @deprecated(
  "Why, and what to use instead; Markdown (CommonMark)."
  reason: String = "No longer supported"
) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

"Names the specification of a scalar."
directive @specifiedBy(
  "Its address."
  url: String!
) on SCALAR

"What a server can be asked: its types and directives, and the types at which operations begin."
type __Schema {
  description: String
  "All types."
  types: [__Type!]!
  "Where queries begin."
  queryType: __Type!
  "Where mutations begin, if there are any."
  mutationType: __Type
  "Where subscriptions begin, if there are any."
  subscriptionType: __Type
  "All directives."
  directives: [__Directive!]!
}

"Any type. Its `kind` says which of the fields have a value: the others are null."
type __Type {
  kind: __TypeKind!
  name: String
  description: String
  specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
}

"The kinds of types."
enum __TypeKind {
  "A scalar."
  SCALAR
  "An object type, with `fields` and `interfaces`."
  OBJECT
  "An interface, with `fields`, `interfaces` and `possibleTypes`."
  INTERFACE
  "A union, with `possibleTypes`."
  UNION
  "An enum, with `enumValues`."
  ENUM
  "An input object, with `inputFields`."
  INPUT_OBJECT
  "A list, with `ofType`."
  LIST
  "What cannot be null, with `ofType`."
  NON_NULL
}

"A field of an object type or interface."
type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}

"An argument of a field or directive, or a field of an input object."
type __InputValue {
  name: String!
  description: String
  type: __Type!
  "What counts when no value is given, as GraphQL text."
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"A value of an enum; a string in an answer."
type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"What a document or a schema can say besides its fields and types, with an `@` in front."
type __Directive {
  name: String!
  description: String
  isRepeatable: Boolean!
  locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
}

"Where a directive may stand."
enum __DirectiveLocation {
  "On a query."
  QUERY
  "On a mutation."
  MUTATION
  "On a subscription."
  SUBSCRIPTION
  "On a field."
  FIELD
  "On the definition of a fragment."
  FRAGMENT_DEFINITION
  "Where a fragment is spread."
  FRAGMENT_SPREAD
  "On an inline fragment."
  INLINE_FRAGMENT
  "On the definition of a variable."
  VARIABLE_DEFINITION
  "On a schema."
  SCHEMA
  "On a scalar."
  SCALAR
  "On an object type."
  OBJECT
  "On the definition of a field."
  FIELD_DEFINITION
  "On the definition of an argument."
  ARGUMENT_DEFINITION
  "On an interface."
  INTERFACE
  "On a union."
  UNION
  "On an enum."
  ENUM
  "On a value of an enum."
  ENUM_VALUE
  "On an input object."
  INPUT_OBJECT
  "On a field of an input object."
  INPUT_FIELD_DEFINITION
}
)sdl";
}

}  // namespace mooring::graphql
