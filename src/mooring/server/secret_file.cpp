#include "mooring/server/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mooring::server {
namespace {

Error trouble(const std::string& path, const char* what) {
    return Error{Errc::unavailable, std::string{what} + " '" + path + "': " + std::strerror(errno)};
}

Result<std::array<std::byte, 32>> read_secret(int descriptor, const std::string& path) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) return trouble(path, "cannot look at");
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{Errc::forbidden, "others can read the server secret '" + path + "'; run chmod 600 on it"};
    }
    std::array<std::byte, 32> secret{};
    if (facts.st_size != 32 || ::read(descriptor, secret.data(), secret.size()) != 32) {
        return Error{Errc::corrupt, "the server secret '" + path + "' must hold exactly 32 bytes"};
    }
    return secret;
}

}  // namespace

Result<std::array<std::byte, 32>> load_or_create_secret(const std::string& path, Random& random) {
    if (const int existing = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); existing >= 0) {
        auto secret = read_secret(existing, path);
        ::close(existing);
        return secret;
    }
    if (errno != ENOENT) return trouble(path, "cannot open");

    // Written aside and linked into place, so that a crash leaves a whole secret or none, and two starts agree.
    std::array<std::byte, 32> secret{};
    random.fill(secret);
    const std::string draft = path + "." + std::to_string(::getpid());
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return trouble(draft, "cannot create");
    const bool written = ::write(descriptor, secret.data(), secret.size()) == 32 && ::fsync(descriptor) == 0;
    ::close(descriptor);
    const bool linked = written && ::link(draft.c_str(), path.c_str()) == 0;
    const int link_error = errno;
    ::unlink(draft.c_str());
    if (linked) return secret;
    if (written && link_error == EEXIST) return load_or_create_secret(path, random);
    errno = link_error;
    return trouble(path, "cannot write");
}

}  // namespace mooring::server
