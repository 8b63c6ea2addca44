#include "mooring/storage/catalog/sqlite/write_queue.hpp"

#include <atomic>
#include <thread>

#include "mooring/storage/catalog/sqlite/faulty_disk.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_test_support.hpp"

namespace mooring::storage::sqlite {
namespace {

class WriteQueueOnBadDisk : public testing::Test {
protected:
    void SetUp() override {
        FaultyDisk::instance();  // registered before the first use of its name
        options_.path = folder_.database();
        options_.vfs = FaultyDisk::vfs_name;
        options_.external_poll = std::chrono::milliseconds{0};
        open();
    }
    void TearDown() override { repair(); }
    void open() {
        catalog_.reset();
        auto opened = open_sqlite_catalog(options_);
        ASSERT_TRUE(opened) << opened.error().message;
        catalog_ = std::move(*opened);
    }
    static void repair() {
        FaultyDisk::instance().write_result = SQLITE_OK;
        FaultyDisk::instance().sync_result = SQLITE_OK;
    }
    Result<void> put(const std::string& name) {
        return catalog_->write([&](CatalogTransaction& tx) { return tx.settings_writer().put(name, "value"); });
    }
    bool has(const std::string& name) {
        const auto found = catalog_->read([&](CatalogSnapshot& at) { return at.settings().find(name); });
        EXPECT_TRUE(found) << found.error().message;
        return found && found->has_value();
    }

    TestFolder folder_;
    SqliteOptions options_;
    std::unique_ptr<Catalog> catalog_;
};

TEST_F(WriteQueueOnBadDisk, AFullDiskIsNoSpaceAndNothingIsWritten) {
    ASSERT_TRUE(put("before"));
    const auto version = catalog_->versions().of_everything();
    FaultyDisk::instance().write_result = SQLITE_FULL;
    const auto refused = put("lost");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::no_space);
    EXPECT_EQ(catalog_->versions().of_everything(), version);
    EXPECT_TRUE(has("before")) << "reading goes on";
    repair();
    ASSERT_TRUE(put("after"));
    EXPECT_TRUE(has("after"));
    EXPECT_FALSE(has("lost"));
    open();
    EXPECT_TRUE(has("before") && has("after"));
    EXPECT_FALSE(has("lost"));
}

TEST_F(WriteQueueOnBadDisk, AFailedSyncIsNoSuccess) {
    FaultyDisk::instance().sync_result = SQLITE_IOERR_FSYNC;
    const auto refused = put("lost");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable);
    EXPECT_FALSE(has("lost"));
    repair();
    ASSERT_TRUE(put("after"));
    EXPECT_TRUE(has("after"));
}

// Every answer that said success is there, and none that did not, while the disk comes and goes under many writers.
TEST_F(WriteQueueOnBadDisk, AnswersAreTrueWhileTheDiskComesAndGoes) {
    options_.durable = false;
    open();
    constexpr int threads = 8;
    constexpr int rounds = 60;
    std::vector<std::vector<char>> stored(threads, std::vector<char>(rounds, 0));
    std::atomic<int> running{threads};
    {
        std::vector<std::jthread> writers;
        for (std::size_t number = 0; number < threads; ++number) {
            writers.emplace_back([&, number] {
                for (std::size_t round = 0; round < rounds; ++round) {
                    stored[number][round] = put(std::to_string(number) + "/" + std::to_string(round)) ? 1 : 0;
                }
                --running;
            });
        }
        for (int turn = 0; running > 0; ++turn) {
            FaultyDisk::instance().write_result = turn % 3 == 0 ? SQLITE_FULL : SQLITE_OK;
            std::this_thread::yield();
        }
    }
    repair();
    open();
    for (std::size_t number = 0; number < threads; ++number) {
        for (std::size_t round = 0; round < rounds; ++round) {
            EXPECT_EQ(has(std::to_string(number) + "/" + std::to_string(round)), stored[number][round] == 1);
        }
    }
}

}  // namespace
}  // namespace mooring::storage::sqlite
