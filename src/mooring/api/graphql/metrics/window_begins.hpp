#pragma once

#include <vector>

#include "mooring/api/graphql/metrics/subjects.hpp"

namespace mooring::api::graphql::metrics {

/// Whether each subject's own beginning of all time is asked for, or any day that lies before every fact will do.
enum class Begins { own, early };

/// Where a window begins for each subject, in order: the day of publication, or where all time begins, which is the
/// first publication, or the first event if that is earlier; without either, the day it was made.
/// Errors: unavailable.
Result<std::vector<std::chrono::sys_days>> window_begins(const Context& context, const std::vector<Subject>& subjects,
                                                         const Window& window, Begins begins);

}  // namespace mooring::api::graphql::metrics
