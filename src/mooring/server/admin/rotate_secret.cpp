#include "mooring/server/admin/rotate_secret.hpp"

#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "mooring/app/server_secret.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/server/secret_file.hpp"
#include "mooring/storage/keys/key_file.hpp"

namespace mooring::server::admin {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) return Error{Errc::unavailable, "cannot read '" + path.string() + "'"};
    return bytes.str();
}

/// Write aside, for its owner only, and rename into place.
Result<void> replace_file(const fs::path& path, std::string_view bytes) {
    const fs::path draft = path.string() + ".new";
    {
        std::ofstream file{draft, std::ios::binary | std::ios::trunc};
        ::chmod(draft.c_str(), 0600);
        file << bytes;
        file.flush();
        if (!file) return Error{Errc::unavailable, "cannot write '" + draft.string() + "'"};
    }
    std::error_code failed;
    fs::rename(draft, path, failed);
    if (failed) return Error{Errc::unavailable, "cannot replace '" + path.string() + "': " + failed.message()};
    return ok();
}

/// The listener keys of a folder, sealed under another master key.
Result<std::map<fs::path, std::string>> sealed_again(const fs::path& folder, const storage::keys::MasterKey& from,
                                                     const storage::keys::MasterKey& to, Random& random) {
    std::map<fs::path, std::string> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{folder, failed}) {
        const auto period = analytics::parse_period(entry.path().stem().string());
        if (entry.path().extension() != ".key" || !period) continue;
        MOORING_TRY(const std::string bytes, read_file(entry.path()));
        MOORING_TRY(const analytics::ListenerKey key, storage::keys::open_key(from, *period, bytes));
        files[entry.path()] = storage::keys::seal_key(to, *period, key, random);
    }
    return files;
}

}  // namespace

Result<void> rotate_secret(const std::string& data_folder, Random& random) {
    const std::string path = data_folder + "/secret";
    MOORING_TRY(const auto old_bytes, load_or_create_secret(path, random));
    std::array<std::byte, 32> new_bytes{};
    random.fill(new_bytes);
    const app::ServerSecret old_secret{old_bytes};
    const app::ServerSecret new_secret{new_bytes};
    MOORING_TRY(const auto keys, sealed_again(data_folder + "/keys", old_secret.derive(listener_keys_purpose),
                                              new_secret.derive(listener_keys_purpose), random));
    MOORING_CHECK(replace_file(path, as_text(new_bytes)));
    for (const auto& [file, bytes] : keys) MOORING_CHECK(replace_file(file, bytes));
    return ok();
}

}  // namespace mooring::server::admin
