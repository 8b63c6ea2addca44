#include "mooring/server/heap.hpp"

#include <malloc.h>

#include <algorithm>
#include <thread>

namespace mooring::server {

void bound_heaps() {
    ::mallopt(M_ARENA_MAX, static_cast<int>(std::max(2U, std::thread::hardware_concurrency())));
}

}  // namespace mooring::server
