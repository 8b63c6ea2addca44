#pragma once

#include <string>

#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

/// The schema's own types and directives as a document that makes the same schema again, for download; laid out as
/// graphql-js does it.
std::string print_schema(const Schema& schema);

/// A default as GraphQL text, with the fields of an input object that have defaults of their own.
std::string print_default(const Value& value, const Type& type);

}  // namespace mooring::graphql
