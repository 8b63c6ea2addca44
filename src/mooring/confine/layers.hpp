#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::confine {

/// One wall around a confined program. Several forbid the same thing, so that it stays forbidden where a kernel lacks
/// one of them.
enum class Layer : std::uint8_t {
    system_call_filter,  ///< seccomp: no sockets, no new processes, no ptrace, mounts or keys
    no_new_privileges,
    no_capabilities,
    resource_limits,
    dies_with_parent,
    user_namespace,
    process_namespace,  ///< sees and signals no other process
    network_namespace,  ///< no interface but a loopback that is down
    private_files,      ///< a mount namespace that holds the work folder and the system's libraries alone
    landlock            ///< the kernel checks every path against the same short list
};
inline constexpr std::size_t layer_count = 10;

/// The stable name of a layer, such as `private files`.
std::string_view to_string(Layer layer);

/// A set of layers.
class Layers {
public:
    constexpr Layers() = default;
    constexpr explicit Layers(std::uint32_t bits) : bits_(bits) {}
    constexpr bool has(Layer layer) const { return (bits_ & bit(layer)) != 0; }
    constexpr void add(Layer layer) { bits_ |= bit(layer); }
    constexpr std::uint32_t bits() const { return bits_; }
    /// Files outside the folder are out of reach: by one layer or by both.
    constexpr bool keep_files_out() const { return has(Layer::private_files) || has(Layer::landlock); }

private:
    static constexpr std::uint32_t bit(Layer layer) { return 1U << static_cast<unsigned>(layer); }
    std::uint32_t bits_ = 0;
};

/// One layer on this machine.
struct LayerState {
    Layer layer;
    bool holds = false;
    std::string words;  ///< what it does; or why it is missing, what then, and what to do about it
};

/// Put up every wall around nothing, in a child process, and say which of them hold on this machine: one entry per
/// layer, in the order of `Layer`. Takes some milliseconds; for `mooring admin doctor`.
/// Errors: unavailable (no process could be started), unsupported (the system-call filter cannot be installed, so
/// nothing can run confined).
Result<std::vector<LayerState>> survey();

}  // namespace mooring::confine
