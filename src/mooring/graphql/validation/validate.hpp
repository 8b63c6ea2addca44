#pragma once

#include <cstddef>
#include <vector>

#include "mooring/graphql/language/document.hpp"
#include "mooring/graphql/language/request_error.hpp"
#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

struct ValidationLimits {
    std::size_t errors = 100;           ///< more end the validation
    std::size_t comparisons = 200'000;  ///< steps of those rules that may take more than one per token
};

/// Hold a document against the validation rules. Empty when it breaks none; else the errors in the order, and with the
/// places and messages, of graphql-js 16.15. A document that takes too many comparisons is refused with `too_costly`
/// alone. Source: https://spec.graphql.org/October2021/#sec-Validation
std::vector<RequestError> validate(const Schema& schema, const Document& document, const ValidationLimits& limits = {});

}  // namespace mooring::graphql
