#pragma once

#include <linux/filter.h>

#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::confine {

/// The system calls of a program that computes on files: memory, threads of its own, files, time. Everything else
/// answers EPERM, sockets, ptrace, mounts, keys, io_uring, signals to others and new processes among it; `clone3`
/// answers ENOSYS, so that the C library takes `clone`, whose flags can be looked at. Calls of another architecture
/// kill. `execve` has to be allowed for the program to start; there is nothing else that it could start.
/// Compiled once, by libseccomp, into what the kernel takes.
/// Errors: unsupported (this architecture is unknown to libseccomp).
Result<std::vector<sock_filter>> compile_filter();

}  // namespace mooring::confine
