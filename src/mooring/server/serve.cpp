#include "mooring/server/serve.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <systemd/sd-daemon.h>

#include "mooring/base/log.hpp"
#include "mooring/server/command_line.hpp"
#include "mooring/server/files.hpp"
#include "mooring/server/version.hpp"

namespace mooring::server {
namespace {

/// The signals that end or reload a server, blocked in every thread and taken by `sigwait`.
sigset_t server_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    return signals;
}

Result<void> write_port_file(const std::string& path, const std::vector<std::uint16_t>& ports) {
    if (path.empty()) return ok();
    std::string lines;
    for (const std::uint16_t port : ports) lines += std::to_string(port) + "\n";
    return replace_file(path, lines, 0644);
}

Result<std::unique_ptr<Instance>> start(const Config& config, const ServeHooks& hooks) {
    MOORING_TRY(Storage storage, Storage::open(config));
    MOORING_TRY(auto instance, Instance::start(config, std::move(storage), hooks.before));
    MOORING_CHECK(hooks.once_ready ? hooks.once_ready(*instance) : ok());
    MOORING_CHECK(write_port_file(hooks.port_file, instance->place().ports));
    return instance;
}

}  // namespace

cli::ExitCode serve(std::string_view command, const Config& config, const ServeHooks& hooks) {
    log::configure(config.log_level, config.log_format);
    // Listeners' addresses live in this memory: no core file may hold them (measurement.md, 5.5).
    ::prctl(PR_SET_DUMPABLE, 0);
    const sigset_t signals = server_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    auto instance = start(config, hooks);
    if (!instance) return report(command, instance.error());
    log::info("ready", {{"version", version}, {"base_url", (*instance)->place().urls.base}});
    ::sd_notify(0, "READY=1");
    for (;;) {
        int signal = 0;
        ::sigwait(&signals, &signal);
        if (signal != SIGHUP) break;
        (*instance)->reload();
    }
    ::sd_notify(0, "STOPPING=1");
    log::info("stopping");
    (*instance)->stop();
    return cli::ExitCode::done;
}

}  // namespace mooring::server
