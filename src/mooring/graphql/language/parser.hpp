#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "mooring/graphql/language/document.hpp"
#include "mooring/graphql/language/request_error.hpp"

namespace mooring::graphql {

/// What a document may take of the parser.
struct ParseLimits {
    std::size_t tokens = 10'000;  ///< counted while reading: nothing behind the limit is looked at
    std::size_t nesting = 200;    ///< braces, brackets and parentheses within each other; bounds the stack
};

/// Parse an executable document, a type system document, or both in one.
/// Errors: `syntax`, `too_many_tokens`, `too_deep`; the first one met, with its place as graphql-js reports it.
/// Source: https://spec.graphql.org/October2021/#sec-Document
Parsed<std::unique_ptr<const Document>> parse(std::string source, const ParseLimits& limits = {});

}  // namespace mooring::graphql
