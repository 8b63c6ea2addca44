#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/confine/confinement.hpp"
#include "mooring/confine/layers.hpp"

namespace mooring::confine {

/// What to do with what the program writes, as it comes. Called on the thread that called `run`; a slow callee slows
/// the program down. An empty one throws the bytes away. An error ends the program and is what `run` answers.
struct Readers {
    std::function<Result<void>(std::string_view)> output;    ///< standard output
    std::function<Result<void>(std::string_view)> progress;  ///< descriptor 3
};

/// How a program ended that was neither cancelled nor out of time.
struct Ending {
    enum class Kind {
        exited,     ///< `code` is its exit code
        killed,     ///< by the signal `code`; a crash, as a rule
        cpu_limit,  ///< it used up its processor time
    };
    Kind kind = Kind::exited;
    int code = 0;
    std::string errors;                  ///< the last 8 KiB of its standard error, as they came
    std::chrono::microseconds cpu{0};    ///< processor time it used
    std::int64_t most_memory_bytes = 0;  ///< the most that was resident
    Layers layers;                       ///< what stood around it

    bool is_success() const { return kind == Kind::exited && code == 0; }
};

/// Run a program confined, to its end. `arguments` starts with the absolute path of the program. It is killed when the
/// wall-clock limit passes, when `stop` is requested, and when the calling thread or process dies.
/// Errors: those of `Process::start`; timeout (the wall-clock limit), unavailable (`cancelled`), those of `readers`.
Result<Ending> run(const std::vector<std::string>& arguments, const Confinement& confinement, const Readers& readers,
                   const std::stop_token& stop = {});

/// The message of the error after a cancellation.
inline constexpr std::string_view cancelled = "cancelled";

}  // namespace mooring::confine
