#pragma once

#include "mooring/graphql/language/ast.hpp"

namespace mooring::graphql {

/// Whether two fields have the same arguments, in whatever order; so with the members of objects in them.
bool has_same_arguments(const ast::Selection& one, const ast::Selection& other);

}  // namespace mooring::graphql
