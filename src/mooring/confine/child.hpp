#pragma once

#include <linux/filter.h>

#include <array>
#include <cstdint>
#include <span>

#include "mooring/confine/confinement.hpp"
#include "mooring/confine/file_view.hpp"
#include "mooring/confine/layers.hpp"

namespace mooring::confine {

/// Where the child failed, for the message.
enum class Step : std::uint8_t {
    none,
    streams,
    folder,
    files,
    walls,
    descriptors,
    limits,
    privileges,
    filter,
    program
};
std::string_view to_string(Step step);

/// What the child tells its parent just before it becomes the program, and again when that fails.
struct ChildReport {
    std::uint32_t layers = 0;
    std::array<std::int32_t, layer_count> missing{};  ///< errno of each layer that could not be had
    Step failed = Step::none;
    std::int32_t error = 0;
};

/// Everything the child needs, made before it exists: between fork and exec nothing may be allocated.
struct ChildPlan {
    std::span<char* const> arguments;    ///< ends in null
    std::span<char* const> environment;  ///< ends in null
    const char* program = nullptr;       ///< null: confine, report and exit, for a survey
    std::array<int, 4> streams{};        ///< what become descriptors 0 to 3; all above 9
    int report = -1;                     ///< a pipe that closes on exec
    const FileView* view = nullptr;
    const char* work_folder = nullptr;
    Limits limits;
    std::span<const sock_filter> filter;
    int landlock_rules = -1;                       ///< -1: none
    int landlock_error = 0;                        ///< why not
    std::uint64_t namespaces = 0;                  ///< the flags with which the child was cloned
    int namespaces_error = 0;                      ///< why there are fewer than asked for
    std::array<char, 32> user_map{}, group_map{};  ///< for `/proc/self/uid_map` and `gid_map`
};

/// Confine the calling process, a fresh child, and become the program. Only system calls.
[[noreturn]] void become_confined(const ChildPlan& plan) noexcept;

}  // namespace mooring::confine
