#pragma once

namespace mooring {

/// Write `why` to standard error and abort. Called by MOORING_ASSERT only.
[[noreturn]] void assertion_failed(const char* expression, const char* why, const char* file, int line);

}  // namespace mooring

/// Stop the process on a bug of ours. Never for input or for the world outside.
#define MOORING_ASSERT(condition, why)                                        \
    do {                                                                      \
        if (!(condition)) {                                                   \
            ::mooring::assertion_failed(#condition, why, __FILE__, __LINE__); \
        }                                                                     \
    } while (false)
