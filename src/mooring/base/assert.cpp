#include "mooring/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace mooring {

void assertion_failed(const char* expression, const char* why, const char* file, int line) {
    std::fprintf(stderr, "mooring: bug: %s (%s) at %s:%d\n", why, expression, file, line);
    std::abort();
}

}  // namespace mooring
