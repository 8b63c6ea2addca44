#include "mooring/confine/process.hpp"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "mooring/confine/landlock_rules.hpp"
#include "mooring/confine/seccomp_filter.hpp"

namespace mooring::confine {
namespace {

constexpr int first_own_descriptor = 10;  // above those that the child fills
constexpr unsigned inside_id = 65534;     // nobody
constexpr std::uint64_t all_namespaces =
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;

Error cannot(const std::string& what) {
    return Error{Errc::unavailable, "cannot " + what + ": " + std::strerror(errno)};
}

/// Move a descriptor out of the way of 0 to 3.
Descriptor above(Descriptor descriptor) {
    if (!descriptor || descriptor.get() >= first_own_descriptor) return descriptor;
    return Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, first_own_descriptor));
}

struct Pipe {
    Descriptor reader, writer;
};

Result<Pipe> make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return cannot("make a pipe");
    Pipe pipe{above(Descriptor(ends[0])), above(Descriptor(ends[1]))};
    if (!pipe.reader || !pipe.writer) return cannot("make a pipe");
    return pipe;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (std::string& word : words) list.push_back(word.data());
    list.push_back(nullptr);
    return list;
}

void map_identity(ChildPlan& plan) {
    std::snprintf(plan.user_map.data(), plan.user_map.size(), "%u %u 1", inside_id, ::geteuid());
    std::snprintf(plan.group_map.data(), plan.group_map.size(), "%u %u 1", inside_id, ::getegid());
}

/// The child process: in as many namespaces as the machine grants.
pid_t fork_into(ChildPlan& plan, bool wants_namespaces, int& handle) {
    const std::uint64_t choices[] = {all_namespaces, all_namespaces & ~std::uint64_t{CLONE_NEWUSER}, 0};
    pid_t child = -1;
    for (const std::uint64_t flags : choices) {
        if (flags != 0 && !wants_namespaces) continue;
        plan.namespaces = flags;
        child = static_cast<pid_t>(::syscall(SYS_clone, flags | CLONE_PIDFD | SIGCHLD, 0, &handle, 0, 0));
        if (child == 0) become_confined(plan);
        if (child > 0) return child;
        plan.namespaces_error = errno;
    }
    return child;
}

/// Read until the child has become the program (its end of the pipe closes) or has failed. True when it told.
bool await_report(int pipe, ChildReport& report) {
    bool has_told = false;
    for (;;) {
        ChildReport next{};
        const ssize_t got = ::read(pipe, &next, sizeof next);
        if (got < 0 && errno == EINTR) continue;
        if (got != static_cast<ssize_t>(sizeof next)) return has_told;
        report = next;
        has_told = true;
    }
}

Result<void> judge(const ChildReport& report, bool has_told, const std::string& program) {
    if (!has_told) return Error{Errc::unavailable, "the confined process died before it started " + program};
    const std::string reason = std::strerror(report.error);
    switch (report.failed) {
        case Step::none: break;
        case Step::filter: return Error{Errc::unsupported, "no system-call filter on this kernel: " + reason};
        case Step::program: return Error{Errc::unavailable, "cannot start " + program + ": " + reason};
        case Step::walls:
            return Error{Errc::unsupported,
                         "neither mount namespaces nor Landlock work here, so nothing would keep a media worker from "
                         "other files; run Linux 5.13 or newer with Landlock on, or allow user namespaces"};
        default:
            return Error{Errc::unavailable,
                         "the confined process failed at " + std::string{to_string(report.failed)} + ": " + reason};
    }
    return ok();
}

}  // namespace

Result<Process> Process::start(const std::vector<std::string>& arguments, const Confinement& confinement) {
    const bool is_survey = arguments.empty();
    std::error_code failed;
    const std::string program =
        std::filesystem::canonical(is_survey ? "/proc/self/exe" : arguments.front(), failed).string();
    if (failed) return Error{Errc::not_found, "'" + arguments.front() + "' is not installed"};

    MOORING_TRY(const FileView view, plan_view(confinement, program));
    MOORING_TRY(const std::vector<sock_filter> filter, compile_filter());
    ChildPlan plan;
    plan.view = &view;
    plan.work_folder = confinement.work_folder.c_str();
    plan.limits = confinement.limits;
    plan.filter = filter;
    map_identity(plan);

    std::vector<std::string> words = arguments;
    std::vector<std::string> settings{"LC_ALL=C", "HOME=" + confinement.work_folder,
                                      "TMPDIR=" + confinement.work_folder, "AV_LOG_FORCE_NOCOLOR=1",
                                      "MALLOC_ARENA_MAX=4"};
    const std::vector<char*> argument_list = pointers(words), setting_list = pointers(settings);
    plan.arguments = argument_list;
    plan.environment = setting_list;
    plan.program = is_survey ? nullptr : program.c_str();

    Descriptor rules;
    if (confinement.walls.landlock) {
        auto made = make_landlock_rules({.library_folders = library_folders(),
                                         .readable_folders = confinement.readable_folders,
                                         .readable_files =
                                             [&] {
                                                 auto files = confinement.readable_files;
                                                 files.emplace_back("/etc/ld.so.cache");
                                                 return files;
                                             }(),
                                         .program = program,
                                         .work_folder = confinement.work_folder});
        if (made)
            rules = above(std::move(*made));
        else if (made.error().code == Errc::unsupported)
            plan.landlock_error = EOPNOTSUPP;
        else
            return std::move(made).error();
    }
    plan.landlock_rules = rules.get();

    Descriptor input = above(Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
    if (!input) return cannot("open /dev/null");
    MOORING_TRY(Pipe output, make_pipe());
    MOORING_TRY(Pipe errors, make_pipe());
    MOORING_TRY(Pipe progress, make_pipe());
    MOORING_TRY(Pipe report, make_pipe());
    plan.streams = {input.get(), output.writer.get(), errors.writer.get(), progress.writer.get()};
    plan.report = report.writer.get();

    // No handler of ours may run in the child, which shares nothing with us but looks the same.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    int handle = -1;
    const pid_t child = fork_into(plan, confinement.walls.namespaces, handle);
    const int fork_error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (child < 0) {
        errno = fork_error;
        return cannot("start a process");
    }
    Process process;
    process.id_ = child;
    process.handle_ = Descriptor(handle);
    for (Pipe* pipe : {&output, &errors, &progress, &report}) pipe->writer.reset();

    const bool has_told = await_report(report.reader.get(), process.report_);
    MOORING_CHECK(judge(process.report_, has_told, program));
    for (const Pipe* pipe : {&output, &errors, &progress}) ::fcntl(pipe->reader.get(), F_SETFL, O_NONBLOCK);
    process.output_ = std::move(output.reader);
    process.errors_ = std::move(errors.reader);
    process.progress_ = std::move(progress.reader);
    return process;
}

Process::~Process() {
    if (!handle_ || is_reaped_) return;
    kill();
    rusage usage{};
    reap(usage);
}

void Process::kill() noexcept {
    if (!handle_ || is_reaped_) return;
    ::kill(-id_, SIGKILL);  // its session is a group of its own
    ::kill(id_, SIGKILL);
}

int Process::reap(rusage& usage) noexcept {
    int status = 0;
    while (::wait4(id_, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    is_reaped_ = true;
    return status;
}

}  // namespace mooring::confine
