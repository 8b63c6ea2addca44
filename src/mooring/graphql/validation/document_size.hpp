#pragma once

#include <cstddef>
#include <optional>

#include "mooring/graphql/language/document.hpp"
#include "mooring/graphql/language/request_error.hpp"

namespace mooring::graphql {

/// How large an operation may be once its fragments are spread.
struct DocumentLimits {
    std::size_t depth = 40;  ///< fields within fields
    std::size_t aliases = 1'000;
    std::size_t fields = 20'000;
};

/// Why `document` is over a limit, or nothing. Takes time in proportion to the document, however often fragments spread
/// each other; what a cycle of fragments would add is not counted, since validation refuses it.
/// Errors: `too_deep`, `too_many_aliases`, `too_costly`.
std::optional<RequestError> check_size(const Document& document, const DocumentLimits& limits);

}  // namespace mooring::graphql
