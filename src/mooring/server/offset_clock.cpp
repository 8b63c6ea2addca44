#include "mooring/server/offset_clock.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mooring::server {

Result<std::unique_ptr<OffsetClock>> OffsetClock::open(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void* memory = MAP_FAILED;
    if (descriptor >= 0 && ::ftruncate(descriptor, sizeof(std::int64_t)) == 0) {
        memory = ::mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, descriptor, 0);
    }
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (memory == MAP_FAILED) {
        return Error{Errc::unavailable, "cannot map the clock offset file '" + path + "': " + std::strerror(error)};
    }
    return std::unique_ptr<OffsetClock>{new OffsetClock{static_cast<std::int64_t*>(memory)}};
}

OffsetClock::~OffsetClock() {
    ::munmap(offset_micros_, sizeof(std::int64_t));
}

Instant OffsetClock::now() const {
    const std::int64_t offset = std::atomic_ref<std::int64_t>{*offset_micros_}.load(std::memory_order_relaxed);
    return system_.now() + std::chrono::microseconds{offset};
}

}  // namespace mooring::server
