#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "mooring/confine/layers.hpp"
#include "mooring/confine/process.hpp"

namespace mooring::confine {
namespace {

std::string words_of(Layer layer) {
    switch (layer) {
        case Layer::system_call_filter: return "no sockets, no new processes, no ptrace, mounts or keys";
        case Layer::no_new_privileges: return "no program it starts can gain rights";
        case Layer::no_capabilities: return "it is no administrator, even when the server is";
        case Layer::resource_limits: return "processor time, memory, files and threads are bounded";
        case Layer::dies_with_parent: return "nothing of it is left when the server dies";
        case Layer::user_namespace: return "it is nobody in a world of its own";
        case Layer::process_namespace: return "it sees and signals no other process";
        case Layer::network_namespace: return "it has no network interface";
        case Layer::private_files: return "only its work folder, its input and the system's libraries exist for it";
        case Layer::landlock: return "the kernel checks every path it opens";
    }
    return {};
}

/// What goes on without the layer, and how to get it.
std::string without(Layer layer, Layers held) {
    const bool is_of_files = layer == Layer::landlock || layer == Layer::private_files;
    if (is_of_files && !held.keep_files_out()) {
        return "media are not processed, because nothing would keep a worker from other files; run Linux 5.13 or newer "
               "with `landlock` in its list of security modules, or allow user namespaces";
    }
    switch (layer) {
        case Layer::landlock:
            return "files are kept out by the mount namespace alone; a kernel from 5.13 on with `landlock` in its "
                   "list of security modules has it";
        case Layer::private_files:
            return "files are kept out by Landlock alone; allow user namespaces (user.max_user_namespaces) and, in a "
                   "container, let it make namespaces";
        case Layer::user_namespace:
        case Layer::process_namespace:
        case Layer::network_namespace:
            return "the system-call filter still refuses sockets, signals and new processes; allow user namespaces to "
                   "have both";
        case Layer::system_call_filter:
        case Layer::no_new_privileges:
        case Layer::no_capabilities:
        case Layer::resource_limits:
        case Layer::dies_with_parent: break;
    }
    return "media are not processed without it";
}

/// A folder that goes with its owner.
class EmptyFolder {
public:
    EmptyFolder() {
        if (::mkdtemp(path_) == nullptr) path_[0] = '\0';
    }
    EmptyFolder(const EmptyFolder&) = delete;
    EmptyFolder& operator=(const EmptyFolder&) = delete;
    ~EmptyFolder() {
        if (path_[0] != '\0') ::rmdir(path_);
    }
    const char* path() const { return path_; }

private:
    char path_[32] = "/tmp/mooring-survey-XXXXXX";
};

}  // namespace

Result<std::vector<LayerState>> survey() {
    const EmptyFolder folder;
    if (*folder.path() == '\0') return Error{Errc::unavailable, "cannot make a folder in /tmp"};
    MOORING_TRY(const Process process, Process::start({}, {.work_folder = folder.path()}));
    const Layers held(process.report().layers);
    std::vector<LayerState> states;
    for (std::size_t index = 0; index < layer_count; ++index) {
        const auto layer = static_cast<Layer>(index);
        const bool holds = held.has(layer);
        const int error = process.report().missing[index];
        states.push_back(
            {layer, holds, holds ? words_of(layer) : std::string{std::strerror(error)} + ": " + without(layer, held)});
    }
    return states;
}

}  // namespace mooring::confine
