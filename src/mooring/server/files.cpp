#include "mooring/server/files.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace mooring::server {

Result<std::string> read_whole_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) return Error{Errc::unavailable, "cannot read the file '" + path + "'"};
    return bytes.str();
}

Result<void> replace_file(const std::string& path, std::string_view bytes, mode_t mode) {
    const std::string draft = path + ".new";
    {
        std::ofstream file{draft, std::ios::binary | std::ios::trunc};
        ::chmod(draft.c_str(), mode);
        file << bytes;
        file.flush();
        if (!file) return Error{Errc::unavailable, "cannot write '" + draft + "'"};
    }
    std::error_code failed;
    std::filesystem::rename(draft, path, failed);
    if (failed) return Error{Errc::unavailable, "cannot replace '" + path + "': " + failed.message()};
    return ok();
}

}  // namespace mooring::server
