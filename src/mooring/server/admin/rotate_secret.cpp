#include "mooring/server/admin/rotate_secret.hpp"

#include <array>
#include <filesystem>
#include <map>

#include "mooring/app/server_secret.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/server/files.hpp"
#include "mooring/server/secret_file.hpp"
#include "mooring/storage/keys/key_file.hpp"

namespace mooring::server::admin {
namespace {

namespace fs = std::filesystem;

/// The listener keys of a folder, sealed under another master key.
Result<std::map<fs::path, std::string>> sealed_again(const fs::path& folder, const storage::keys::MasterKey& from,
                                                     const storage::keys::MasterKey& to, Random& random) {
    std::map<fs::path, std::string> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{folder, failed}) {
        const auto period = analytics::parse_period(entry.path().stem().string());
        if (entry.path().extension() != ".key" || !period) continue;
        MOORING_TRY(const std::string bytes, read_whole_file(entry.path().string()));
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
    MOORING_TRY(const auto import_keys,
                sealed_again(data_folder + "/keys/imports", old_secret.derive(listener_keys_purpose),
                             new_secret.derive(listener_keys_purpose), random));
    MOORING_CHECK(replace_file(path, as_text(new_bytes), 0600));
    for (const auto& [file, bytes] : keys) MOORING_CHECK(replace_file(file.string(), bytes, 0600));
    for (const auto& [file, bytes] : import_keys) {
        // They are destroyed so many days after they were made.
        std::error_code failed;
        const auto made = fs::last_write_time(file, failed);
        MOORING_CHECK(replace_file(file.string(), bytes, 0600));
        if (!failed) fs::last_write_time(file, made, failed);
    }
    return ok();
}

}  // namespace mooring::server::admin
