#include "mooring/base/prompt_thread.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace mooring {
namespace {

constexpr std::uint64_t shortest_turn_ns = 100'000;  // the least that the kernel takes

/// The first version of the kernel's `struct sched_attr`, which the C library does not declare.
/// Source: sched_setattr(2); the meaning of `runtime` for ordinary threads: kernel/sched/syscalls.c.
struct SchedulingAttributes {
    std::uint32_t size = sizeof(SchedulingAttributes);
    std::uint32_t policy = SCHED_OTHER;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = shortest_turn_ns;
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};

}  // namespace

void wake_promptly() {
    SchedulingAttributes attributes;
    attributes.nice = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    static_cast<void>(::syscall(SYS_sched_setattr, 0, &attributes, 0U));
}

}  // namespace mooring
