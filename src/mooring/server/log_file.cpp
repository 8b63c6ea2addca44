#include "mooring/server/log_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <memory>

namespace mooring::server {
namespace {

constexpr unsigned buffer_bytes = 256 * 1024;

struct CloseFile {
    void operator()(gzFile file) const { gzclose(file); }
};
using GzipFile = std::shared_ptr<std::remove_pointer_t<gzFile>>;

Result<std::size_t> read_some(const GzipFile& file, const std::string& path, char* bytes, std::size_t room) {
    const auto wanted = static_cast<unsigned>(std::min<std::size_t>(room, std::numeric_limits<int>::max()));
    const int size = gzread(file.get(), bytes, wanted);
    int problem = Z_OK;
    const char* message = gzerror(file.get(), &problem);
    if (size < 0 || (size == 0 && problem == Z_BUF_ERROR)) {
        const bool is_system = problem == Z_ERRNO;
        return Error{is_system ? Errc::unavailable : Errc::corrupt, "cannot read '" + path + "': " + message};
    }
    return static_cast<std::size_t>(size);
}

}  // namespace

Result<app::measuring::OpenLog> open_log_file(const std::string& path) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    if (failed) return Error{Errc::unavailable, "cannot open the log '" + path + "': " + failed.message(), "files"};
    const GzipFile file{gzopen(path.c_str(), "rbe"), CloseFile{}};
    if (!file) {
        return Error{Errc::unavailable, "cannot open the log '" + path + "': " + std::strerror(errno), "files"};
    }
    gzbuffer(file.get(), buffer_bytes);
    return app::measuring::OpenLog{
        .read = [file, path](char* bytes, std::size_t room) { return read_some(file, path, bytes, room); },
        .consumed_bytes = [file] { return static_cast<std::int64_t>(gzoffset(file.get())); },
        .size_bytes = static_cast<std::int64_t>(size)};
}

}  // namespace mooring::server
