#pragma once

#include <string>
#include <string_view>

#include "mooring/graphql/language/ast.hpp"

namespace mooring::graphql {

/// `value` as GraphQL text on one line, as graphql-js prints it: `{a: 1, b: ["x", $y]}`.
std::string print(const ast::Value& value);

/// `[String!]!`
std::string print(const ast::Type& type);

/// `text` as a GraphQL string in double quotes.
std::string print_string(std::string_view text);

/// `text` as a block string, over several lines where it reads better; any text, if need be as a string.
std::string print_description(std::string_view text);

}  // namespace mooring::graphql
