#include "mooring/confine/file_view.hpp"

#include <filesystem>

namespace mooring::confine {
namespace {

namespace fs = std::filesystem;

Result<void> check(const std::string& path, bool wants_folder) {
    if (!path.starts_with('/') || fs::path(path).lexically_normal() != fs::path(path)) {
        return Error{Errc::invalid_argument, "'" + path + "' is not a plain absolute path"};
    }
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (!fs::exists(status)) return Error{Errc::not_found, "'" + path + "' does not exist"};
    if (wants_folder ? !fs::is_directory(status) : !fs::is_regular_file(status)) {
        return Error{Errc::invalid_argument, "'" + path + "' is not a " + (wants_folder ? "folder" : "regular file")};
    }
    return ok();
}

}  // namespace

std::vector<std::string> library_folders() {
    return {"/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/lib", "/lib32", "/lib64"};
}

Result<FileView> plan_view(const Confinement& confinement, const std::string& program) {
    MOORING_CHECK(check(confinement.work_folder, true));
    MOORING_CHECK(check(program, false));
    FileView view;
    std::error_code failed;
    for (const std::string& folder : library_folders()) {
        if (fs::is_symlink(folder, failed)) {
            view.links.push_back({folder, fs::read_symlink(folder, failed).string()});
        } else if (fs::is_directory(folder, failed)) {
            view.places.push_back({.path = folder, .is_folder = true, .may_execute = true});
        }
    }
    // The loader's index, and the links through which Debian chooses among libraries (BLAS).
    if (fs::is_regular_file("/etc/ld.so.cache", failed)) view.places.push_back({.path = "/etc/ld.so.cache"});
    if (fs::is_directory("/etc/alternatives", failed)) {
        view.places.push_back({.path = "/etc/alternatives", .is_folder = true});
    }
    view.places.push_back({.path = program, .may_execute = true});
    for (const std::string& file : confinement.readable_files) {
        MOORING_CHECK(check(file, false));
        view.places.push_back({.path = file});
    }
    for (const std::string& folder : confinement.readable_folders) {
        if (!fs::exists(folder, failed)) continue;
        MOORING_CHECK(check(folder, true));
        view.places.push_back({.path = folder, .is_folder = true});
    }
    // Last: what lies in the work folder is not covered by anything.
    view.places.push_back({.path = confinement.work_folder, .is_folder = true, .is_writable = true});

    for (const char* folder : {"/tmp", "/mnt", "/media", "/srv", "/var"}) {
        if (fs::is_directory(folder, failed)) {
            view.scratch = folder;
            break;
        }
    }
    return view;
}

}  // namespace mooring::confine
