// A worker that was taken over: tries one forbidden thing after another and prints what it got away with.
// `intruder MODE [PATH...]`; every line of its output is `what: result`.

#include <dirent.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace {

void tell(const char* what, long result) {
    if (result >= 0) {
        std::printf("%s: done\n", what);
    } else {
        std::printf("%s: %s\n", what, std::strerror(errno));
    }
}

int break_out() {
    tell("inet socket", ::socket(AF_INET, SOCK_STREAM, 0));
    tell("unix socket", ::socket(AF_UNIX, SOCK_STREAM, 0));
    tell("netlink socket", ::socket(AF_NETLINK, SOCK_RAW, 0));
    int pair[2];
    tell("socketpair", ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    tell("io_uring", ::syscall(425, 4, nullptr));
    tell("ptrace", ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr));
    tell("mount", ::mount("tmpfs", ".", "tmpfs", 0, nullptr));
    tell("keyctl", ::syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, -3, 1));
    tell("unshare", ::unshare(CLONE_NEWUSER));
    tell("bpf", ::syscall(SYS_bpf, 0, nullptr, 0));
    tell("kill parent", ::kill(::getppid(), 0));
    tell("kill all", ::kill(-1, 0));
    tell("read others", ::syscall(SYS_process_vm_readv, ::getppid(), nullptr, 0, nullptr, 0, 0));
    tell("raise limits", [] {
        const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
        return ::setrlimit(RLIMIT_CPU, &more);
    }());
    tell("fork", [] {
        const pid_t child = ::fork();
        if (child == 0) ::_exit(0);
        return child;
    }());
    tell("setuid", ::setuid(0) == 0 && ::open("/etc/shadow", O_RDONLY) >= 0 ? 0 : -1);
    return 0;
}

int open_paths(char** paths, int flags) {
    for (; *paths != nullptr; ++paths) tell(*paths, ::open(*paths, flags, 0600));
    return 0;
}

int count_descriptors() {
    int open = 0;
    for (int number = 0; number < 1024; ++number) open += ::fcntl(number, F_GETFD) >= 0 ? 1 : 0;
    std::printf("descriptors: %d\n", open);
    return 0;
}

int print_environment(char** environment) {
    for (; *environment != nullptr; ++environment) std::puts(*environment);
    return 0;
}

int work() {
    std::thread([] { std::puts("thread: done"); }).join();
    tell("make folder", ::mkdir("made", 0700));
    tell("write", ::open("made/file", O_CREAT | O_WRONLY, 0600));
    tell("rename", ::rename("made/file", "made/other"));
    tell("remove", ::unlink("made/other"));
    tell("progress", ::write(3, "half\n", 5));
    return 0;
}

int fill_disk() {
    const int file = ::open("big", O_CREAT | O_WRONLY, 0600);
    const std::vector<char> block(1 << 20);
    ::signal(SIGXFSZ, SIG_IGN);
    while (::write(file, block.data(), block.size()) > 0) {
    }
    tell("write more", -1);
    return 0;
}

}  // namespace

int main(int count, char** arguments, char** environment) {
    const std::string mode = count > 1 ? arguments[1] : "";
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    if (mode == "break-out") return break_out();
    if (mode == "read") return open_paths(arguments + 2, O_RDONLY);
    if (mode == "write") return open_paths(arguments + 2, O_WRONLY | O_CREAT);
    if (mode == "descriptors") return count_descriptors();
    if (mode == "environment") return print_environment(environment);
    if (mode == "work") return work();
    if (mode == "fill") return fill_disk();
    if (mode == "memory") {
        tell("map", ::mmap(nullptr, std::size_t{8} << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                            MAP_FAILED
                        ? -1
                        : 0);
        return 0;
    }
    if (mode == "spin") {
        std::puts("spinning");
        for (volatile unsigned long turns = 0;; turns = turns + 1) {
        }
    }
    if (mode == "wait") {
        std::puts("waiting");
        for (;;) ::pause();
    }
    if (mode == "crash") std::abort();
    if (mode == "fail") {
        std::fputs("this went wrong\n", stderr);
        return 3;
    }
    return 2;
}
