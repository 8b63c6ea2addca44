#include "mooring/confine/layers.hpp"

#include "mooring/base/assert.hpp"

namespace mooring::confine {

std::string_view to_string(Layer layer) {
    switch (layer) {
        case Layer::system_call_filter: return "system-call filter";
        case Layer::no_new_privileges: return "no new privileges";
        case Layer::no_capabilities: return "no capabilities";
        case Layer::resource_limits: return "resource limits";
        case Layer::dies_with_parent: return "dies with its parent";
        case Layer::user_namespace: return "user namespace";
        case Layer::process_namespace: return "process namespace";
        case Layer::network_namespace: return "network namespace";
        case Layer::private_files: return "private files";
        case Layer::landlock: return "Landlock";
    }
    MOORING_ASSERT(false, "every layer has a name");
}

}  // namespace mooring::confine
