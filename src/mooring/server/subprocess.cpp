#include "mooring/server/subprocess.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>

namespace mooring::server {
namespace {

/// Wait for `process` at most until the deadline; false when it was still running.
bool wait_for(pid_t process, std::chrono::seconds deadline) {
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    if (handle < 0) return true;
    pollfd waiting{handle, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds{deadline}.count()));
    ::close(handle);
    return ready != 0;
}

}  // namespace

bool has_program(const std::string& program) {
    const char* path = std::getenv("PATH");
    std::istringstream folders{path != nullptr ? path : "/usr/bin:/bin"};
    for (std::string folder; std::getline(folders, folder, ':');) {
        folder.append("/").append(program);
        if (::access(folder.c_str(), X_OK) == 0) return true;
    }
    return false;
}

Result<void> run_program(const std::vector<std::string>& arguments, std::chrono::seconds deadline) {
    const std::string& program = arguments.front();
    if (!has_program(program)) {
        return Error{Errc::unsupported, "the program '" + program + "' is not installed; run tools/setup"};
    }
    std::vector<char*> words;
    words.reserve(arguments.size() + 1);
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);

    posix_spawn_file_actions_t streams;
    ::posix_spawn_file_actions_init(&streams);
    for (const int stream : {0, 1, 2}) {
        ::posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0);
    }
    pid_t process = 0;
    const int failed = ::posix_spawnp(&process, program.c_str(), &streams, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&streams);
    if (failed != 0) return Error{Errc::internal, "cannot start '" + program + "': " + std::strerror(failed)};

    const bool in_time = wait_for(process, deadline);
    if (!in_time) ::kill(process, SIGKILL);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (!in_time) return Error{Errc::timeout, "'" + program + "' took too long"};
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return Error{Errc::internal, "'" + program + "' failed"};
    return ok();
}

}  // namespace mooring::server
