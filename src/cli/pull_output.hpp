#pragma once

#include <string>

#include "cli/pull_run.hpp"

namespace mooring::cli {

/// `{"endpoint": …, "episode": …, "response": …}` on one line; `response` is the unchanged answer, or null beside the
/// reason in `skipped`. `name` is how the family calls a question: endpoint, operation.
std::string outcome_line(const std::string& name, const PullOutcome& outcome);

/// The outcome for people: a heading, then the rows of a table answer, or the members of another.
std::string outcome_table(const PullOutcome& outcome);

/// The same JSON, indented by two; numbers and texts as they are written.
std::string indented(std::string_view json);

}  // namespace mooring::cli
