#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "mooring/graphql/language/location.hpp"

namespace mooring::graphql {

/// Why a request as a whole is refused. The wire side gives each its code and status.
enum class Refusal : std::uint8_t {
    syntax,      ///< the text does not parse
    validation,  ///< a validation rule is broken
    operation,   ///< no such operation, or none named among several
    variables,   ///< a variable does not fit its type
    read_only,   ///< a mutation, and the caller allows none
    too_many_tokens,
    too_deep,  ///< after fragments are spread
    too_many_aliases,
    too_costly,  ///< fields after fragments are spread, weighed; or comparisons that validation would take
    body         ///< the request's JSON is malformed
};

/// One error of a request that was not executed.
struct RequestError {
    Refusal refusal = Refusal::validation;
    std::string message;  ///< as graphql-js words it, where it has the error too
    std::vector<Location> locations;
};

template <class T>
using Parsed = tl::expected<T, RequestError>;

}  // namespace mooring::graphql
