#include "mooring/confine/private_files.hpp"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

// <sys/mount.h> and <linux/mount.h> cannot be included together; these are of the former.
extern "C" int mount(const char*, const char*, const char*, unsigned long, const void*) noexcept;
extern "C" int umount2(const char*, int) noexcept;

namespace mooring::confine {
namespace {

constexpr unsigned long recursive = 16384, private_propagation = 1UL << 18, no_suid = 2, no_devices = 4;
constexpr int detach = 2;
constexpr unsigned subtree = 0x8000, empty_path = 0x1000;  // AT_RECURSIVE, AT_EMPTY_PATH
constexpr std::size_t most_places = 64;

int set_attributes(int at, const char* path, unsigned flags, std::uint64_t attributes) noexcept {
    mount_attr attribute{};
    attribute.attr_set = attributes;
    return static_cast<int>(::syscall(SYS_mount_setattr, at, path, flags, &attribute, sizeof attribute));
}

/// Make the folders above `path`; that they are there already is fine.
void make_parents(const char* path) noexcept {
    std::array<char, 4096> buffer{};
    const std::size_t length = std::strlen(path);
    if (length >= buffer.size()) return;  // what is put there will fail
    for (std::size_t at = 0; at < length; ++at) {
        if (path[at] == '/' && at > 0) {
            buffer[at] = '\0';
            ::mkdir(buffer.data(), 0755);
        }
        buffer[at] = path[at];
    }
}

bool make_spot(const Place& place) noexcept {
    const char* path = place.path.c_str();
    make_parents(path);
    if (place.is_folder) return ::mkdir(path, 0755) == 0 || errno == EEXIST;
    const int file = ::open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) return errno == EACCES || errno == EROFS;  // inside a place that is there already
    ::close(file);
    return true;
}

/// Put the detached mount `tree` where it belongs.
bool attach(int tree, const Place& place) noexcept {
    std::uint64_t attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
    if (!place.is_writable) attributes |= MOUNT_ATTR_RDONLY;
    if (!place.may_execute) attributes |= MOUNT_ATTR_NOEXEC;
    return set_attributes(tree, "", empty_path | subtree, attributes) == 0 && make_spot(place) &&
           ::syscall(SYS_move_mount, tree, "", AT_FDCWD, place.path.c_str(), MOVE_MOUNT_F_EMPTY_PATH) == 0;
}

bool populate(const FileView& view, const std::array<int, most_places>& trees, const char* work_folder) noexcept {
    for (std::size_t index = 0; index < view.places.size(); ++index) {
        if (!attach(trees[index], view.places[index])) return false;
    }
    for (const Link& link : view.links) {
        make_parents(link.path.c_str());
        if (::symlink(link.target.c_str(), link.path.c_str()) != 0) return false;
    }
    return set_attributes(AT_FDCWD, "/", 0, MOUNT_ATTR_RDONLY) == 0 && ::chdir(work_folder) == 0;
}

}  // namespace

EnteredView enter_private_files(const FileView& view, const char* work_folder) noexcept {
    if (view.places.size() > most_places || view.scratch.empty()) return {.error = E2BIG};
    if (::mount(nullptr, "/", nullptr, recursive | private_propagation, nullptr) != 0) return {.error = errno};
    std::array<int, most_places> trees{};
    for (std::size_t index = 0; index < view.places.size(); ++index) {
        trees[index] = static_cast<int>(::syscall(SYS_open_tree, AT_FDCWD, view.places[index].path.c_str(),
                                                  OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | subtree));
        if (trees[index] < 0) return {.error = errno};
        // Refused here and not half-way by kernels before 5.12, which cannot make a whole subtree read-only.
        if (set_attributes(trees[index], "", empty_path | subtree, MOUNT_ATTR_NOSUID) != 0) return {.error = errno};
    }
    if (::mount("tmpfs", view.scratch.c_str(), "tmpfs", no_suid | no_devices, "mode=0755,size=1m") != 0) {
        return {.error = errno};
    }
    // The old root lands on top of the new one and is taken off it. Source: pivot_root(2).
    if (::chdir(view.scratch.c_str()) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0 || ::umount2(".", detach) != 0 ||
        ::chdir("/") != 0 || !populate(view, trees, work_folder)) {
        return {.error = errno, .is_broken = true};
    }
    return {};
}

}  // namespace mooring::confine
