#pragma once

#include <string>

namespace mooring::graphql {

/// What every schema holds without saying so: the specification's scalars, directives and introspection types, as type
/// definitions with the descriptions that graphql-js gives them.
/// Source: https://spec.graphql.org/October2021/#sec-Schema-Introspection.Schema-Introspection-Schema
std::string prelude_sdl();

}  // namespace mooring::graphql
