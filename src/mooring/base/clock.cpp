#include "mooring/base/clock.hpp"

namespace mooring {

Instant SystemClock::now() const {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace mooring
