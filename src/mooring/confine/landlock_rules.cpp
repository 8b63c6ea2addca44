#include "mooring/confine/landlock_rules.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

// Debian 12's kernel headers end at version 2 of the interface; later numbers are part of the kernel's ABI.
// Source: https://docs.kernel.org/userspace-api/landlock.html
namespace mooring::confine {
namespace {

constexpr std::uint64_t execute = 1 << 0, write_file = 1 << 1, read_file = 1 << 2, read_dir = 1 << 3;
constexpr std::uint64_t remove_dir = 1 << 4, remove_file = 1 << 5, make_dir = 1 << 7, make_reg = 1 << 8;
constexpr std::uint64_t truncate_file = 1 << 14;

struct RulesetAttributes {
    std::uint64_t handled_access_fs;
    std::uint64_t handled_access_net;  ///< since version 4
    std::uint64_t scoped;              ///< since version 6
};

/// Every right on files that version `abi` can refuse.
std::uint64_t all_file_rights(long abi) {
    const int count = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
    return (std::uint64_t{1} << count) - 1;
}

std::size_t attribute_size(long abi) {
    return abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
}

Result<void> allow(int rules, const std::string& path, std::uint64_t rights, bool must_exist) {
    const Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place) {
        if (!must_exist && errno == ENOENT) return ok();
        return Error{Errc::unavailable, "cannot open " + path + ": " + std::strerror(errno)};
    }
    landlock_path_beneath_attr rule{};
    rule.allowed_access = rights;
    rule.parent_fd = place.get();
    if (::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
        return Error{Errc::unavailable, "Landlock does not take " + path + ": " + std::strerror(errno)};
    }
    return ok();
}

}  // namespace

Result<Descriptor> make_landlock_rules(const LandlockPaths& paths) {
    const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) return Error{Errc::unsupported, std::string{"no Landlock: "} + std::strerror(errno)};

    const std::uint64_t known = all_file_rights(abi);
    RulesetAttributes attributes{.handled_access_fs = known, .handled_access_net = 3, .scoped = 3};
    const long made = ::syscall(SYS_landlock_create_ruleset, &attributes, attribute_size(abi), 0);
    if (made < 0) return Error{Errc::unsupported, std::string{"no Landlock: "} + std::strerror(errno)};
    Descriptor rules(static_cast<int>(made));

    for (const std::string& folder : paths.library_folders) {
        MOORING_CHECK(allow(rules.get(), folder, execute | read_file | read_dir, false));
    }
    for (const std::string& folder : paths.readable_folders) {
        MOORING_CHECK(allow(rules.get(), folder, read_file | read_dir, false));
    }
    for (const std::string& file : paths.readable_files) MOORING_CHECK(allow(rules.get(), file, read_file, false));
    MOORING_CHECK(allow(rules.get(), paths.program, execute | read_file, true));
    const std::uint64_t work =
        read_file | read_dir | write_file | remove_dir | remove_file | make_dir | make_reg | truncate_file;
    MOORING_CHECK(allow(rules.get(), paths.work_folder, work & known, true));
    return rules;
}

}  // namespace mooring::confine
