#include "mooring/server/storage.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "mooring/feed/html_filter.hpp"
#include "mooring/server/listen_address.hpp"
#include "mooring/server/offset_clock.hpp"
#include "mooring/server/secret_file.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

namespace mooring::server {
namespace {

Result<void> make_private_folder(const std::string& path) {
    std::error_code failed;
    std::filesystem::create_directories(path, failed);
    if (failed) return Error{Errc::unavailable, "cannot make the folder '" + path + "': " + failed.message()};
    ::chmod(path.c_str(), 0700);
    return ok();
}

Result<void> require_folder(const Config& config) {
    if (config.data_dir.empty()) return invalid("data", "no data folder given; use --data DIR");
    return ok();
}

std::string catalog_path(const Config& config) {
    return config.data_dir + "/catalog.sqlite";
}

}  // namespace

Result<void> require_instance(const Config& config) {
    MOORING_CHECK(require_folder(config));
    std::error_code failed;
    if (std::filesystem::exists(catalog_path(config), failed)) return ok();
    if (failed) {
        return Error{Errc::unavailable, "cannot look into the folder '" + config.data_dir + "': " + failed.message()};
    }
    return Error{Errc::not_found, "there is no instance in the folder '" + config.data_dir +
                                      "'; `mooring admin workspace create` and `mooring serve` make one"};
}

Result<Storage> Storage::open(const Config& config, IfMissing if_missing) {
    MOORING_CHECK(require_folder(config));
    if (if_missing == IfMissing::refuse) MOORING_CHECK(require_instance(config));
    MOORING_CHECK(make_private_folder(config.data_dir));

    Storage storage;
    if (config.clock_offset_file.empty()) {
        storage.clock = std::make_unique<SystemClock>();
    } else {
        MOORING_TRY(storage.clock, OffsetClock::open(config.clock_offset_file));
    }
    storage.random = std::make_shared<SystemRandom>();
    MOORING_TRY(const auto secret, load_or_create_secret(config.data_dir + "/secret", *storage.random));
    storage.secret = std::make_unique<app::ServerSecret>(secret);

    storage::sqlite::SqliteOptions catalog{.path = catalog_path(config)};
    catalog.first_episode_id = config.first_episode_id;
    catalog.first_show_id = config.first_show_id;
    catalog.visible_text = feed::plain_text;
    MOORING_TRY(storage.catalog, storage::sqlite::open_sqlite_catalog(catalog));

    MOORING_TRY(storage.blobs, storage::local::open_local_blobs({.root = config.data_dir + "/media",
                                                                 .reserve_bytes = config.disk_reserve_bytes,
                                                                 .clock = storage.clock.get()}));
    return storage;
}

app::PublicUrls public_urls(const Config& config, std::uint16_t port) {
    std::string base = config.base_url;
    if (base.empty()) {
        const auto address = ListenAddress::parse(config.listen.front());
        const std::string scheme = config.tls_certificate.empty() ? "http://" : "https://";
        base = scheme + (address ? address->public_host() : "127.0.0.1") + ":" + std::to_string(port);
    }
    return app::PublicUrls{base, config.feed_base_url, config.media_base_url};
}

}  // namespace mooring::server
