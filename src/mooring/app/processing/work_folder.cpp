#include "mooring/app/processing/work_folder.hpp"

#include <filesystem>
#include <system_error>

namespace mooring::app::processing {

Result<WorkFolder> WorkFolder::make(const std::string& parent, const std::string& name) {
    std::error_code failed;
    std::filesystem::create_directories(parent, failed);
    const std::filesystem::path plain = failed ? std::filesystem::path{} : std::filesystem::canonical(parent, failed);
    if (failed) return Error{Errc::unavailable, "the work folder cannot be made: " + failed.message()};
    const std::filesystem::path path = plain / name;
    std::filesystem::remove_all(path, failed);
    std::filesystem::create_directory(path, failed);
    if (failed == std::errc::no_space_on_device) return Error{Errc::no_space, "the disk is full"};
    if (failed) return Error{Errc::unavailable, "a work folder cannot be made: " + failed.message()};
    return WorkFolder{path.string()};
}

WorkFolder::~WorkFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace mooring::app::processing
