#pragma once

namespace mooring::cli {

/// How every command ends (design.md, section 6).
enum class ExitCode : int { done = 0, failed = 1, usage = 2 };

}  // namespace mooring::cli
