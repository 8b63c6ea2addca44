#pragma once

#include <functional>
#include <string>

#include "cli/exit_code.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/instance.hpp"

namespace mooring::server {

/// What a command adds to plain serving.
struct ServeHooks {
    Instance::Prepare before;                           ///< stores are open, nothing is served yet
    std::function<Result<void>(Instance&)> once_ready;  ///< it answers
    std::string port_file;                              ///< the bound ports are written there once it answers
};

/// Serve until SIGTERM or SIGINT; SIGHUP reads certificates again. Tells systemd when it is ready.
cli::ExitCode serve(std::string_view command, const Config& config, const ServeHooks& hooks);

}  // namespace mooring::server
