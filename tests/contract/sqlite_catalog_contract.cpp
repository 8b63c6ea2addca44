#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>

#include "catalog_contract.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

namespace mooring::contract {
namespace {

class SqliteHarness final : public CatalogHarness {
public:
    SqliteHarness() {
        static std::atomic<int> counter{0};
        folder_ = std::filesystem::temp_directory_path() /
                  ("mooring-catalog-" + std::to_string(getpid()) + "-" + std::to_string(++counter));
        std::filesystem::create_directories(folder_);
    }
    ~SqliteHarness() override { std::filesystem::remove_all(folder_); }

    Result<std::unique_ptr<storage::Catalog>> open() override {
        storage::sqlite::SqliteOptions options;
        options.path = path();
        options.busy_timeout = std::chrono::milliseconds{50};
        options.external_poll = std::chrono::milliseconds{10};
        options.readers = 8;
        options.durable = false;  // what a power cut does is no matter of this suite
        return storage::sqlite::open_sqlite_catalog(options);
    }

    std::shared_ptr<void> lock_out_writers() override {
        sqlite3* handle = nullptr;
        EXPECT_EQ(sqlite3_open(path().c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
        return {handle, [](void* held) { sqlite3_close(static_cast<sqlite3*>(held)); }};
    }

private:
    std::string path() const { return folder_ / "catalog.sqlite"; }

    std::filesystem::path folder_;
};

MOORING_ON_EVERY_ENGINE(CatalogContract);

}  // namespace

std::vector<CatalogEngine> catalog_engines() {
    return {{"sqlite", [] { return std::make_unique<SqliteHarness>(); }}};
}

}  // namespace mooring::contract
