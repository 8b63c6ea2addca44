#include "mooring/confine/seccomp_filter.hpp"

#include <asm/ioctls.h>
#include <linux/prctl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace mooring::confine {
namespace {

// What FFmpeg, the dynamic loader and the C library call, with room for other versions of them. All of it works on
// what the process has already, or on paths, which other layers check.
constexpr std::array allowed{
    // memory
    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mprotect), SCMP_SYS(mremap), SCMP_SYS(madvise),
    SCMP_SYS(mincore), SCMP_SYS(msync), SCMP_SYS(membarrier),
    // files and folders
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(pwrite64), SCMP_SYS(pwritev), SCMP_SYS(lseek), SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(close),
    SCMP_SYS(close_range), SCMP_SYS(stat), SCMP_SYS(fstat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
    SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents), SCMP_SYS(getdents64), SCMP_SYS(getcwd),
    SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(ftruncate), SCMP_SYS(fallocate), SCMP_SYS(fadvise64), SCMP_SYS(fsync),
    SCMP_SYS(fdatasync), SCMP_SYS(flock), SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(dup2), SCMP_SYS(dup3),
    SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(umask), SCMP_SYS(eventfd2),
    // waiting and time
    SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(select), SCMP_SYS(pselect6), SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(times),
    SCMP_SYS(getrusage),
    // threads of its own
    SCMP_SYS(futex), SCMP_SYS(futex_waitv), SCMP_SYS(set_robust_list), SCMP_SYS(get_robust_list), SCMP_SYS(rseq),
    SCMP_SYS(set_tid_address), SCMP_SYS(gettid), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_getparam), SCMP_SYS(sched_getscheduler),
    SCMP_SYS(sched_get_priority_max), SCMP_SYS(sched_get_priority_min), SCMP_SYS(getcpu), SCMP_SYS(getpriority),
    SCMP_SYS(setpriority), SCMP_SYS(get_mempolicy), SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
    SCMP_SYS(arch_prctl),
    // its own signals
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigpending),
    SCMP_SYS(rt_sigtimedwait), SCMP_SYS(sigaltstack), SCMP_SYS(pause),
    // who and where it is
    SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(getpgrp), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
    SCMP_SYS(getegid), SCMP_SYS(getresuid), SCMP_SYS(getresgid), SCMP_SYS(uname), SCMP_SYS(sysinfo),
    SCMP_SYS(getrlimit), SCMP_SYS(getrandom), SCMP_SYS(execve)};

constexpr unsigned namespace_flags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                     CLONE_NEWPID | CLONE_NEWNET | CLONE_PTRACE;

int add_rules(scmp_filter_ctx filter) {
    for (const int call : allowed) {
        // A call that this architecture lacks (open on arm64) is none to allow.
        if (call < 0) continue;
        if (const int failed = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0); failed != 0) return failed;
    }
    struct Conditional {
        unsigned action;
        int call;
        scmp_arg_cmp condition;
    };
    const std::array conditional{
        Conditional{SCMP_ACT_ALLOW, SCMP_SYS(clone),
                    scmp_arg_cmp{0, SCMP_CMP_MASKED_EQ, std::uint64_t{CLONE_THREAD | namespace_flags}, CLONE_THREAD}},
        Conditional{SCMP_ACT_ALLOW, SCMP_SYS(ioctl), scmp_arg_cmp{1, SCMP_CMP_EQ, TCGETS, 0}},
        Conditional{SCMP_ACT_ALLOW, SCMP_SYS(prctl), scmp_arg_cmp{0, SCMP_CMP_EQ, PR_SET_NAME, 0}},
        // Reading a limit, not setting one: the third argument is null.
        Conditional{SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), scmp_arg_cmp{2, SCMP_CMP_EQ, 0, 0}},
    };
    for (const Conditional& rule : conditional) {
        const int failed = ::seccomp_rule_add_array(filter, rule.action, rule.call, 1, &rule.condition);
        if (failed != 0) return failed;
    }
    return ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

Result<std::vector<sock_filter>> compile() {
    const auto unsupported = [](int failed) {
        return Error{Errc::unsupported,
                     std::string{"the system-call filter cannot be made: "} + std::strerror(-failed)};
    };
    const std::unique_ptr<void, void (*)(void*)> filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)), ::seccomp_release);
    if (!filter) return unsupported(-ENOSYS);
    ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree: a call costs a few comparisons
    if (const int failed = add_rules(filter.get()); failed != 0) return unsupported(failed);

    const int memory = ::memfd_create("filter", MFD_CLOEXEC);
    if (memory < 0) return unsupported(-errno);
    const int failed = ::seccomp_export_bpf(filter.get(), memory);
    const off_t size = ::lseek(memory, 0, SEEK_END);
    std::vector<sock_filter> program(static_cast<std::size_t>(size > 0 ? size : 0) / sizeof(sock_filter));
    const ssize_t got = ::pread(memory, program.data(), program.size() * sizeof(sock_filter), 0);
    ::close(memory);
    if (failed != 0) return unsupported(failed);
    if (program.empty() || got != size) return unsupported(-EIO);
    return program;
}

}  // namespace

Result<std::vector<sock_filter>> compile_filter() {
    static const Result<std::vector<sock_filter>> compiled = compile();
    return compiled;
}

}  // namespace mooring::confine
