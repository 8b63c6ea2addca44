#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::server {

/// True when `program` is on the PATH.
bool has_program(const std::string& program);

/// Run a program of ours to its end, without a shell and without input; its output goes nowhere.
/// Errors: unsupported (not installed), internal (it failed; the message names it), timeout (it was killed).
Result<void> run_program(const std::vector<std::string>& arguments, std::chrono::seconds deadline);

}  // namespace mooring::server
