#pragma once

#include <string>

#include "mooring/graphql/language/ast.hpp"
#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

/// What reading an input of a leaf type came to.
struct LeafInput {
    Value value;         ///< absent when refused
    std::string error;   ///< why, as graphql-js words it
    bool is_own = true;  ///< the message is complete; else it is what a scalar's reader said

    bool is_refused() const { return value.is_absent(); }
};

/// Read a value that came with a variable as one of `type`, a scalar or an enum.
LeafInput read_leaf(const Schema& schema, const NamedType& type, const Value& input, Arena& arena);

/// Read a literal as one of `type`. `variables` (an object, or absent) has the values of variables inside of it, for
/// scalars which take lists and objects.
LeafInput read_leaf_literal(const Schema& schema, const NamedType& type, const ast::Value& literal,
                            const Value& variables, Arena& arena);

/// A literal as a plain value, without a type.
Value untyped_value(const ast::Value& literal, const Value& variables, Arena& arena);

}  // namespace mooring::graphql
