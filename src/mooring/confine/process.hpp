#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <array>
#include <string>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/confine/child.hpp"
#include "mooring/confine/confinement.hpp"
#include "mooring/confine/descriptor.hpp"

namespace mooring::confine {

/// A running confined program. Killed, with all that belongs to it, when this goes. One thread at a time, and by the
/// thread that started it: the kernel kills it when that thread ends.
class Process {
public:
    /// Start `arguments` (the first is the program's path; empty: confine, report and exit, whatever is missing). Its
    /// environment is `LC_ALL=C`, its work folder as HOME and TMPDIR, and few heaps, which would use up its address
    /// space; its input is empty. Errors: not_found (the program, the folder or a file is absent), unsupported (a wall
    /// that has to be there is not: the filter, or both that keep files out), unavailable (the machine could not start
    /// it).
    static Result<Process> start(const std::vector<std::string>& arguments, const Confinement& confinement);

    Process(Process&&) noexcept = default;
    Process& operator=(Process&&) = delete;
    ~Process();

    int handle() const { return handle_.get(); }      ///< becomes readable when it has ended
    int output() const { return output_.get(); }      ///< its standard output, non-blocking
    int errors() const { return errors_.get(); }      ///< its standard error, non-blocking
    int progress() const { return progress_.get(); }  ///< what it writes to descriptor 3, non-blocking
    const ChildReport& report() const { return report_; }
    pid_t id() const { return id_; }

    void kill() noexcept;
    /// Wait for its end. The status is as of `waitpid`.
    int reap(rusage& usage) noexcept;

private:
    Process() = default;

    pid_t id_ = -1;
    bool is_reaped_ = false;
    Descriptor handle_, output_, errors_, progress_;
    ChildReport report_{};
};

}  // namespace mooring::confine
