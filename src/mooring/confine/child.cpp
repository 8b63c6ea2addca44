#include "mooring/confine/child.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "mooring/confine/private_files.hpp"

namespace mooring::confine {
namespace {

class Child {
public:
    explicit Child(const ChildPlan& plan) noexcept : plan_(plan) {}

    [[noreturn]] void run() noexcept {
        ::setsid();
        reset_signals();
        for (int stream = 0; stream < 4; ++stream) {
            if (::dup2(plan_.streams[static_cast<std::size_t>(stream)], stream) < 0) fail(Step::streams);
        }
        if (::close_range(4, ~0U, CLOSE_RANGE_CLOEXEC) != 0) fail(Step::descriptors);
        ::umask(077);
        if (::chdir(plan_.work_folder) != 0) fail(Step::folder);
        enter_namespaces();
        drop_privileges();
        tell_parent_death();
        restrict_paths();
        // A survey goes on and tells of it; a program must not run for a moment.
        if (plan_.program != nullptr && !Layers(report_.layers).keep_files_out()) fail(Step::walls);
        set_limits();
        install_filter();
        tell();
        if (plan_.program == nullptr) ::_exit(0);
        ::execve(plan_.program, plan_.arguments.data(), plan_.environment.data());
        fail(Step::program);
    }

private:
    void tell() noexcept {
        // Past what a sanitizer makes of `write`, which needs memory that the limits no longer give.
        const auto written = ::syscall(SYS_write, plan_.report, &report_, sizeof report_);
        static_cast<void>(written);  // a parent that is gone needs no report
    }

    [[noreturn]] void fail(Step step) noexcept {
        report_.failed = step;
        report_.error = errno;
        tell();
        ::_exit(127);
    }

    void add(Layer layer) noexcept {
        Layers layers(report_.layers);
        layers.add(layer);
        report_.layers = layers.bits();
    }
    void lacks(Layer layer, int error) noexcept { report_.missing[static_cast<std::size_t>(layer)] = error; }

    static void reset_signals() noexcept {
        struct sigaction standard {};
        standard.sa_handler = SIG_DFL;
        for (int number = 1; number < NSIG; ++number) ::sigaction(number, &standard, nullptr);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
    }

    static bool write_file(const char* path, const char* text) noexcept {
        const int file = ::open(path, O_WRONLY | O_CLOEXEC);
        if (file < 0) return false;
        const auto length = static_cast<ssize_t>(std::strlen(text));
        const bool is_written = ::write(file, text, static_cast<std::size_t>(length)) == length;
        ::close(file);
        return is_written;
    }

    void enter_namespaces() noexcept {
        const auto note = [&](std::uint64_t flag, Layer layer) {
            if ((plan_.namespaces & flag) != 0) {
                add(layer);
            } else {
                lacks(layer, plan_.namespaces_error);
            }
        };
        note(CLONE_NEWPID, Layer::process_namespace);
        note(CLONE_NEWNET, Layer::network_namespace);
        note(CLONE_NEWUSER, Layer::user_namespace);
        if ((plan_.namespaces & CLONE_NEWUSER) != 0) {
            // Nobody inside, so that exec gives no capabilities; outside still the one who started it.
            if (!write_file("/proc/self/setgroups", "deny") ||
                !write_file("/proc/self/gid_map", plan_.group_map.data()) ||
                !write_file("/proc/self/uid_map", plan_.user_map.data())) {
                lacks(Layer::user_namespace, errno);
            }
        }
        if ((plan_.namespaces & CLONE_NEWNS) == 0) {
            lacks(Layer::private_files, plan_.namespaces_error);
            return;
        }
        const EnteredView entered = enter_private_files(*plan_.view, plan_.work_folder);
        if (entered.is_broken) {
            errno = entered.error;
            fail(Step::files);
        }
        if (entered.error == 0) {
            add(Layer::private_files);
        } else {
            lacks(Layer::private_files, entered.error);
        }
    }

    static bool limit(int resource, std::uint64_t soft, std::uint64_t hard) noexcept {
        const rlimit value{static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
        return ::setrlimit(static_cast<__rlimit_resource>(resource), &value) == 0;
    }

    void set_limits() noexcept {
        const Limits& limits = plan_.limits;
        const auto same = [](int resource, auto value) {
            return limit(resource, static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(value));
        };
        const bool all = same(RLIMIT_CPU, limits.cpu.count()) && same(RLIMIT_AS, limits.address_space_bytes) &&
                         same(RLIMIT_FSIZE, limits.file_bytes) && same(RLIMIT_NOFILE, limits.open_files) &&
                         same(RLIMIT_CORE, 0) && same(RLIMIT_MEMLOCK, 0);
        if (!all) fail(Step::limits);
        ::setpriority(PRIO_PROCESS, 0, limits.niceness);  // a wish; never fails downwards
        // Elsewhere the number counts every thread of the user, the server's among them.
        if ((plan_.namespaces & CLONE_NEWUSER) != 0 && !same(RLIMIT_NPROC, limits.threads)) fail(Step::limits);
        add(Layer::resource_limits);
    }

    void drop_privileges() noexcept {
        for (int capability = 0; capability <= 63; ++capability) ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
        ::prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP |
                                       SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
                                       SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED);
        ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        const __user_cap_data_struct nothing[2]{};
        if (::syscall(SYS_capset, &header, nothing) != 0) fail(Step::privileges);
        add(Layer::no_capabilities);
        if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail(Step::privileges);
        add(Layer::no_new_privileges);
    }

    /// After the last change of credentials, which would forget it.
    void tell_parent_death() noexcept {
        if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) fail(Step::privileges);
        pollfd reader{plan_.report, 0, 0};
        if (::poll(&reader, 1, 0) > 0 && (reader.revents & POLLERR) != 0) ::_exit(127);  // it died meanwhile
        add(Layer::dies_with_parent);
    }

    void restrict_paths() noexcept {
        if (plan_.landlock_rules < 0) {
            lacks(Layer::landlock, plan_.landlock_error);
        } else if (::syscall(SYS_landlock_restrict_self, plan_.landlock_rules, 0) != 0) {
            lacks(Layer::landlock, errno);
        } else {
            add(Layer::landlock);
        }
    }

    void install_filter() noexcept {
        const sock_fprog program{static_cast<unsigned short>(plan_.filter.size()),
                                 const_cast<sock_filter*>(plan_.filter.data())};
        if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) fail(Step::filter);
        add(Layer::system_call_filter);
    }

    const ChildPlan& plan_;
    ChildReport report_{};
};

}  // namespace

std::string_view to_string(Step step) {
    switch (step) {
        case Step::none: return "nothing";
        case Step::streams: return "setting up its streams";
        case Step::folder: return "entering its work folder";
        case Step::walls: return "keeping other files out";
        case Step::files: return "setting up its own view of files";
        case Step::descriptors: return "closing descriptors";
        case Step::limits: return "setting resource limits";
        case Step::privileges: return "giving up privileges";
        case Step::filter: return "installing the system-call filter";
        case Step::program: return "starting the program";
    }
    return "";
}

void become_confined(const ChildPlan& plan) noexcept {
    Child(plan).run();
}

}  // namespace mooring::confine
